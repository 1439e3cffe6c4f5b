import { minuteText } from "../../handlers/core/day";
import { keyText } from "../cells";
import type { Colour, Paint } from "../colour";
import { type Column, leastWidth } from "../table";
import type { StatusRow } from "./rows";
import { isWell, type State } from "./state";

interface StatusColumn extends Column<StatusRow> {
  /** Where there is no room for all, that with the least goes first. Default: it stays. */
  readonly rank?: number;
  /** Whether it tells anything of these rows. Default: yes. */
  readonly tells?: (rows: readonly StatusRow[]) => boolean;
}

const columnsOf = (maxAgeHours: number | undefined, paint: Paint): readonly StatusColumn[] => [
  { title: "STATE", of: ({ state }) => state, paint: (text, { state }) => paint(text, colourOf(state)) },
  { title: "DATABASE", of: ({ name }) => name, atLeast: 12, gladly: 16 },
  {
    title: "REGION",
    of: ({ row }) => row.route.targetRegion,
    tells: (rows) => new Set(rows.map(({ row }) => row.route.targetRegion)).size > 1,
  },
  {
    title: maxAgeHours === undefined ? "AGE H" : `AGE/${maxAgeHours} H`,
    of: (one) => ageOf(one, maxAgeHours),
    align: "right",
  },
  { title: "NEWEST (UTC)", of: newest, rank: 4 },
  { title: "KEPT", of: ({ row, isSeen }) => (isSeen ? String(row.kept) : "?"), align: "right", rank: 3 },
  {
    title: "HELD",
    of: ({ row }) => (row.held > 0 ? String(row.held) : ""),
    align: "right",
    rank: 1,
    tells: (rows) => rows.some(({ row }) => row.held > 0),
  },
  { title: "KEY", of: ({ row }) => keyOf(row.newest), atLeast: 12, gladly: 24, rank: 0 },
  { title: "WHY", of: why, rank: 2, tells: (rows) => rows.some(({ state }) => !isWell(state)) },
];

/**
 * What the table shows of rows at a width: where there is less room, what matters less gives way.
 *
 * @param maxAgeHours undefined: nobody knows it
 */
export function columnsFor(
  rows: readonly StatusRow[],
  width: number,
  maxAgeHours: number | undefined,
  paint: Paint,
): readonly Column<StatusRow>[] {
  let columns = columnsOf(maxAgeHours, paint).filter(({ tells }) => tells?.(rows) ?? true);
  while (leastWidth(rows, columns) > width) {
    const ranks = columns.flatMap(({ rank }) => rank ?? []);
    if (ranks.length === 0) break;
    const least = Math.min(...ranks);
    columns = columns.filter(({ rank }) => rank !== least);
  }
  return columns;
}

const URGENT: readonly State[] = ["stale", "unrestorable", "failing"];

/** What is urgent, and what needs a look. */
export function colourOf(state: State): Colour | undefined {
  if (URGENT.includes(state)) return "red";
  return isWell(state) ? undefined : "yellow";
}

/** Whole hours: those of what is late are rounded up, so that none seems to be at the limit. */
function ageOf({ row: { age, restingAge } }: StatusRow, maxAgeHours: number | undefined): string {
  const seconds = age ?? restingAge;
  if (seconds === undefined) return "";
  const isLate = maxAgeHours !== undefined && seconds > maxAgeHours * 3600;
  return String(isLate ? Math.ceil(seconds / 3600) : Math.floor(seconds / 3600));
}

function newest({ row: { newest: copy, inProgress }, isSeen }: StatusRow): string {
  if (copy) return minuteText(copy.takenAt);
  if (!inProgress) return isSeen ? "none" : "?";
  return inProgress.percent === undefined ? "copying" : `copying, ${inProgress.percent} %`;
}

function keyOf(copy: StatusRow["row"]["newest"]): string {
  if (copy === undefined) return "";
  return keyText(copy.kmsKeyId) ?? (copy.encryption === "none" ? "none" : "of AWS");
}

/** The code of the reason, which the runbook explains; of what is not known, the worst that it may be. */
const why = ({ state, trouble, row }: StatusRow): string =>
  trouble?.reason ?? (state === "unknown" ? `${row.unsure[0]}?` : "");
