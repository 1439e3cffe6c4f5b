import { parseSnapshotArn, type SnapshotArn } from "./arn";
import { copyId } from "./copy-id";
import { COPY_TAGS } from "./copy-tags";
import { HOUR_MS } from "./day";
import type { Deployment } from "./deployment";
import { type Hold, holdOf } from "./hold";
import type { TargetSnapshot } from "./model";

/** A manual snapshot in a target region that this deployment made, with what its tags say. */
export interface Copy {
  readonly snapshot: TargetSnapshot;
  readonly sourceArn: string;
  /** When the source snapshot was taken: age and retention count from it. */
  readonly sourceTime: Date;
  readonly databaseId: string;
  readonly databaseResourceId: string;
  readonly startedAt: Date | undefined;
  /** 1, 2 or 3. */
  readonly attempt: number;
  /** Undefined: nobody has asked for it to be kept. */
  readonly hold: Hold | undefined;
}

/** Whose copies are ours, and when. */
export interface Viewpoint {
  readonly deployment: Deployment;
  readonly now: Date;
}

export type Ownership =
  | { readonly owner: "ours"; readonly copy: Copy }
  /** Tagged as ours, but not made by us: reported, never touched. */
  | { readonly owner: "claims-ours"; readonly why: string }
  /** Perhaps ours: its tags are not known. Neither deleted nor copied again. */
  | { readonly owner: "unknown" }
  | { readonly owner: "foreign" };

/** Tolerance for clock differences between regions. */
const LATER_BY_MS = HOUR_MS;

/**
 * Whose a snapshot is. It is ours only if its tag has our name, its id follows from the source ARN in its tags, that ARN is
 * of our account and source region, and the source according to RDS, where shown, is the same. A snapshot whose tags say
 * that its source is younger than itself is not ours either, as it would look fresh for ever. Restored databases and their
 * snapshots may inherit our tags (docs/aws-facts.md#tags-that-are-inherited): they fail the id or RDS's own source.
 */
export function ownership(snapshot: TargetSnapshot, { deployment, now }: Viewpoint): Ownership {
  const { tags } = snapshot;
  if (snapshot.tagsHidden) return { owner: mayBeOurs(snapshot, deployment) ? "unknown" : "foreign" };
  if (tags[COPY_TAGS.deployment] !== deployment.name) return { owner: "foreign" };
  const sourceArn = tags[COPY_TAGS.sourceArn] ?? "";
  const databaseId = tags[COPY_TAGS.database] ?? "";
  const databaseResourceId = tags[COPY_TAGS.resourceId] ?? "";
  const sourceTime = parseTime(tags[COPY_TAGS.sourceTime]);
  const source = parseSnapshotArn(sourceArn);
  if (!source || !databaseId || !databaseResourceId || !sourceTime) return claims("its tags are not complete");
  const { sourceRegion } = deployment;
  if (!isFromHere(source, deployment)) {
    return claims(`its source ${sourceArn} is not of this account and source region`);
  }
  const id = copyId({ kind: source.kind, databaseId, sourceRegion, snapshotId: source.id, sourceArn });
  if (source.kind !== snapshot.kind || id !== snapshot.id)
    return claims(`a copy of ${sourceArn} would be called ${id}`);
  if (snapshot.sourceArn !== undefined && snapshot.sourceArn !== sourceArn) {
    return claims(`RDS says that it was copied from ${snapshot.sourceArn}, its tag says ${sourceArn}`);
  }
  const { createdAt } = snapshot;
  if (createdAt !== undefined && sourceTime.getTime() > createdAt.getTime() + LATER_BY_MS) {
    return claims(`it was made at ${createdAt.toISOString()}, before the time of its source in its tags`);
  }
  const attempt = Number(tags[COPY_TAGS.attempt] ?? 1);
  return {
    owner: "ours",
    copy: {
      snapshot,
      sourceArn,
      sourceTime,
      databaseId,
      databaseResourceId,
      startedAt: parseTime(tags[COPY_TAGS.startedAt]) ?? snapshot.createdAt,
      attempt: Number.isInteger(attempt) ? Math.max(1, attempt) : 1,
      hold: holdOf(tags, now),
    },
  };
}

const isFromHere = (source: SnapshotArn, { partition, account, sourceRegion }: Deployment): boolean =>
  source.partition === partition && source.account === account && source.region === sourceRegion;

/** Whether it was copied from an automated snapshot of the source region, and is called as our copies are. */
function mayBeOurs({ id, kind, sourceArn = "" }: TargetSnapshot, deployment: Deployment): boolean {
  const source = parseSnapshotArn(sourceArn);
  if (!source || !isFromHere(source, deployment)) return false;
  return source.kind === kind && source.id.startsWith("rds:") && id.includes(`-${deployment.sourceRegion}-`);
}

const claims = (why: string): Ownership => ({ owner: "claims-ours", why });

/** As `toISOString` writes it. `Date` alone would take "odd 0" for a time; it refuses what follows the `Z`. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/;

function parseTime(text = ""): Date | undefined {
  const time = new Date(text);
  return TIME.test(text) && !Number.isNaN(time.getTime()) ? time : undefined;
}
