import type { DatabaseRecord } from "../../rds/model";
import { DAY, HOUR, MINUTE } from "../../time/clock";
import { takenAt } from "../ledger";
import { SOURCE_REGION } from "../scenario";
import { encryptedAs, isCopyable, isSelected } from "../settings";
import type { Truth } from "../truth";
import { canBeCopied } from "./option-groups";

/** The longest times that a copy and a backup take in a trial. */
export const LONGEST_COPY = 6 * HOUR;
export const LONGEST_BACKUP = 30 * MINUTE;
const LONGEST_WINDOW = HOUR;
/** A rule fires up to 30 seconds late, a run starts up to a minute later, and lasts a few minutes. */
const RUN = 5 * MINUTE;

/**
 * Time within which a backup must have an available copy, whatever is broken beside it (decisions/0013-what-counts-as-survived.md). First
 * an older snapshot of its database may still be copied. Then all others may come first: each turn takes a copy and a follow-up, and broken
 * databases may hold half of the slots. Then it is copied itself.
 */
export function delayBound({ settings, scenario }: Truth): number {
  const { slots, followUpMinutes } = settings.current;
  const perKind = (kind: "instance" | "cluster", quota: number) => {
    const count = scenario.databases.filter((database) => database.kind === kind).length;
    const places = Math.max(1, Math.floor(Math.min(slots[`${kind}s`], quota) / 2));
    return Math.ceil(count / places);
  };
  const turns = Math.max(perKind("instance", 20), perKind("cluster", 5), 1);
  const followUp = followUpMinutes * MINUTE + RUN;
  return LONGEST_COPY + turns * (followUp + LONGEST_COPY) + followUp;
}

/**
 * Time after the last fault within which every database must have a copy of a snapshot taken since. In the worst case a backup has just
 * been missed, so that the next comes a day and a window later.
 */
export function recoveryBound(truth: Truth): number {
  return DAY + LONGEST_WINDOW + LONGEST_BACKUP + delayBound(truth);
}

/** Databases and target regions without a copy of a snapshot taken after `since`. */
export function notYetFresh(truth: Truth, broken: ReadonlySet<string>, since: number): string[] {
  const { world, settings, ledger } = truth;
  return settings.current.targets.flatMap(({ region }) =>
    healthy(truth, broken, region).flatMap((database) => {
      const copies = ledger.of(region, {
        kind: database.kind,
        databaseId: database.id,
        databaseResourceId: database.resourceId,
      });
      const skew = world.aws.region(SOURCE_REGION).clockSkew;
      const fresh = copies.some(({ copy, now }) => now.status === "available" && takenAt(copy) - skew >= since);
      return fresh ? [] : [`${database.kind} ${database.id} in ${region}`];
    }),
  );
}

/** A database that waits for a copy of a backup in a target region, and since when, in milliseconds. */
export interface Wait {
  readonly text: string;
  readonly waits: number;
}

/** How long each healthy database has waited for a copy of its oldest backup that has none, nor a newer one. */
export function waits(truth: Truth, broken: ReadonlySet<string>): Wait[] {
  const { world, settings, ledger } = truth;
  const source = world.aws.region(SOURCE_REGION);
  return settings.current.targets.flatMap(({ region }) =>
    healthy(truth, broken, region).flatMap((database): Wait[] => {
      const identity = { kind: database.kind, databaseId: database.id, databaseResourceId: database.resourceId };
      const copies = ledger.of(region, identity).filter(({ now }) => now.status === "available");
      const newest = Math.max(...copies.map(({ copy }) => takenAt(copy)));
      const lacking = [...source.snapshots[database.kind].values()].filter(
        ({ type, status, databaseId, databaseResourceId, createTime = 0 }) =>
          type === "automated" &&
          status === "available" &&
          databaseId === database.id &&
          databaseResourceId === database.resourceId &&
          createTime > newest,
      );
      if (lacking.length === 0) return [];
      // It became available later than it was started, at most so much.
      const since = Math.min(...lacking.map(({ startedAt }) => startedAt)) + LONGEST_BACKUP;
      return [{ text: `${database.kind} ${database.id} in ${region}`, waits: world.clock.now() - since }];
    }),
  );
}

/** Databases that should have copies in a region and have no fault of their own. */
function healthy(truth: Truth, broken: ReadonlySet<string>, region: string): DatabaseRecord[] {
  const { world, settings, scenario } = truth;
  const { databases } = world.aws.region(SOURCE_REGION);
  return [...databases.instance.values(), ...databases.cluster.values()].filter((database) => {
    const { status, resourceId, kmsKeyArn, id } = database;
    if (status !== "available" || broken.has(resourceId)) return false;
    if (!isSelected(settings.current, database) || !isCopyable(database)) return false;
    if (!canBeCopied(database, region, truth)) return false;
    if (kmsKeyArn !== undefined && !world.aws.kms.isUsable(kmsKeyArn)) return false;
    const keys = settings.keysFor(region, id, world.clock.now());
    return keys.every((key) => encryptedAs(database, key, scenario.assumptions.sseRdsWithKey) !== undefined);
  });
}
