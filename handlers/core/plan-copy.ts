import type { Settings } from "../settings/settings";
import type { Note } from "./actions";
import { copyIdOf } from "./copy-id";
import type { Deployment } from "./deployment";
import { type Existing, judgeExisting, tagsUnread } from "./existing";
import type { Database } from "./model";
import type { Copy } from "./ownership";
import { isAvailable, isInProgress, mayBeNewer, type Situation } from "./situation";
import { expectedGib } from "./slots";
import type { Source } from "./sources";
import { condition } from "./status";

/** After this many failed copies a source snapshot is given up. */
export const MAX_ATTEMPTS = 3;

/** A copy that should be started when its turn comes. */
export interface Due {
  readonly database: Database;
  readonly source: Source;
  readonly targetId: string;
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly expectedGib: number;
  readonly attempt: number;
  readonly replaces: Copy | undefined;
}

/** What a plan depends on beside what exists. */
export interface PlanContext {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly now: Date;
}

/**
 * What to do about a database's newest snapshot in a target region: nothing (undefined) if it is copied or being copied,
 * else the copy that is due, or why there is none.
 */
export function planCopy(situation: Situation, context: PlanContext): Due | Note | undefined {
  const { database, newest, copies } = situation;
  const running = copies.filter(isInProgress).sort((a, b) => a.sourceTime.getTime() - b.sourceTime.getTime());
  const hanging = running.find((copy) => isStuck(copy, context));
  if (hanging) return stuck(database, hanging, context);
  if (newest === undefined) {
    const message = "it has no available automated snapshot yet";
    return { outcome: "skipped", database: database.id, reason: "no-snapshot", message };
  }
  const good = [...copies.filter(isAvailable), ...running];
  if (good.some((copy) => copy.sourceTime >= newest.takenAt)) return undefined;
  const [oldest] = running;
  if (oldest) {
    const message = `the copy ${oldest.snapshot.id} of an older snapshot is still in progress`;
    return postponed({ database, source: newest }, "one-at-a-time", message);
  }
  const perhaps = situation.unknown.find((one) => condition(one.status) === "in-progress" || mayBeNewer(one, good));
  if (perhaps) {
    const { reason, message } = tagsUnread(perhaps);
    return postponed({ database, source: newest }, reason, message);
  }
  return dueUnlessTaken(situation, newest, context);
}

/** The first or next attempt, or the obstacle that has the copy's id. */
function dueUnlessTaken(situation: Situation, source: Source, context: PlanContext): Due | Note {
  const { database, copies, age } = situation;
  const targetId = copyIdOf(source, context.deployment);
  const first: Due = {
    database,
    source,
    targetId,
    age,
    expectedGib: expectedGib(source.kind, source.sizeGib, copies.some(isAvailable)),
    attempt: 1,
    replaces: undefined,
  };
  const existing = situation.find(targetId);
  if (existing === undefined) return first;
  return insteadOf(existing.id, judgeExisting(existing, source.arn, context.deployment, context.now), first, situation);
}

function insteadOf(id: string, existing: Existing, first: Due, { route }: Situation): Due | Note {
  const { database, source } = first;
  const fail = (reason: string, message: string): Note => {
    return { outcome: "failed", database: database.id, snapshot: source.id, reason, message };
  };
  switch (existing.is) {
    case "done":
      return fail(
        "id-taken",
        `${id} is a copy of it, but is tagged as of another database or time: rename or delete it`,
      );
    case "wait":
      return postponed(first, existing.reason, existing.message);
    case "obstacle":
      return fail(existing.reason, existing.message);
    case "failed-copy": {
      const { attempt, held } = existing.copy;
      if (attempt >= MAX_ATTEMPTS) {
        const where = `see the RDS events of ${route.targetRegion}; the next snapshot is tried again`;
        return fail("given-up", `${attempt} copies of ${source.id} have failed: ${where}`);
      }
      if (held) return fail("held", `the copy ${id} has failed, and is held: take its tag off, and it is tried again`);
      return { ...first, attempt: attempt + 1, replaces: existing.copy };
    }
  }
}

/** The note of a copy that is due and not started yet. */
export function postponed(
  { database, source }: Pick<Due, "database" | "source">,
  reason: string,
  message: string,
): Note {
  const { id, sizeGib } = source;
  return { outcome: "deferred", database: database.id, snapshot: id, sizeGib, reason, message };
}

function isStuck({ startedAt }: Copy, { settings, now }: PlanContext): boolean {
  return startedAt !== undefined && now.getTime() - startedAt.getTime() > settings.stuckCopyHours * 3_600_000;
}

function stuck(database: Database, { snapshot }: Copy, { settings }: PlanContext): Note {
  const message =
    `the copy ${snapshot.id} has been in progress for more than ${settings.stuckCopyHours} hours: ` +
    "delete it to cancel it, and the next run starts another";
  return { outcome: "failed", database: database.id, snapshot: snapshot.id, reason: "stuck", message };
}
