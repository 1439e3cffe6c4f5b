import type { DatabaseRecord } from "./model";
import type { Region } from "./region";

/**
 * A database that is made or modified can be used after a time. An instance is backed up once before that, when it is made with backups or
 * when they are turned on (docs/aws-facts.md#first-backup).
 *
 * @param before how many days its backups were kept until now
 */
export function becomeAvailable(
  region: Region,
  { kind, resourceId, id }: DatabaseRecord,
  took: number,
  before = 0,
): void {
  const { clock } = region.rds;
  const store = region.databases[kind];
  const current = () => {
    const database = store.get(id);
    return database?.resourceId === resourceId ? database : undefined;
  };
  const available = () => {
    const database = current();
    if (database) store.put({ ...database, status: "available" });
  };
  clock.after(took, () => {
    const database = current();
    if (!database) return;
    const isFirst = kind === "instance" && before === 0 && database.backupRetentionDays > 0;
    if (!isFirst) return available();
    store.put({ ...database, status: "backing-up" });
    const backup = region.backups.takeAutomated(database);
    clock.at(backup.finishesAt ?? clock.now(), available);
  });
}
