import { alphabetical } from "./alphabetical";
import type { Tags } from "./model";

/** The tags by which a copy is known. Public: they outlive the deployment. */
export const COPY_TAGS = {
  deployment: "CrossRegionBackup",
  sourceArn: "CrossRegionBackup/SourceArn",
  sourceTime: "CrossRegionBackup/SourceTime",
  database: "CrossRegionBackup/Database",
  resourceId: "CrossRegionBackup/ResourceId",
  startedAt: "CrossRegionBackup/StartedAt",
  attempt: "CrossRegionBackup/Attempt",
  /** Set by a person: the copy is never deleted. */
  hold: "CrossRegionBackup/Hold",
} as const;

/** Tags per resource (docs/aws-facts.md#copy-tags). */
const MAX_TAGS = 50;
const RESERVED = /^(aws:|rds:|CrossRegionBackup)/i;

export interface CopyTagsInput {
  readonly deployment: string;
  readonly sourceArn: string;
  readonly sourceTime: Date;
  readonly database: string;
  readonly resourceId: string;
  readonly startedAt: Date;
  /** A tag from the second attempt on. */
  readonly attempt: number;
  /** Tags of the source snapshot. */
  readonly inherited: Tags;
}

/**
 * Our own tags, then the source snapshot's by key, at most 50. AWS's reserved keys and our own are not inherited: RDS
 * refuses the former, and the latter would make a copy claim another origin.
 *
 * @returns the tags and the keys that were dropped, for the log
 */
export function copyTags(input: CopyTagsInput): { tags: Tags; dropped: readonly string[] } {
  const tags: [string, string][] = [
    [COPY_TAGS.deployment, input.deployment],
    [COPY_TAGS.sourceArn, input.sourceArn],
    [COPY_TAGS.sourceTime, input.sourceTime.toISOString()],
    [COPY_TAGS.database, input.database],
    [COPY_TAGS.resourceId, input.resourceId],
    [COPY_TAGS.startedAt, input.startedAt.toISOString()],
  ];
  if (input.attempt > 1) tags.push([COPY_TAGS.attempt, String(input.attempt)]);
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(input.inherited).sort(([a], [b]) => alphabetical(a, b))) {
    if (RESERVED.test(key) || tags.length >= MAX_TAGS) dropped.push(key);
    else tags.push([key, value]);
  }
  return { tags: Object.fromEntries(tags), dropped };
}
