import type { Settings } from "../settings/settings";
import { type Fault, type Note, saying } from "./actions";
import { copyIdOf } from "./copy-id";
import { HOUR_MS } from "./day";
import type { Deployment } from "./deployment";
import { type Existing, idTaken, judgeExisting, tagsUnread } from "./existing";
import { isHeld } from "./hold";
import type { Database } from "./model";
import { optionGroupBroughtBy } from "./option-group";
import type { Copy } from "./ownership";
import { type AccountQuota, rotates } from "./quota";
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
  /** Whether it makes another copy superfluous, or replaces a failed one: it needs a place of the quota for the moment at most. */
  readonly rotates: boolean;
  /** The option group that the newest copy brought. */
  readonly optionGroupThere: string | undefined;
}

/** What a plan depends on beside what exists. */
export interface PlanContext {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly now: Date;
  /** Of this kind, by target region, where RDS has told them. */
  readonly accountQuotas?: ReadonlyMap<string, AccountQuota>;
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
  const perhaps = situation.unknown.find((one) => condition(one) === "in-progress" || mayBeNewer(one, good));
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
    rotates: rotates(copies.filter(isAvailable), source.takenAt, context.settings.retention) || copies.some(isRecord),
    optionGroupThere: optionGroupBroughtBy(situation.newestCopy?.snapshot),
  };
  const existing = situation.find(targetId);
  if (existing === undefined) return first;
  return insteadOf(existing.id, judgeExisting(existing, source.arn, context), first, situation);
}

function insteadOf(id: string, existing: Existing, first: Due, { route }: Situation): Due | Note {
  const { database, source } = first;
  const fail = (fault: Fault): Note => {
    return { outcome: "failed", database: database.id, snapshot: source.id, ...saying(fault) };
  };
  switch (existing.is) {
    case "done":
      return fail(idTaken(`${id} is a copy of it, but is tagged as of another database or time`).fault);
    case "wait":
      return postponed(first, existing.reason, existing.message);
    case "obstacle":
      return fail(existing.fault);
    case "failed-copy": {
      const { attempt } = existing.copy;
      if (attempt >= MAX_ATTEMPTS) {
        const remedy = `see the RDS events of ${route.targetRegion}; the next snapshot is tried again`;
        return fail({ reason: "given-up", cause: `${attempt} copies of ${source.id} have failed`, remedy });
      }
      if (isHeld(existing.copy)) {
        const remedy = "take its tag off, and it is tried again";
        return fail({ reason: "held", cause: `the copy ${id} has failed, and is held`, remedy });
      }
      return { ...first, attempt: attempt + 1, replaces: existing.copy, rotates: true };
    }
  }
}

/** Whether it is only the record of attempts that failed, and goes when a newer copy is there. */
const isRecord = (copy: Copy): boolean => condition(copy.snapshot) === "failed" && !isHeld(copy);

/** The note of a copy that is due and not started yet. */
export function postponed(
  { database, source }: Pick<Due, "database" | "source">,
  reason: string,
  message: string,
): Note {
  const { id, sizeGib } = source;
  return { outcome: "deferred", database: database.id, snapshot: id, sizeGib, reason, message };
}

/** A copy that needs more than this many times `stuck_copy_hours` at the pace it has had so far is stuck. */
const MOST_TIMES = 4;

/**
 * Whether a copy has been in progress for long, and its progress lets expect no end: there is none, or at its pace it would take days.
 * That is all that one look can tell (docs/aws-facts.md#progress-of-a-copy).
 */
function isStuck({ startedAt, snapshot }: Copy, { settings, now }: PlanContext): boolean {
  if (startedAt === undefined) return false;
  const limit = settings.stuckCopyHours * HOUR_MS;
  const elapsed = now.getTime() - startedAt.getTime();
  const share = (snapshot.percent ?? 0) / 100;
  return elapsed > limit && elapsed > MOST_TIMES * limit * share;
}

function stuck(database: Database, { snapshot }: Copy, { settings }: PlanContext): Note {
  const { id, percent = 0 } = snapshot;
  const since = `the copy ${id} has been in progress for more than ${settings.stuckCopyHours} hours`;
  const fault: Fault =
    percent > 0
      ? {
          reason: "stuck",
          cause: `${since}, and is at ${percent} %, which is slow for that time`,
          remedy:
            "look again later: if it stays at that, ask AWS Support, or delete it, and the next run starts another",
        }
      : {
          reason: "stuck",
          cause: `${since}, and RDS shows no progress`,
          remedy: "delete it to cancel it, and the next run starts another",
        };
  return { outcome: "failed", database: database.id, snapshot: id, ...saying(fault) };
}
