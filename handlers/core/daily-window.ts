export const MINUTES_OF_A_DAY = 24 * 60;

/** Minutes forward from one minute of the day to another, 0 to 1439. */
export const minutesFrom = (from: number, to: number): number => (to - from + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;

const WINDOW = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/;

/** Minutes of the day, 0 to 1439, at which a window begins and ends that RDS writes as `hh24:mi-hh24:mi`; undefined of anything else. */
export function windowOf(text: string): { readonly start: number; readonly end: number } | undefined {
  const found = WINDOW.exec(text);
  if (found === null) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] = found;
  return { start: Number(fromHour) * 60 + Number(fromMinute), end: Number(toHour) * 60 + Number(toMinute) };
}
