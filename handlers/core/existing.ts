import { COPY_TAGS } from "./copy-tags";
import type { Deployment } from "./deployment";
import type { TargetSnapshot } from "./model";
import { type Copy, ownership } from "./ownership";
import { condition } from "./status";

/** How long a snapshot may be listed without its tags (docs/aws-facts.md#tags-in-lists). */
const TAGS_VISIBLE_AFTER_MS = 3_600_000;

/** What a snapshot that already has a copy's id means for that copy. */
export type Existing =
  | { readonly is: "done"; readonly copy: Copy }
  | { readonly is: "failed-copy"; readonly copy: Copy }
  | { readonly is: "wait"; readonly reason: string; readonly message: string }
  | { readonly is: "obstacle"; readonly reason: string; readonly message: string };

/** Judges the snapshot that has the id of the copy of `sourceArn`. */
export function judgeExisting(
  existing: TargetSnapshot,
  sourceArn: string,
  deployment: Deployment,
  now: Date,
): Existing {
  const whose = ownership(existing, deployment);
  if (whose.owner === "ours" && whose.copy.sourceArn !== sourceArn) {
    const message = `${existing.id} is a copy of ${whose.copy.sourceArn}: rename or delete it`;
    return { is: "obstacle", reason: "id-taken", message };
  }
  if (whose.owner === "ours") return judgeOurs(whose.copy);
  if (whose.owner === "claims-ours") {
    const message = `${existing.id} is tagged as ours, but ${whose.why}: rename or delete it`;
    return { is: "obstacle", reason: "id-taken", message };
  }
  if (whose.owner === "unknown") return { is: "wait", ...tagsUnread(existing) };
  const other = existing.tags[COPY_TAGS.deployment];
  const sameSource = [existing.sourceArn, existing.tags[COPY_TAGS.sourceArn]].includes(sourceArn);
  if (sameSource && other !== undefined) {
    const message = `already copied by deployment ${other}: exclude the database in one of the two`;
    return { is: "obstacle", reason: "other-deployment", message };
  }
  const age = now.getTime() - (existing.createdAt ?? now).getTime();
  if (sameSource && age < TAGS_VISIBLE_AFTER_MS) {
    return {
      is: "wait",
      reason: "tags-not-visible",
      message: `${existing.id} has just been made and shows no tags yet`,
    };
  }
  const message = `${existing.id} exists and was not made by this deployment: rename or delete it`;
  return { is: "obstacle", reason: "id-taken", message };
}

/** Why nothing is done about a copy beside a snapshot that may be one. */
export function tagsUnread({ id }: TargetSnapshot): { reason: string; message: string } {
  return { reason: "tags-unread", message: `${id} may be a copy of it: its tags could not be read` };
}

function judgeOurs(copy: Copy): Existing {
  const { id, status } = copy.snapshot;
  switch (condition(status)) {
    case "available":
    case "in-progress":
      return { is: "done", copy };
    case "failed":
      return { is: "failed-copy", copy };
    case "going":
      return { is: "wait", reason: "being-deleted", message: `${id} is still being deleted` };
    case "bad":
      return { is: "obstacle", ...badStatus(copy) };
  }
}

/** Why a copy with a status like `incompatible-restore` is a failure, and not deleted: it may be the only recovery point. */
export function badStatus({ snapshot: { id, status } }: Copy): { reason: string; message: string } {
  const message = `the copy ${id} has the status ${status}: it stays, as AWS Support may restore it, until you delete it`;
  return { reason: "bad-status", message };
}
