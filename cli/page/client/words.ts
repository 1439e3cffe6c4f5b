const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
export const DAY_MS = 1000 * DAY;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `45 min`, `5 h`, `2 d 3 h`, `40 d` */
export function span(seconds: number): string {
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  const [days, hours] = [Math.floor(seconds / DAY), Math.floor((seconds % DAY) / HOUR)];
  return days < 10 && hours > 0 ? `${days} d ${hours} h` : `${days} d`;
}

export const monthOf = (time: number): string => MONTHS[new Date(time).getUTCMonth()] ?? "";

/** `29 Nov` */
export const shortDay = (time: number): string => `${new Date(time).getUTCDate()} ${monthOf(time)}`;

/** `Sun 29 Nov 2026` */
export function longDay(time: number): string {
  const date = new Date(time);
  return `${WEEKDAYS[date.getUTCDay()]} ${shortDay(time)} ${date.getUTCFullYear()}`;
}

/** `03:07` */
export const clock = (time: number): string => new Date(time).toISOString().slice(11, 16);

export const counted = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
