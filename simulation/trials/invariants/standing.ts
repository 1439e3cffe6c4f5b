import { type DatabaseRecord, KINDS, type Kind } from "../../rds/model";
import { MINUTE } from "../../time/clock";
import { SOURCE_REGION } from "../scenario";
import { isCopyable, isSelected } from "../settings";
import type { Truth } from "../truth";
import { ageOf, MAX_AGE } from "./ages";

/** Clocks differ, and a run may take minutes from its lists to its message. */
const TOLERANCE = 20 * MINUTE;

/** The kinds of trouble that can be seen from outside. `failing` is what RDS answers to a run. */
export const SEEN_TROUBLES = ["stale", "uncovered", "deselected", "orphaned", "unrestorable"] as const;
export type SeenTrouble = (typeof SEEN_TROUBLES)[number];

/** Who is in trouble: by `troubleKey`. `certain`: a run that can read everything must see it; else it may. */
export type Standing = ReadonlyMap<string, "certain" | "possible">;

export const troubleKey = (trouble: string, region: string, kind: string, resourceId: string): string =>
  `${trouble} ${region} ${kind} ${resourceId}`;

/** Who is in trouble now, taken from the world, independently of the functions. */
export function standingNow(truth: Truth): Standing {
  const { world, settings, ledger, rests } = truth;
  const { databases } = world.aws.region(SOURCE_REGION);
  const all = KINDS.flatMap((kind) => [...databases[kind].values()]).filter(({ memberOf }) => memberOf === undefined);
  const identities = new Set(all.map(({ kind, id, resourceId }) => `${kind} ${id} ${resourceId}`));
  const standing = new Map<string, "certain" | "possible">();
  for (const { region } of settings.current.targets) {
    const put = (trouble: SeenTrouble, kind: Kind, resourceId: string, is: boolean, isSure = true) => {
      const key = troubleKey(trouble, region, kind, resourceId);
      if (is && standing.get(key) !== "certain") standing.set(key, isSure ? "certain" : "possible");
    };
    for (const database of all) {
      const { kind, resourceId } = database;
      const selected = isSelected(settings.current, database);
      const available = ledger.ofResource(region, kind, resourceId).filter(({ now }) => now.status === "available");
      const skipped = selected && isSkippedReplica(truth, database);
      const age = ageOf(truth, region, database);
      const counts = (selected && isCopyable(database)) || available.length > 0;
      const isLate = age > MAX_AGE + TOLERANCE;
      put(
        "stale",
        kind,
        resourceId,
        counts && age > MAX_AGE - TOLERANCE,
        isLate && !skipped && !rests.mayRest(database),
      );
      put("uncovered", kind, resourceId, selected && !isCopyable(database), !skipped);
      put("deselected", kind, resourceId, (!selected || skipped) && available.length > 0, !skipped);
    }
    for (const identity of ledger.identities(region)) {
      const { kind, databaseId, databaseResourceId: resourceId } = identity;
      const copies = ledger.of(region, identity);
      const available = copies.filter(({ now }) => now.status === "available");
      const isGone = !identities.has(`${kind} ${databaseId} ${resourceId}`);
      put("orphaned", kind, resourceId, isGone && copies.length > 0, available.length > 0);
      const isLocked = available.some(({ now: { kmsKeyArn } }) => kmsKeyArn && !world.aws.kms.isUsable(kmsKeyArn));
      const { offers } = world.aws.region(region);
      const retired = available.flatMap(({ now: { engine, engineVersion: version } }) =>
        offers.isRetired({ engine, version }) ? engine : [],
      );
      // Where RDS lists no version of an engine at all, nobody can say.
      const isSure = isLocked || retired.some((engine) => offers.listed(engine).length > 0);
      put("unrestorable", kind, resourceId, isLocked || retired.length > 0, isSure);
    }
  }
  return standing;
}

/** A read replica without backups of its own, whose source is copied, is skipped. */
export function isSkippedReplica(
  { world, settings }: Pick<Truth, "world" | "settings">,
  { kind, replicaOf, backupRetentionDays }: DatabaseRecord,
): boolean {
  if (replicaOf === undefined || backupRetentionDays > 0) return false;
  const source = world.aws.region(SOURCE_REGION).databases[kind].get(replicaOf);
  return source !== undefined && isSelected(settings.current, source);
}

/** The databases that a message may mean by a name: those that have it, and those of which there are copies under it. */
export function resourcesNamed({ world, ledger }: Truth, region: string, kind: Kind, name: string): string[] {
  const current = world.aws.region(SOURCE_REGION).databases[kind].get(name)?.resourceId;
  const copied = ledger
    .identities(region)
    .flatMap((one) => (one.kind === kind && one.databaseId === name ? one.databaseResourceId : []));
  return [...new Set([...(current === undefined ? [] : [current]), ...copied])];
}
