import { deepEqual } from "node:assert/strict";
import { SOURCE_REGION } from "../places";
import { instanceBackedUp } from "../rds-events";
import { succeeded, summary } from "../readings";
import type { Scenario } from "../world";

export const dryRun: Scenario = {
  title: "A dry run",
  run: async (world, check) => {
    const { account } = world;
    const key = world.key(SOURCE_REGION);
    const days = ["01", "02", "03"];
    await account.createDatabase({ kind: "instance", id: "orders", key, backups: [] });
    for (const day of days) {
      await account.takeBackup("instance", "orders", `2026-03-${day}T03:07`);
      succeeded(await world.deploy().sweep());
    }
    await account.takeBackup("instance", "orders", "2026-03-04T03:07");
    await account.createDatabase({ kind: "cluster", id: "billing", key, backups: ["2026-03-02T03:07"] });
    const before = await account.everything();
    const dry = world.deploy({ dryRun: true, retention: { keepLast: 1 } });
    const swept = await dry.sweep();
    const notified = await dry.backupFinished(instanceBackedUp("orders"));

    await check("touches nothing", async () => {
      succeeded(swept);
      succeeded(notified);
      deepEqual(await account.everything(), before);
    });
    await check("says what it would copy and delete, and how much", () => {
      const { dry_run, copied, deleted, planned, gib_to_copy } = summary(swept);
      deepEqual(
        { dry_run, copied, deleted, planned, gib_to_copy },
        { dry_run: true, copied: 0, deleted: 0, planned: { retention: 4, "new-snapshot": 4 }, gib_to_copy: 42 },
      );
      deepEqual(summary(notified).planned, { "new-snapshot": 2 });
    });
    await check(
      "publishes that it ran, and how many databases are selected and uncovered, and nothing that rings",
      () => {
        const published = swept.lines
          .flatMap((line) => Object.keys(line))
          .filter((name) => /^[A-Z][A-Za-z]+$/.test(name));
        const names = [...new Set(published)].filter((name) => !["TargetRegion", "SourceRegion"].includes(name));
        deepEqual(names.sort(), ["DatabasesSelected", "DatabasesUncovered", "SweepsCompleted"]);
      },
    );
    await check("tells nobody, and remembers nothing", async () => {
      await world.deploy({ name: "dry", dryRun: true }).sweep();
      const other = world.deploy({ name: "dry" }).telling;
      deepEqual(await other.messages(), []);
      deepEqual(await other.remembered(), { text: "-", version: 1 });
    });
  },
};
