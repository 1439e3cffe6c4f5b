import { alphabetical } from "../../handlers/core/alphabetical";
import type { Coverage, Covered, Trouble } from "../../handlers/core/coverage/model";
import { byWorst } from "../../handlers/core/coverage/troubles";
import { nameOf } from "../../handlers/core/told/words";
import { type DatabasePattern, fits, unmatched } from "../database-pattern";
import type { Problem } from "../problem";
import type { Status } from "./model";
import { byState, type State, stateOf } from "./state";

/** A database in a target region, as the table shows it. */
export interface StatusRow {
  readonly state: State;
  readonly row: Covered;
  readonly name: string;
  /** Whether its copies could be read. */
  readonly isSeen: boolean;
  /** The worst, if any. */
  readonly trouble: Trouble | undefined;
}

/** The worst first: those of a state by age, the oldest first. */
export const rowsOf = ({ databases }: Coverage): readonly StatusRow[] =>
  databases
    .filter(isOfConcern)
    .map((row) => ({
      state: stateOf(row),
      row,
      name: nameOf(named(row)),
      isSeen: row.newest !== undefined || !row.unsure.includes("stale"),
      trouble: [...row.troubles].sort(byWorst)[0],
    }))
    .sort(
      (a, b) =>
        byState(a.state, b.state) ||
        (b.row.age ?? 0) - (a.row.age ?? 0) ||
        alphabetical(a.name, b.name) ||
        alphabetical(a.row.route.targetRegion, b.row.route.targetRegion),
    );

/** One that is not selected, and of which there is nothing but what has failed or is in progress, concerns nobody. */
const isOfConcern = ({ selected, newest, troubles, unsure }: Covered): boolean =>
  selected || newest !== undefined || troubles.length + unsure.length > 0;

const named = ({ route: { kind }, database }: Covered) => ({ kind, database });

/** Only of databases that match; empty if there are none, unless that is not known. */
export function matching(status: Status, patterns: readonly DatabasePattern[]): Status[] {
  const { databases, routes } = status.coverage;
  const wanted = databases.filter((row) => patterns.some((pattern) => fits(pattern, named(row))));
  if (wanted.length === 0 && status.unread.length === 0) return [];
  return [{ ...status, coverage: { databases: wanted, routes } }];
}

/** Patterns that match no database of all. */
export const notFound = (
  statuses: readonly Status[],
  patterns: readonly DatabasePattern[] | undefined,
): readonly Problem[] =>
  unmatched(patterns ?? [], statuses.flatMap(({ coverage }) => coverage.databases).map(named), {
    cause: "no database that is selected or has copies is called so",
    otherwise: "without --database all are shown",
  });
