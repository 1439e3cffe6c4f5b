import { type Fault, saying } from "./actions";
import { COPY_TAGS } from "./copy-tags";
import { HOUR_MS } from "./day";
import type { TargetSnapshot } from "./model";
import { type Copy, ownership, type Viewpoint } from "./ownership";
import { condition } from "./status";

/** How long a snapshot may be listed without its tags (docs/aws-facts.md#tags-in-lists). */
const TAGS_VISIBLE_AFTER_MS = HOUR_MS;

/** What a snapshot that already has a copy's id means for that copy. */
export type Existing =
  | { readonly is: "done"; readonly copy: Copy }
  | { readonly is: "failed-copy"; readonly copy: Copy }
  | { readonly is: "wait"; readonly reason: string; readonly message: string }
  | ({ readonly is: "obstacle" } & ReturnType<typeof saying>);

/** Judges the snapshot that has the id of the copy of `sourceArn`. */
export function judgeExisting(existing: TargetSnapshot, sourceArn: string, from: Viewpoint): Existing {
  const whose = ownership(existing, from);
  if (whose.owner === "ours" && whose.copy.sourceArn !== sourceArn) {
    return idTaken(`${existing.id} is a copy of ${whose.copy.sourceArn}`);
  }
  if (whose.owner === "ours") return judgeOurs(whose.copy);
  if (whose.owner === "claims-ours") return idTaken(`${existing.id} is tagged as ours, but ${whose.why}`);
  if (whose.owner === "unknown") return { is: "wait", ...tagsUnread(existing) };
  const other = existing.tags[COPY_TAGS.deployment];
  const sameSource = [existing.sourceArn, existing.tags[COPY_TAGS.sourceArn]].includes(sourceArn);
  if (sameSource && other !== undefined) {
    const cause = `already copied by deployment ${other}`;
    const remedy = "exclude the database in one of the two";
    return obstacle({ reason: "other-deployment", cause, remedy, about: other });
  }
  const age = from.now.getTime() - (existing.createdAt ?? from.now).getTime();
  if (sameSource && age < TAGS_VISIBLE_AFTER_MS) {
    return {
      is: "wait",
      reason: "tags-not-visible",
      message: `${existing.id} has just been made and shows no tags yet`,
    };
  }
  return idTaken(`${existing.id} exists and was not made by this deployment`);
}

const obstacle = (fault: Fault): Existing => ({ is: "obstacle", ...saying(fault) });

/** What has the id of a copy, and is not that copy. */
export const idTaken = (cause: string): Existing & { is: "obstacle" } => ({
  is: "obstacle",
  ...saying({ reason: "id-taken", cause, remedy: "rename or delete it" }),
});

/** Why nothing is done about a copy beside a snapshot that may be one. */
export function tagsUnread({ id }: TargetSnapshot): { reason: string; message: string } {
  return { reason: "tags-unread", message: `${id} may be a copy of it: its tags could not be read` };
}

function judgeOurs(copy: Copy): Existing {
  const { id, status } = copy.snapshot;
  switch (condition(copy.snapshot)) {
    case "available":
    case "in-progress":
      return { is: "done", copy };
    case "failed":
      return { is: "failed-copy", copy };
    case "going":
      return { is: "wait", reason: "being-deleted", message: `${id} is still being deleted` };
    case "unclear":
      return { is: "wait", reason: "status-unclear", message: `${id} has the status ${status}` };
    case "bad":
      return obstacle(badStatus(copy));
  }
}

/** Why a copy with a status like `incompatible-restore` is a failure, and not deleted: it may be the only recovery point. */
export const badStatus = ({ snapshot: { id, status } }: Copy): Fault => ({
  reason: "bad-status",
  cause: `the copy ${id} has the status ${status}`,
  remedy: "it stays, as AWS Support may restore it, until you delete it",
});
