import { type NewCopy, type Note, saying } from "./actions";
import { copyTags } from "./copy-tags";
import { encrypting, setAKey, targetKey } from "./kms-key";
import type { Database } from "./model";
import { optionGroupPlan } from "./option-group";
import { type Due, MAX_ATTEMPTS, type PlanContext } from "./plan-copy";
import type { Route } from "./route";
import { sheetTags } from "./sheet/sheet";

/** The copy to start, or why it cannot be. */
export function newCopy(due: Due, { targetRegion }: Route, { settings, deployment, now }: PlanContext): NewCopy | Note {
  const { database, source, attempt } = due;
  const subject = { database: database.id, snapshot: source.id };
  const choice = encrypting(source, targetKey(settings.targetKmsKeys[targetRegion], database.id));
  if (choice === "key-missing") {
    const cause = `the snapshot is encrypted, and no KMS key of ${targetRegion} is set for it`;
    const fault = { reason: "key-missing", cause, remedy: setAKey(targetRegion), about: `targets["${targetRegion}"]` };
    return { outcome: "failed", ...subject, ...saying(fault) };
  }
  const sheet = database.shape && sheetTags(database.shape);
  const optionGroup = optionGroupPlan(source, attempt, due.optionGroupThere, settings, deployment);
  const { tags, dropped } = copyTags({
    deployment: deployment.name,
    sourceArn: source.arn,
    sourceTime: source.takenAt,
    database: source.databaseId,
    resourceId: source.databaseResourceId,
    startedAt: now,
    attempt,
    sheet: sheet?.tags ?? {},
    set: settings.copyTags,
    ofSnapshot: source.tags,
    ofDatabase: database.tags,
    later: optionGroup === undefined ? 0 : 1,
  });
  return {
    ...subject,
    request: { sourceArn: source.arn, targetId: due.targetId, kmsKeyArn: choice.with, tags },
    sourceEncryption: source.encryption,
    sourceKmsKeyId: source.kmsKeyId,
    orWithoutKey: choice.orWithout,
    optionGroup,
    attempt,
    sizeGib: source.sizeGib,
    replaces: due.replaces,
    droppedTags: dropped,
    notInSheet: sheet?.leftOut ?? [],
    reason: attempt > 1 ? "retry" : "new-snapshot",
    message:
      (attempt > 1 ? `attempt ${attempt} of ${MAX_ATTEMPTS}` : "it is newer than every copy") +
      whatSheetLacks(database),
  };
}

/** A copy is never held back for its sheet. */
function whatSheetLacks({ shapeUnknown, membersUnknown }: Database): string {
  if (shapeUnknown !== undefined) return `: without a restore sheet, as ${shapeUnknown}`;
  return membersUnknown === undefined ? "" : `: its restore sheet does not say its instances, as ${membersUnknown}`;
}
