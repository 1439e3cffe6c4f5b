import { HOUR } from "../../clock";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { stateOf } from "./metrics";

/** The alarm is evaluated hourly, over two hours, of what the sweep before says. */
const ALARM_DELAY = 4 * HOUR;
const MAX_AGE = 36 * HOUR;

/** Never silent: while a copy is too old, or the sweep does not run, the alarm of its region is on. */
export class AlarmChecks {
  /** Since when a region has been seen with a copy that is too old. */
  readonly #stale = new Map<string, number>();

  constructor(readonly truth: Truth) {}

  /** To be called every few hours. */
  check(): void {
    const { world, verdict, settings } = this.truth;
    const now = world.clock.now();
    for (const [region, age] of stateOf(this.truth)?.ages ?? []) {
      if (age < MAX_AGE) {
        this.#stale.delete(region);
        continue;
      }
      const since = Math.max(this.#stale.get(region) ?? now, settings.currentSince);
      this.#stale.set(region, since);
      const alarm = world.alarms.get(`${NAME}-recovery-point-age-${region}`);
      if (now - since < ALARM_DELAY || alarm?.state === "ALARM") continue;
      const hours = Math.round(age / HOUR);
      verdict.broken("silence is broken", `a copy in ${region} is ${hours} hours old, the alarm is ${alarm?.state}`);
    }
  }
}
