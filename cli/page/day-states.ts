/** What the page shows of a database in a target region on one day (UTC), by the letter that its data have. */
export const DAY_STATES = {
  r: { name: "restorable", says: "a copy of this day can be restored" },
  h: { name: "held", says: "a copy that is held: nothing deletes it" },
  o: { name: "left behind", says: "a copy of a database that is gone or not selected any more: it can be restored" },
  u: { name: "unrestorable", says: "what a restore of its copy needs is gone" },
  p: { name: "in progress", says: "RDS is copying it" },
  f: { name: "failed", says: "its copy has failed" },
  l: { name: "late", says: "not copied yet, and the age is above the limit" },
  m: { name: "missing", says: "there is no copy, though retention would keep one" },
  ".": { name: "none", says: "no copy, and none is expected: retention keeps none, or it is not due" },
} as const;

export type DayState = keyof typeof DAY_STATES;

export const isDayState = (letter: string | undefined): letter is DayState =>
  letter !== undefined && letter in DAY_STATES;
