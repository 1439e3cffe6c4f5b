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
  /** The restore sheet: the shape of the database (`sheet/sheet.ts`). It is one text, cut into as many tags as it needs. */
  restore: "CrossRegionBackup/Restore",
  restore2: "CrossRegionBackup/Restore2",
  restore3: "CrossRegionBackup/Restore3",
  /** `copied`: RDS was asked to copy the option group of the database too. */
  optionGroup: "CrossRegionBackup/OptionGroup",
  /** Set by a person: the copy stays, until a day or for ever (`hold.ts`). */
  hold: "CrossRegionBackup/Hold",
  /** Why, in their words. */
  holdReason: "CrossRegionBackup/HoldReason",
} as const;

/** What RDS allows (docs/aws-facts.md#copy-tags). */
export const MOST_TAGS = 50;
/** Two are left to a person who holds the copy, for the hold and its reason. */
const MAX_TAGS = MOST_TAGS - 2;
const RESERVED = /^(aws:|rds:|CrossRegionBackup)/i;

/** Whether the key of a tag is one of AWS, or our own. */
export const isReserved = (key: string): boolean => RESERVED.test(key);

export interface CopyTagsInput {
  readonly deployment: string;
  readonly sourceArn: string;
  readonly sourceTime: Date;
  readonly database: string;
  readonly resourceId: string;
  readonly startedAt: Date;
  /** A tag from the second attempt on. */
  readonly attempt: number;
  /** The restore sheet; none where the shape of the database is not known. */
  readonly sheet: Tags;
  /** Further tags, as they are set: valid, and few enough. */
  readonly set: Tags;
  /** Tags of the source snapshot. */
  readonly ofSnapshot: Tags;
  /** Tags of the database, for a snapshot that has none. */
  readonly ofDatabase: Tags;
  /** How many more tags the copy may get, which inherited ones leave room for. */
  readonly later?: number;
}

/**
 * Our own tags, the restore sheet among them, and those that are set, then those of the source snapshot, or else of its database, by key,
 * at most 48. AWS's reserved keys and our own are not inherited: RDS refuses the former, and the latter would make a copy claim another
 * origin.
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
  tags.push(...Object.entries(input.sheet), ...Object.entries(input.set));
  const inherited = Object.keys(input.ofSnapshot).length > 0 ? input.ofSnapshot : input.ofDatabase;
  const most = MAX_TAGS - (input.later ?? 0);
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(inherited).sort(([a], [b]) => alphabetical(a, b))) {
    if (isReserved(key) || Object.hasOwn(input.set, key) || tags.length >= most) dropped.push(key);
    else tags.push([key, value]);
  }
  return { tags: Object.fromEntries(tags), dropped };
}
