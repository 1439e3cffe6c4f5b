export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** When a day such as 2026-01-31 begins, in UTC; undefined of anything else. `Date` takes the 30th of February for the 2nd of March. */
export function startOfDay(text: string): Date | undefined {
  const time = new Date(text);
  const isReal = DAY.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
  return isReal ? time : undefined;
}

/** `2026-01-31 03:07`, of a time in UTC. */
export const minuteText = (time: Date): string => time.toISOString().slice(0, 16).replace("T", " ");
