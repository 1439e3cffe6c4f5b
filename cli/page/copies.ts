import { type DayState, isDayState } from "./day-states";
import type { MoreOfCopy, PageCopy } from "./model";

/** A copy, as the page tells of it. */
export interface ShownCopy {
  readonly id: string;
  /** Milliseconds: when its data were taken. */
  readonly takenAt: number;
  readonly state: DayState;
  /** Index of its key. */
  readonly key: number | undefined;
  readonly status: string | undefined;
  readonly percent: number | undefined;
  /** Until when it is held, and why. */
  readonly held: string | undefined;
}

/** What copies of a row have in common. */
export interface Usual {
  readonly from: number;
  readonly database: string;
  readonly sourceRegion: string;
  readonly key: number | undefined;
  readonly stateOn: (day: number) => string | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const NO_KEY = -1;
const NOTHING_MORE: MoreOfCopy = {};

/** As short as it can be said. */
export function packed(copy: ShownCopy, usual: Usual): PageCopy {
  const minutes = Math.floor((copy.takenAt - usual.from) / MINUTE_MS);
  const more: MoreOfCopy = {
    ...(copy.id !== usualId(minutes, usual) && { id: copy.id }),
    ...(copy.key !== usual.key && { key: copy.key ?? NO_KEY }),
    ...(copy.state !== usual.stateOn(Math.floor(minutes / DAY_MINUTES)) && { state: copy.state }),
    ...(copy.status !== undefined && { status: copy.status }),
    ...(copy.percent !== undefined && { percent: copy.percent }),
    ...(copy.held !== undefined && { held: copy.held }),
  };
  return Object.keys(more).length === 0 ? minutes : [minutes, more];
}

/** What was packed, to the minute. */
export function unpacked(copy: PageCopy, usual: Usual): ShownCopy {
  const [minutes, { id, key, state, status, percent, held }] = typeof copy === "number" ? [copy, NOTHING_MORE] : copy;
  const letter = state ?? usual.stateOn(Math.floor(minutes / DAY_MINUTES));
  return {
    id: id ?? usualId(minutes, usual),
    takenAt: usual.from + minutes * MINUTE_MS,
    state: isDayState(letter) ? letter : ".",
    key: key === NO_KEY ? undefined : (key ?? usual.key),
    status,
    percent,
    held,
  };
}

export const dayOfCopy = (copy: PageCopy): number =>
  Math.floor((typeof copy === "number" ? copy : copy[0]) / DAY_MINUTES);

/** The id that a copy has unless its database or RDS has an unusual name for something (handlers/core/copy-id.ts). */
function usualId(minutes: number, { from, database, sourceRegion }: Usual): string {
  const minute = new Date(from + minutes * MINUTE_MS).toISOString().slice(0, 16);
  return `${database}-${sourceRegion}-${minute.replace(/[T:]/g, "-")}`;
}
