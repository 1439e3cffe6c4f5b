import { minuteText } from "../../handlers/core/day";
import type { Hold } from "../../handlers/core/hold";
import { groupBy } from "../../handlers/core/identity";
import { counted } from "../../handlers/core/told/words";
import { keyText } from "../cells";
import { type Column, leastWidth, table } from "../table";
import type { CopyFound } from "./find";

/** A copy. Public: `--json` prints it. */
export interface CopyRow {
  readonly id: string;
  readonly kind: CopyFound["kind"];
  readonly database: string;
  readonly resource_id: string;
  readonly target_region: string;
  readonly source_region: string;
  readonly deployment: string;
  /** When its source was taken. */
  readonly taken_at: string;
  readonly status: string;
  readonly percent: number | null;
  readonly size_gib: number;
  readonly kms_key: string | null;
  readonly hold: { readonly until: string; readonly why: string | null; readonly state: Hold["state"] } | null;
}

export const rowOf = ({ copy, deployment, sourceRegion, ...point }: CopyFound): CopyRow => ({
  id: point.id,
  kind: point.kind,
  database: point.database,
  resource_id: copy.databaseResourceId,
  target_region: point.snapshot.region,
  source_region: sourceRegion,
  deployment,
  taken_at: copy.sourceTime.toISOString(),
  status: point.snapshot.status,
  percent: point.condition === "in-progress" ? (point.snapshot.percent ?? null) : null,
  size_gib: point.snapshot.sizeGib,
  kms_key: point.snapshot.kmsKeyId ?? null,
  hold: copy.hold ? { until: copy.hold.until, why: copy.hold.why ?? null, state: copy.hold.state } : null,
});

type Named = Pick<CopyRow, "id" | "kind">;

/** As each is asked for: with its kind where an instance and a cluster have copies of one id. */
export function namesAmong(all: readonly Named[]): (one: Named) => string {
  const byId = groupBy(all, ({ id }) => id);
  return ({ id, kind }) => (byId.get(id)?.some((other) => other.kind !== kind) ? `${kind}/${id}` : id);
}

export const copiesText = (count: number): string => counted(count, "copy", "copies");

/** As they are shown. */
const COLUMNS = {
  database: { title: "DATABASE", of: ({ database, kind }) => databaseText(kind, database), atLeast: 8, gladly: 16 },
  copy: { title: "COPY", of: ({ id }) => id },
  region: { title: "REGION", of: ({ target_region }) => target_region },
  taken: { title: "TAKEN AT (UTC)", of: ({ taken_at }) => minuteText(new Date(taken_at)) },
  status: { title: "STATUS", of: statusText, atLeast: 9, gladly: 14 },
  gib: { title: "GIB", of: ({ size_gib }) => String(size_gib), align: "right" },
  hold: { title: "HOLD", of: ({ hold }) => holdText(hold), atLeast: 10, gladly: 16 },
  key: { title: "KEY", of: ({ kms_key }) => keyText(kms_key ?? undefined) ?? "none", atLeast: 8, gladly: 12 },
  deployment: { title: "DEPLOYMENT", of: ({ deployment }) => deployment, atLeast: 10 },
  why: { title: "WHY", of: ({ hold }) => hold?.why ?? "", atLeast: 6, gladly: 16 },
} as const satisfies Record<string, Column<CopyRow>>;

type Name = keyof typeof COLUMNS;

const ALWAYS: readonly Name[] = ["copy", "status", "hold"];
/** The first that has no room ends it. The id has database and time in it. */
const WHERE_THERE_IS_ROOM: readonly Name[] = ["region", "gib", "deployment", "taken", "key", "database", "why"];

const LONG_ID = 48;
/** For status and hold, cut short. */
const BESIDE_ID = 23;

/** An id is typed again: others give way before it is cut. */
export function copiesTable(rows: readonly CopyRow[], width: number): string {
  const shown = new Set(ALWAYS);
  const copy = { ...COLUMNS.copy, of: namesAmong(rows), atLeast: Math.min(LONG_ID, width - BESIDE_ID) };
  const wide = { ...COLUMNS, copy };
  const columns = (names: ReadonlySet<Name>) =>
    Object.entries(wide).flatMap(([name, column]): Column<CopyRow>[] => (names.has(name as Name) ? [column] : []));
  for (const name of WHERE_THERE_IS_ROOM) {
    if (name === "why" && rows.every(({ hold }) => !hold?.why)) continue;
    if (leastWidth(rows, columns(new Set([...shown, name]))) > width) break;
    shown.add(name);
  }
  return table(rows, columns(shown), width);
}

function statusText({ status, percent }: CopyRow): string {
  return percent === null ? status : `${status} ${percent} %`;
}

const databaseText = (kind: CopyRow["kind"], database: string): string =>
  kind === "cluster" ? `cluster/${database}` : database;

function holdText(hold: CopyRow["hold"]): string {
  if (hold === null) return "";
  return hold.state === "held" ? hold.until : `ended ${hold.until}`;
}
