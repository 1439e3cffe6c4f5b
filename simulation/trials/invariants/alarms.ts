import { HOUR } from "../../time/clock";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { ageOf, stateOf, watched } from "./metrics";

/** The alarm is evaluated hourly over two hours of data, and the last sweep may be an interval ago. */
const ALARM_DELAY = 4 * HOUR;
const MAX_AGE = 36 * HOUR;

/** Never silent: while a copy is too old, or the sweep does not run, the alarm of its region is on. */
export class AlarmChecks {
  /** Since when a database has been seen with a copy that is too old. */
  #stale: ReadonlyMap<string, number> = new Map();

  constructor(readonly truth: Truth) {}

  /** To be called every few hours. */
  check(): void {
    const { world, verdict, settings } = this.truth;
    // While lists lag, a run cannot know.
    if (!stateOf(this.truth)) return;
    const now = world.clock.now();
    const stale = new Map<string, number>();
    for (const { region } of settings.current.targets) {
      const alarm = world.alarms.get(`${NAME}-recovery-point-age-${region}`);
      for (const database of watched(this.truth)) {
        const key = `${region} ${database.resourceId} ${database.id}`;
        const age = ageOf(this.truth, region, database);
        if (age < MAX_AGE) continue;
        const since = Math.max(this.#stale.get(key) ?? now, settings.currentSince, now - (age - MAX_AGE));
        stale.set(key, since);
        if (now - since < ALARM_DELAY || alarm?.state === "ALARM") continue;
        const text = `a copy of ${database.id} in ${region} is ${Math.round(age / HOUR)} hours old`;
        verdict.broken("silence is broken", `${text}, the alarm is ${alarm?.state}`);
      }
    }
    this.#stale = stale;
  }
}
