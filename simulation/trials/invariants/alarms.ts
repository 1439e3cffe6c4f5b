import { HOUR } from "../../time/clock";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { ageOf, MAX_AGE } from "./ages";
import { saidIn } from "./messages";
import { stateOf, watched } from "./metrics";

/** The alarm is evaluated hourly over two hours of data, and the last sweep may be an interval ago. */
const ALARM_DELAY = 4 * HOUR;

/** Never silent: while a copy is too old, or the sweep does not run, the alarm of its region is on. */
export class AlarmChecks {
  /** Since when a database has been seen with a copy that is too old. */
  #stale: ReadonlyMap<string, number> = new Map();

  constructor(readonly truth: Truth) {}

  /** To be called every few hours. */
  check(): void {
    const { world, verdict, settings } = this.truth;
    // While lists lag, a run cannot know; a dry run publishes no ages.
    if (!stateOf(this.truth) || settings.current.dryRun) return;
    const now = world.clock.now();
    const stale = new Map<string, number>();
    const notRunning = world.alarms.get(`${NAME}-not-running`);
    // While nothing ran, that was told; ages are told again by the runs that follow.
    const ranAgainAt = notRunning?.changes.at(-1)?.time ?? 0;
    const unread = regionsToldUnread(this.truth);
    for (const { region } of settings.current.targets) {
      // Ages are not known there, which is told by a message: the alarm stays as it was.
      if (unread.has(region)) continue;
      const alarm = world.alarms.get(`${NAME}-recovery-point-age-${region}`);
      for (const database of watched(this.truth)) {
        const key = `${region} ${database.resourceId} ${database.id}`;
        const age = ageOf(this.truth, region, database);
        if (age < MAX_AGE) continue;
        const since = Math.max(this.#stale.get(key) ?? now, settings.currentSince, now - (age - MAX_AGE));
        stale.set(key, since);
        const rings = alarm?.state === "ALARM" || notRunning?.state === "ALARM";
        if (now - Math.max(since, ranAgainAt) < ALARM_DELAY || rings) continue;
        const text = `a copy of ${database.id} in ${region} is ${Math.round(age / HOUR)} hours old`;
        verdict.broken("silence is broken", `${text}, the alarm is ${alarm?.state}`);
      }
    }
    this.#stale = stale;
  }
}

/** Target regions of which people were told, and not since otherwise, that lists of all of a kind fail there. */
function regionsToldUnread({ world }: Truth): ReadonlySet<string> {
  const unread = new Map<string, string>();
  for (const { type, troubles, over } of world.told.map(saidIn)) {
    if (type !== "changes") continue;
    for (const { kind, region } of over.filter(({ database }) => database === "*")) unread.delete(`${kind} ${region}`);
    for (const { database, reason, kind, region } of troubles) {
      if (database === "*" && UNREAD.includes(reason)) unread.set(`${kind} ${region}`, region);
    }
  }
  return new Set(unread.values());
}

const UNREAD: readonly string[] = ["list-failed", "region-not-enabled", "tags-unread"];
