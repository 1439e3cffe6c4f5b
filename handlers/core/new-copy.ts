import type { NewCopy, Note } from "./actions";
import { copyTags } from "./copy-tags";
import { encrypting, setAKey, targetKey } from "./kms-key";
import { type Due, MAX_ATTEMPTS, type PlanContext } from "./plan-copy";
import type { Route } from "./route";

/** The copy to start, or why it cannot be. */
export function newCopy(due: Due, { targetRegion }: Route, { settings, deployment, now }: PlanContext): NewCopy | Note {
  const { database, source, attempt } = due;
  const subject = { database: database.id, snapshot: source.id };
  const choice = encrypting(source, targetKey(settings.targetKmsKeys[targetRegion], database.id));
  if (choice === "key-missing") {
    const message = `the snapshot is encrypted, and no KMS key of ${targetRegion} is set for it: ${setAKey(targetRegion)}`;
    return { outcome: "failed", ...subject, reason: "key-missing", message };
  }
  const { tags, dropped } = copyTags({
    deployment: deployment.name,
    sourceArn: source.arn,
    sourceTime: source.takenAt,
    database: source.databaseId,
    resourceId: source.databaseResourceId,
    startedAt: now,
    attempt,
    set: settings.copyTags,
    ofSnapshot: source.tags,
    ofDatabase: database.tags,
  });
  return {
    ...subject,
    request: { sourceArn: source.arn, targetId: due.targetId, kmsKeyArn: choice.with, tags },
    sourceEncryption: source.encryption,
    sourceKmsKeyId: source.kmsKeyId,
    orWithoutKey: choice.orWithout,
    attempt,
    sizeGib: source.sizeGib,
    replaces: due.replaces,
    droppedTags: dropped,
    reason: attempt > 1 ? "retry" : "new-snapshot",
    message: attempt > 1 ? `attempt ${attempt} of ${MAX_ATTEMPTS}` : "it is newer than every copy",
  };
}
