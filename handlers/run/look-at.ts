import type { TargetSnapshot } from "../core/model";
import type { Listing } from "../rds/port";
import { readHiddenTags } from "./hidden-tags";
import type { RouteRun } from "./route-run";

/**
 * The manual snapshot with an id, as it is now, with its tags.
 *
 * @throws RdsError if it or its tags cannot be read
 */
export async function lookAt(id: string, { service, route, run }: RouteRun): Promise<Listing<TargetSnapshot>> {
  const { items, unreadable } = await service.listCopies(route.targetRegion, { ids: [id] });
  const { snapshots, error } = await readHiddenTags(items, service, run, 0);
  if (error) throw error;
  return { items: snapshots, unreadable };
}
