import { copyIdOf } from "./copy-id";
import type { Deployment } from "./deployment";
import { identity } from "./identity";
import type { Database, Snapshot } from "./model";
import { type Inventory, sourceSide } from "./plan";
import { type PlanContext, planCopy } from "./plan-copy";
import { isAvailable, situationOf, targetSide } from "./situation";
import { newestOf, sourcesByDatabase } from "./sources";

/** Ids of the copies of the databases' newest snapshots, the same in each target region. */
export function newestCopyIds(
  databases: readonly Database[],
  snapshots: readonly Snapshot[],
  deployment: Deployment,
): string[] {
  const sourcesOf = sourcesByDatabase(snapshots);
  const newest = databases.flatMap(({ id, resourceId }) => {
    const sources = sourcesOf.get(identity(id, resourceId));
    return sources ? [newestOf(sources)] : [];
  });
  return newest.map((source) => copyIdOf(source, deployment));
}

/**
 * Whether every covered database has an available copy of its newest snapshot in every target region, so that nothing is due
 * (decisions/0021-brief-looks.md). A copy of ours that was not listed can only be older, or of a snapshot that is gone; where that could hide
 * behind an age above the limit, it is not settled.
 */
export function isSettled(inventory: Inventory, context: PlanContext): boolean {
  const { settings, now } = context;
  const source = sourceSide(inventory, settings);
  const limit = { now, maxAgeHours: settings.maxRecoveryPointAgeHours };
  return settings.targets.every((targetRegion) => {
    const listed = inventory.targets.get(targetRegion);
    if (listed === undefined) return false;
    // Stryker disable next-line ObjectLiteral: the route is only for messages, and there are none
    const target = targetSide({ kind: inventory.kind, targetRegion }, listed, context);
    return source.covered.every((database) => {
      const situation = situationOf(database, source, target, limit);
      const isFresh = situation.isResting || situation.age <= limit.maxAgeHours * 3600;
      return isFresh && situation.copies.every(isAvailable) && planCopy(situation, context) === undefined;
    });
  });
}
