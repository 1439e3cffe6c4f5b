import { deepEqual } from "node:assert/strict";
import { instanceBackedUp } from "../rds-events";
import { actions, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
const tagged = { backup: "yes", team: "shop" };

export const selection: Scenario = {
  title: "Selection",
  run: async (world, check) => {
    const { account } = world;
    for (const kind of ["instance", "cluster"] as const) {
      await account.createDatabase({ kind, id: `prod-${kind}`, backups: [BACKUP], tags: tagged });
      await account.createDatabase({ kind, id: `prod-${kind}-other`, backups: [BACKUP], tags: { backup: "yes" } });
      await account.createDatabase({
        kind,
        id: `prod-${kind}-no`,
        backups: [BACKUP],
        tags: { ...tagged, backup: "no" },
      });
      await account.createDatabase({ kind, id: `test-${kind}`, backups: [BACKUP], tags: tagged });
      await account.createDatabase({ kind, id: `prod-${kind}-scratch`, backups: [BACKUP], tags: tagged });
    }
    const deployment = world.deploy({
      instances: { include: ["prod-*"], exclude: ["*-scratch"], tags: tagged },
      clusters: { include: ["prod-*"], exclude: ["*-scratch"], tags: tagged },
    });

    const unselected = await deployment.backupFinished(
      ...["prod-instance-other", "prod-instance-no", "test-instance", "prod-instance-scratch"].map(instanceBackedUp),
    );
    await check("events of databases that are not selected start nothing, and the log says why", async () => {
      succeeded(unselected);
      deepEqual(actions(unselected), [
        "skipped instance prod-instance-no - tags",
        "skipped instance prod-instance-other - tags",
        "skipped instance prod-instance-scratch - excluded",
        "skipped instance test-instance - not-included",
      ]);
      deepEqual(await account.copies(), []);
    });
    await check("an event of a database that is selected by its tags has it copied", async () => {
      succeeded(await deployment.backupFinished(instanceBackedUp("prod-instance")));
      deepEqual(
        names(await account.copies()),
        inEachTarget((region) => `${region} instance prod-instance-eu-west-1-2026-03-02-03-07`),
      );
    });
    const run = await deployment.sweep();
    await check("a sweep copies what matches a pattern, is not excluded and has all the tags", async () => {
      succeeded(run);
      deepEqual(
        names(await account.copies()),
        inEachTarget(
          (region) => `${region} instance prod-instance-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} cluster prod-cluster-eu-west-1-2026-03-02-03-07`,
        ),
      );
      deepEqual(
        actions(run).filter((line) => line.startsWith("skipped")),
        ["cluster", "instance"].flatMap((kind) => [
          `skipped ${kind} prod-${kind}-no - tags`,
          `skipped ${kind} prod-${kind}-other - tags`,
          `skipped ${kind} prod-${kind}-scratch - excluded`,
          `skipped ${kind} test-${kind} - not-included`,
        ]),
      );
    });
    await check("a kind that is turned off is not copied", async () => {
      const before = await account.copies();
      succeeded(
        await world
          .deploy({ name: "clusters-only", instances: { include: [] }, clusters: { include: ["test-*"] } })
          .sweep(),
      );
      const added = (await account.copies()).filter(({ arn }) => !before.some((one) => one.arn === arn));
      deepEqual(
        names(added),
        inEachTarget((region) => `${region} cluster test-cluster-eu-west-1-2026-03-02-03-07`),
      );
    });
  },
};
