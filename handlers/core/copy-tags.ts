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

/** RDS allows 50 (docs/aws-facts.md#copy-tags): one is left to a person who holds the copy, one to whoever comes next. */
const MAX_TAGS = 48;
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
  /** Further tags, as they are set: valid, and few enough. */
  readonly set: Tags;
  /** Tags of the source snapshot. */
  readonly ofSnapshot: Tags;
  /** Tags of the database, for a snapshot that has none. */
  readonly ofDatabase: Tags;
}

/**
 * Our own tags and those that are set, then those of the source snapshot, or else of its database, by key, at most 48. AWS's
 * reserved keys and our own are not inherited: RDS refuses the former, and the latter would make a copy claim another origin.
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
  tags.push(...Object.entries(input.set));
  const inherited = Object.keys(input.ofSnapshot).length > 0 ? input.ofSnapshot : input.ofDatabase;
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(inherited).sort(([a], [b]) => alphabetical(a, b))) {
    if (RESERVED.test(key) || Object.hasOwn(input.set, key) || tags.length >= MAX_TAGS) dropped.push(key);
    else tags.push([key, value]);
  }
  return { tags: Object.fromEntries(tags), dropped };
}
