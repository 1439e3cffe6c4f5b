import type { SettingsPlan } from "./scenario";

const DAY = 86_400_000;

/** The periods of retention, in UTC. Written independently of the handlers, so that a mistake there shows. */
const PERIODS: Readonly<Record<"keepDaily" | "keepWeekly" | "keepMonthly" | "keepYearly", (time: number) => string>> = {
  keepDaily: (time) => new Date(time).toISOString().slice(0, 10),
  /** The Monday of the week. */
  keepWeekly: (time) => {
    const day = new Date(time).getUTCDay();
    return new Date(time - ((day + 6) % 7) * DAY).toISOString().slice(0, 10);
  },
  keepMonthly: (time) => new Date(time).toISOString().slice(0, 7),
  keepYearly: (time) => new Date(time).toISOString().slice(0, 4),
};

/** The times that retention selects. */
export function kept(times: readonly number[], rules: SettingsPlan["retention"]): ReadonlySet<number> {
  const newestFirst = [...new Set(times)].sort((a, b) => b - a);
  const keep = new Set(newestFirst.slice(0, rules.keepLast));
  for (const rule of ["keepDaily", "keepWeekly", "keepMonthly", "keepYearly"] as const) {
    const newest = new Map<string, number>();
    for (const time of newestFirst) {
      const period = PERIODS[rule](time);
      if (!newest.has(period)) newest.set(period, time);
    }
    for (const time of [...newest.values()].slice(0, rules[rule])) keep.add(time);
  }
  return keep;
}
