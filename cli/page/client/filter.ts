import type { PageCause, PageRow } from "../model";
import type { Estate } from "./estate";

export const IN_TROUBLE = "in trouble";
const WARNED = "with warnings";

export interface Filter {
  readonly text: string;
  readonly kind: "all" | "instance" | "cluster";
  /** `all`, `in trouble`, `with warnings` or a state. */
  readonly state: string;
  /** Index of the deployment; undefined: all. */
  readonly deployment: number | undefined;
  readonly cause: PageCause | undefined;
  readonly order: "worst" | "name" | "age";
}

export const NO_FILTER: Filter = {
  text: "",
  kind: "all",
  state: "all",
  deployment: undefined,
  cause: undefined,
  order: "worst",
};

export function filtered(estate: Estate, filter: Filter): PageRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const ofCause = filter.cause && estate.rowsOf(filter.cause);
  const rows = estate.rows.filter(
    (row) =>
      (filter.kind === "all" || (filter.kind === "cluster") === (row.isCluster ?? false)) &&
      (filter.deployment === undefined || filter.deployment === row.deployment) &&
      (ofCause === undefined || ofCause.has(row)) &&
      isIn(estate, row, filter.state) &&
      words.every((word) => row.database.toLowerCase().includes(word) || row.resourceId.toLowerCase() === word),
  );
  if (filter.order === "name") return rows.sort((a, b) => (a.database < b.database ? -1 : 1));
  if (filter.order === "age") return rows.sort((a, b) => (b.age ?? -1) - (a.age ?? -1));
  return rows;
}

export function isIn(estate: Estate, row: PageRow, state: string): boolean {
  if (state === "all") return true;
  if (state === IN_TROUBLE) return row.troubles !== undefined;
  if (state === WARNED) return row.warnings !== undefined;
  return estate.stateOf(row) === state || (row.troubles?.some((kind) => estate.stateAt(kind)?.name === state) ?? false);
}

/** What rows can be filtered by, with how many each lets through, the worst first. */
export function statesOf(estate: Estate): readonly { readonly state: string; readonly count: number }[] {
  const names = ["all", IN_TROUBLE, ...estate.data.states.map(({ name }) => name), WARNED];
  return names
    .map((state) => ({ state, count: estate.rows.filter((row) => isIn(estate, row, state)).length }))
    .filter(({ state, count }) => count > 0 || state === "all");
}
