import { deepEqual } from "node:assert/strict";
import type { Kind } from "../../../handlers/core/model";
import { TARGET_REGIONS } from "../places";
import { instanceBackedUp } from "../rds-events";
import { names, succeeded } from "../readings";
import type { Scenario } from "../world";

/** Monday, Thursday; Monday, Tuesday, Wednesday of the week after. */
const BACKUPS = ["02", "05", "09", "10", "11"].map((day) => `2026-03-${day}T03:07`);
/** The newest two, and the newest of each of the last two weeks. */
const KEPT = ["05", "10", "11"];
const DATABASES: readonly { kind: Kind; id: string }[] = [
  { kind: "instance", id: "orders" },
  { kind: "cluster", id: "billing" },
];

export const retention: Scenario = {
  title: "Retention",
  run: async (world, check) => {
    const { account } = world;
    for (const { kind, id } of DATABASES) await account.createDatabase({ kind, id, backups: [] });
    const deployment = world.deploy({ retention: { keepLast: 2, keepWeekly: 2 } });
    for (const time of BACKUPS) {
      for (const { kind, id } of DATABASES) {
        await account.expireBackups(kind, id);
        await account.takeBackup(kind, id, time);
      }
      succeeded(await deployment.sweep());
    }
    const last = await deployment.sweep();

    await check("keeps what it is to keep of each database in each target region, and no more", async () => {
      succeeded(last);
      const expected = TARGET_REGIONS.flatMap((region) =>
        DATABASES.flatMap(({ kind, id }) =>
          KEPT.map((day) => `${region} ${kind} ${id}-eu-west-1-2026-03-${day}-03-07`),
        ),
      );
      deepEqual(names(await account.copies()), expected.sort());
    });
    await check("deletes nothing when no backup has come", async () => {
      const before = await account.everything();
      succeeded(await deployment.sweep());
      deepEqual(await account.everything(), before);
    });
    await check("leaves it to the sweep: an event deletes nothing", async () => {
      const strict = world.deploy({ retention: { keepLast: 1 } });
      const before = await account.everything();
      succeeded(await strict.backupFinished(instanceBackedUp("orders")));
      deepEqual(await account.everything(), before);
    });
    await check("keeps the copies of databases that are gone or no longer selected", async () => {
      await account.deleteDatabase("cluster", "billing");
      const before = await account.copies();
      const strict = world.deploy({ retention: { keepLast: 1 }, instances: { exclude: ["orders"] } });
      const run = await strict.sweep();
      succeeded(run);
      deepEqual(await account.copies(), before);
      deepEqual(
        run.lines
          .filter(({ trouble }) => trouble === "orphaned" || trouble === "deselected")
          .map(({ database }) => database)
          .sort(),
        ["billing", "billing", "orders", "orders"],
      );
    });
  },
};
