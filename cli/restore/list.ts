import { minuteText } from "../../handlers/core/day";
import { keyText } from "../cells";
import { type Column, leastWidth, table } from "../table";
import type { DatabasePoints } from "./choose";
import type { Restored } from "./model";
import type { RecoveryPoint } from "./recovery-points";
import { knownOf } from "./restored";

/** A database of which there are copies. Public: `--list --json` prints it. */
export interface ListedDatabase {
  readonly database: string;
  readonly kind: RecoveryPoint["kind"];
  readonly deployment: string | undefined;
  readonly source_region: string | undefined;
  /** Days (UTC) of which there is an available copy, the newest first. */
  readonly days: readonly string[];
  readonly newest: string | undefined;
  readonly newest_copy: string | undefined;
  readonly size_gib: number;
  readonly kms_key: string | undefined;
  readonly restore_sheet: Restored["sheet"];
  readonly in_progress: number;
  readonly held: number;
}

export function listed({ database, kind, deployment, sourceRegion, points }: DatabasePoints): ListedDatabase {
  const available = points.filter((point) => point.condition === "available");
  const [newest] = available;
  return {
    database,
    kind,
    deployment,
    source_region: sourceRegion,
    days: [...new Set(available.flatMap(({ time }) => time?.toISOString().slice(0, 10) ?? []))],
    newest: newest?.time?.toISOString(),
    newest_copy: newest?.id,
    size_gib: newest?.snapshot.sizeGib ?? 0,
    kms_key: newest?.snapshot.kmsKeyId,
    restore_sheet: newest ? knownOf(newest).sheet : "none",
    in_progress: points.filter((point) => point.condition === "in-progress").length,
    held: points.filter(({ copy }) => copy?.hold?.state === "held").length,
  };
}

const COLUMNS: readonly Column<ListedDatabase>[] = [
  { title: "DATABASE", of: ({ database }) => database, atLeast: 12 },
  { title: "KIND", of: ({ kind }) => kind },
  { title: "NEWEST (UTC)", of: ({ newest, in_progress }) => shownTime(newest, in_progress) },
  { title: "OLDEST", of: ({ days }) => days.at(-1) ?? "" },
  { title: "DAYS", of: ({ days }) => String(days.length), align: "right" },
  { title: "GIB", of: ({ size_gib }) => String(size_gib), align: "right" },
  { title: "KEY", of: ({ kms_key }) => keyText(kms_key) ?? "none", atLeast: 8 },
];

const MAKERS: readonly Column<ListedDatabase>[] = [
  { title: "DEPLOYMENT", of: ({ deployment = "" }) => deployment, atLeast: 10 },
  { title: "FROM", of: ({ source_region = "" }) => source_region },
];

/** These give way: to makers, where there are several, and on a narrow screen, the first first. */
const LESS = ["KEY", "OLDEST"];

/** For people. Who made them is only said where there are several. */
export function listTable(rows: readonly ListedDatabase[], width: number): string {
  const makers = new Set(rows.map(({ deployment, source_region }) => `${deployment} ${source_region}`));
  const without = (count: number) => COLUMNS.filter(({ title }) => !LESS.slice(0, count).includes(title));
  const least = LESS.length;
  if (makers.size > 1) return table(rows, [...without(least), ...MAKERS], width);
  const fits = [0, 1].find((count) => leastWidth(rows, without(count)) <= width);
  return table(rows, without(fits ?? least), width);
}

function shownTime(newest: string | undefined, inProgress: number): string {
  if (newest !== undefined) return minuteText(new Date(newest));
  return inProgress > 0 ? "in progress" : "none available";
}
