import { deepEqual, ok } from "node:assert/strict";
import { SNAPSHOT_LIMIT, SOURCE_REGION, TARGET_REGIONS } from "../places";
import { actions, succeeded } from "../readings";
import type { Scenario } from "../world";

const [FULL, ROOMY] = TARGET_REGIONS;
/** Seconds: enough to read all lists, and to ask for a free slot once or twice. */
const WAITS_ONCE_OR_TWICE = 125;

export const fullQuota: Scenario = {
  title: "A target region whose quota of snapshots is full",
  run: async (world, check) => {
    const { account } = world;
    await account.createDatabase({ kind: "instance", id: "crowd", region: FULL, backups: [] });
    for (let i = 0; i < SNAPSHOT_LIMIT; i++) await account.createSnapshot("instance", "crowd", `by-hand-${i}`, FULL);
    for (const id of ["orders", "legacy"]) {
      await account.createDatabase({ kind: "instance", id, backups: ["2026-03-02T03:07"] });
    }
    const deployment = world.deploy().withSweepTimeout(WAITS_ONCE_OR_TWICE);
    const source = await account.snapshots(SOURCE_REGION);
    const full = await deployment.sweep();
    await check("has its copies deferred, in RDS's words, while the other region gets them", async () => {
      succeeded(full);
      deepEqual(
        [...new Set(actions(full))],
        [
          `copied instance legacy ${ROOMY} new-snapshot`,
          `copied instance orders ${ROOMY} new-snapshot`,
          `deferred instance legacy ${FULL} slots`,
          `deferred instance orders ${FULL} slots`,
        ],
      );
      for (const { detail } of full.lines.filter(({ message }) => message === "deferred")) {
        ok(String(detail).includes("exceed the maximum number of snapshots"), String(detail));
      }
      deepEqual(await account.snapshots(SOURCE_REGION), source);
    });
    await check("gets them once there is room", async () => {
      for (const id of ["by-hand-0", "by-hand-1"]) await account.deleteSnapshot({ kind: "instance", region: FULL, id });
      const run = await deployment.sweep();
      succeeded(run);
      deepEqual(actions(run), [
        `copied instance legacy ${FULL} new-snapshot`,
        `copied instance orders ${FULL} new-snapshot`,
      ]);
    });
  },
};
