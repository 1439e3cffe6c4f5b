import { deepEqual, equal, ok } from "node:assert/strict";
import { SNAPSHOT_LIMIT, TARGET_REGIONS } from "../places";
import { actions, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const [FULL, ROOMY] = TARGET_REGIONS;
/** More than RDS, and moto, put on one page. */
const BEFORE_OURS = 105;

export const longLists: Scenario = {
  title: "Lists of several pages, and a full quota",
  run: async (world, check) => {
    const { account } = world;
    await account.createDatabase({ kind: "instance", id: "crowd", region: FULL, backups: [] });
    for (let i = 0; i < BEFORE_OURS; i++) await account.createSnapshot("instance", "crowd", `by-hand-${i}`, FULL);
    await account.createDatabase({ kind: "instance", id: "orders", backups: ["2026-03-02T03:07"] });
    const deployment = world.deploy();
    succeeded(await deployment.sweep());

    await check("a copy on the second page of a list is found", async () => {
      deepEqual(
        names((await account.copies()).filter(({ database }) => database === "orders")),
        inEachTarget((region) => `${region} instance orders-eu-west-1-2026-03-02-03-07`),
      );
      const again = await deployment.sweep();
      succeeded(again);
      deepEqual(actions(again), []);
    });

    const taken = (await account.snapshots(FULL)).length;
    for (let i = taken; i < SNAPSHOT_LIMIT; i++) await account.createSnapshot("instance", "crowd", `more-${i}`, FULL);
    await account.takeBackup("instance", "orders", "2026-03-03T03:07");
    const full = await deployment.sweep();
    await check("what a quota refuses in words nobody knows is deferred, with those words", async () => {
      succeeded(full);
      deepEqual(actions(full), [
        `copied instance orders ${ROOMY} new-snapshot`,
        `deferred instance orders ${FULL} slots`,
      ]);
      const [line] = full.lines.filter(({ message }) => message === "deferred");
      ok(String(line?.detail).includes("exceed the maximum number of snapshots"), String(line?.detail));
    });
    await check("and done once there is room", async () => {
      await account.deleteSnapshot({ kind: "instance", region: FULL, id: "by-hand-0" });
      succeeded(await deployment.sweep());
      const copies = (await account.copies()).filter(({ id }) => id === "orders-eu-west-1-2026-03-03-03-07");
      equal(copies.length, 2);
    });
  },
};
