import type { Settings } from "../settings/settings";
import type { Defer, Fail, Skip, StartCopy, Subject } from "./actions";
import { copyId } from "./copy-id";
import { copyTags } from "./copy-tags";
import type { Deployment } from "./deployment";
import { judgeExisting } from "./existing";
import { encrypting, targetKey } from "./kms-key";
import type { Database, TargetSnapshot } from "./model";
import type { Copy } from "./ownership";
import { expectedGib } from "./slots";
import type { Source } from "./sources";
import { condition } from "./status";

/** After so many failed copies of one source snapshot it is given up. */
export const MAX_ATTEMPTS = 3;

/** A copy that should be started, if its turn comes. */
export interface Due {
  readonly database: Database;
  readonly source: Source;
  readonly targetRegion: string;
  readonly targetId: string;
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly expectedGib: number;
  readonly attempt: number;
  readonly replaces: Copy | undefined;
}

export interface CopyContext {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly now: Date;
}

/** What is known of one database in one target region. */
export interface Situation {
  readonly database: Database;
  /** The newest available automated snapshot. */
  readonly newest: Source | undefined;
  /** Our copies of the database in the region. */
  readonly copies: readonly Copy[];
  readonly targetRegion: string;
  readonly age: number;
  /** The manual snapshot in the region with an id, whoever made it. */
  readonly find: (id: string) => TargetSnapshot | undefined;
}

/**
 * What to do about the newest snapshot of a database in a target region: nothing (undefined) if it is copied or
 * being copied, else a copy that is due, or why there is none.
 */
export function planCopy(situation: Situation, context: CopyContext): Due | Defer | Skip | Fail | undefined {
  const { database, newest, copies, targetRegion } = situation;
  const inProgress = copies
    .filter((copy) => condition(copy.snapshot.status) === "in-progress")
    .sort((a, b) => a.sourceTime.getTime() - b.sourceTime.getTime());
  const hanging = inProgress.find((copy) => isStuck(copy, context));
  if (hanging) return { action: "fail", ...about(situation, hanging.snapshot.id), ...stuck(hanging, context) };
  if (newest === undefined) {
    const message = "it has no available automated snapshot yet";
    return { action: "skip", ...about(situation), reason: "no-snapshot", message };
  }
  const good = copies.filter((copy) => ["available", "in-progress"].includes(condition(copy.snapshot.status)));
  if (good.some((copy) => copy.sourceTime >= newest.takenAt)) return undefined;
  const [running] = inProgress;
  if (running) {
    const message = `the copy ${running.snapshot.id} of an older snapshot is still in progress`;
    return {
      action: "defer",
      ...about(situation, newest.id),
      sizeGib: newest.sizeGib,
      reason: "one-at-a-time",
      message,
    };
  }
  const { deployment, now } = context;
  const targetId = copyId({
    kind: newest.kind,
    databaseId: newest.databaseId,
    sourceRegion: deployment.sourceRegion,
    snapshotId: newest.id,
    sourceArn: newest.arn,
  });
  const due: Due = {
    database,
    source: newest,
    targetRegion,
    targetId,
    age: situation.age,
    expectedGib: expectedGib(newest.kind, newest.sizeGib, copies.some(isAvailable)),
    attempt: 1,
    replaces: undefined,
  };
  const existing = situation.find(targetId);
  if (existing === undefined) return due;
  const judged = judgeExisting(existing, newest.arn, deployment, now);
  switch (judged.is) {
    case "done": {
      const message = `${existing.id} is a copy of it, but is tagged as of another database or time: rename or delete it`;
      return { action: "fail", ...about(situation, newest.id), reason: "id-taken", message };
    }
    case "wait": {
      const { reason, message } = judged;
      return { action: "defer", ...about(situation, newest.id), sizeGib: newest.sizeGib, reason, message };
    }
    case "obstacle": {
      const { reason, message } = judged;
      return { action: "fail", ...about(situation, newest.id), reason, message };
    }
    case "failed-copy": {
      const { attempt } = judged.copy;
      if (attempt < MAX_ATTEMPTS) return { ...due, attempt: attempt + 1, replaces: judged.copy };
      const message = `${attempt} copies of ${newest.id} have failed: see the RDS events of ${targetRegion}; the next snapshot is tried again`;
      return { action: "fail", ...about(situation, newest.id), reason: "given-up", message };
    }
  }
}

/** The action that starts a due copy, or why it cannot be started. */
export function startCopy(due: Due, { settings, deployment, now }: CopyContext): StartCopy | Fail {
  const { database, source, targetRegion, attempt } = due;
  const subject = { kind: source.kind, database: database.id, targetRegion, snapshot: source.id };
  const choice = encrypting(source, targetKey(settings.targetKmsKeys[targetRegion], database.id));
  if (choice === "key-missing") {
    const message =
      `the snapshot is encrypted, and no KMS key of ${targetRegion} is set for it: ` +
      `set targets["${targetRegion}"].create_kms_key, .kms_key_arn or .database_kms_key_arns`;
    return { action: "fail", ...subject, reason: "key-missing", message };
  }
  const { tags, dropped } = copyTags({
    deployment: deployment.name,
    sourceArn: source.arn,
    sourceTime: source.takenAt,
    database: source.databaseId,
    resourceId: source.databaseResourceId,
    startedAt: now,
    attempt,
    inherited: source.tags,
  });
  return {
    action: "copy",
    ...subject,
    request: { targetRegion, sourceArn: source.arn, targetId: due.targetId, kmsKeyArn: choice.with, tags },
    orWithoutKey: choice.orWithout,
    attempt,
    sizeGib: source.sizeGib,
    replaces: due.replaces,
    droppedTags: dropped,
    reason: attempt > 1 ? "retry" : "new-snapshot",
    message: attempt > 1 ? `attempt ${attempt} of ${MAX_ATTEMPTS}` : "it is newer than every copy",
  };
}

function about(
  { database, targetRegion }: Situation,
  snapshot?: string,
): Pick<Subject, "kind" | "database" | "targetRegion" | "snapshot"> {
  return { kind: database.kind, database: database.id, targetRegion, ...(snapshot === undefined ? {} : { snapshot }) };
}

const isAvailable = ({ snapshot }: Copy): boolean => condition(snapshot.status) === "available";

function isStuck({ startedAt }: Copy, { settings, now }: CopyContext): boolean {
  return startedAt !== undefined && now.getTime() - startedAt.getTime() > settings.stuckCopyHours * 3_600_000;
}

function stuck(copy: Copy, { settings }: CopyContext): Pick<Subject, "reason" | "message"> {
  const message =
    `the copy ${copy.snapshot.id} has been in progress for more than ${settings.stuckCopyHours} hours: ` +
    "delete it to cancel it, and the next run starts another";
  return { reason: "stuck", message };
}
