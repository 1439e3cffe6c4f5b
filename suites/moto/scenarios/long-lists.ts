import { deepEqual, equal } from "node:assert/strict";
import { TARGET_REGIONS } from "../places";
import { actions, inEachTarget, names, succeeded, summary } from "../readings";
import type { Scenario } from "../world";

/** More than fit on a page. */
const MANY = 103;

export const longLists: Scenario = {
  title: "Lists of several pages",
  run: async (world, check) => {
    const { account } = world;
    for (const kind of ["instance", "cluster"] as const) {
      for (let i = 0; i < MANY; i++) await account.createDatabase({ kind, id: `${kind}-${i}` });
      for (const region of TARGET_REGIONS) {
        await account.createDatabase({ kind, id: "crowd", region });
        for (let i = 0; i < MANY; i++) await account.createSnapshot(kind, "crowd", `by-hand-${i}`, region);
      }
      await account.createDatabase({ kind, id: `last-${kind}`, backups: ["2026-03-02T03:07"] });
    }
    const deployment = world.deploy({ instances: { include: ["last-*"] }, clusters: { include: ["last-*"] } });
    const first = await deployment.sweep();
    await check("find the database and the snapshot on the second page", async () => {
      succeeded(first);
      equal(summary(first).seen, 2 * (MANY + 1));
      deepEqual(
        names((await account.copies()).filter(({ database }) => database.startsWith("last"))),
        inEachTarget(
          (region) => `${region} instance last-instance-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} cluster last-cluster-eu-west-1-2026-03-02-03-07`,
        ),
      );
    });
    await check("find the copies on the second page", async () => {
      const second = await deployment.sweep();
      succeeded(second);
      deepEqual(
        actions(second).filter((line) => line.includes("last")),
        [],
      );
    });
  },
};
