import { COPY_TAGS } from "./copy-tags";
import { DAY_MS, startOfDay } from "./day";
import type { Tags } from "./model";

/** The value of a hold without end. So is any other that is no date: people set the tag by hand, with all kinds of values. */
export const FOREVER = "forever";

/**
 * The dates of a hold. Others are for ever, as are those of other centuries, since IAM denies deleting what is not shaped so
 * (modules/permissions.ts).
 */
// Stryker disable next-line Regex: what has more around it is no day either
const DATE = /^20\d\d-\d\d-\d\d$/;

/**
 * A copy whose hold has ended stays for a week, in which each digest says so: there is a working day in it, and a digest that is lost does no
 * harm. Runs remember nothing, so time alone can see to it that people are told before retention deletes (decisions/0031-holds.md).
 */
const NOTICE_MS = 7 * DAY_MS;

/** What the tag `CrossRegionBackup/Hold` of a copy asks for. */
export interface Hold {
  /** `forever`, or the last day (UTC), such as 2027-01-31. */
  readonly until: string;
  readonly why: string | undefined;
  /** `ended`: its day has passed, and the copy stays for the week in which people are told. `over`: that has passed too. */
  readonly state: "held" | "ended" | "over";
  /** When retention counts the copy like any other; undefined: never. */
  readonly countsFrom: Date | undefined;
}

/** @returns undefined if it is not held */
export function holdOf(tags: Tags, now: Date): Hold | undefined {
  const value = tags[COPY_TAGS.hold];
  if (value === undefined) return undefined;
  const why = tags[COPY_TAGS.holdReason];
  const lastDay = DATE.test(value) ? startOfDay(value) : undefined;
  if (lastDay === undefined) return { until: FOREVER, why, state: "held", countsFrom: undefined };
  const end = lastDay.getTime() + DAY_MS;
  const countsFrom = new Date(end + NOTICE_MS);
  const state = now.getTime() < end ? "held" : now < countsFrom ? "ended" : "over";
  return { until: value, why, state, countsFrom };
}

/** Whether retention leaves a copy alone. */
export const isHeld = ({ hold }: { readonly hold: Hold | undefined }): boolean =>
  hold !== undefined && hold.state !== "over";
