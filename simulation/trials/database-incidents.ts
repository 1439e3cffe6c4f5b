import type { SimulatedAws } from "../aws";
import type { DatabaseRecord, Tags } from "../rds/model";
import type { Random } from "../time/random";
import { addDatabase } from "./estate";
import { type Incident, type Scenario, SOURCE_REGION } from "./scenario";

/** What happens to one database in its own region. */
export type DatabaseIncident = Incident & {
  readonly is:
    | "renamed"
    | "deleted"
    | "recreated"
    | "snapshot by hand"
    | "stopped"
    | "backups disabled"
    | "tags edited"
    | "replica made";
};

/** @returns how to end it, if it has an end */
export function changeDatabase(
  aws: SimulatedAws,
  scenario: Scenario,
  { kind, id, resourceId, tags }: DatabaseRecord,
  incident: DatabaseIncident,
  random: Random,
): () => void {
  const region = aws.region(SOURCE_REGION);
  const plan = scenario.databases.find((one) => one.kind === kind && one.id === id);
  /** It may have been renamed or deleted meanwhile. */
  const now = () => [...region.databases[kind].values()].find((database) => database.resourceId === resourceId);
  const change = (changes: { tags?: Tags; backupRetentionDays?: number }) => {
    const current = now();
    if (current) region.changeDatabase(kind, current.id, changes);
  };
  switch (incident.is) {
    case "renamed": {
      const renamed = `${id.slice(0, 50).replace(/-$/, "")}-renamed`;
      if (!region.databases[kind].get(renamed)) region.renameDatabase(kind, id, renamed);
      break;
    }
    case "deleted":
      region.deleteDatabase(kind, id);
      break;
    case "recreated":
      region.deleteDatabase(kind, id);
      if (plan) addDatabase(aws, plan);
      break;
    case "snapshot by hand":
      region.createSnapshot(kind, id, `by-hand-${random.hex(8)}`);
      break;
    case "stopped":
      region.stopDatabase(kind, id);
      return () => {
        const current = now();
        if (current?.status === "stopped") region.startDatabase(kind, current.id);
      };
    case "tags edited":
      change({ tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, `${value}-edited`])) });
      return () => change({ tags });
    case "replica made": {
      const replica = `${id.slice(0, 50).replace(/-$/, "")}-replica`;
      if (kind === "cluster" || region.databases.instance.get(replica)) break;
      region.addInstance({ id: replica, replicaOf: id, tags });
      return () => {
        if (region.databases.instance.get(replica)) region.deleteDatabase("instance", replica);
      };
    }
    case "backups disabled":
      // A cluster always has backups.
      if (kind === "cluster") break;
      change({ backupRetentionDays: 0 });
      return () => change({ backupRetentionDays: plan?.backupRetentionDays || 1 });
  }
  return () => undefined;
}
