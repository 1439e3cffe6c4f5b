import { deepEqual, ok } from "node:assert/strict";
import { SNAPSHOT_LIMIT, SOURCE_REGION, TARGET_REGIONS } from "../places";
import { actions, failures, succeeded } from "../readings";
import type { Scenario } from "../world";

const [FULL, ROOMY] = TARGET_REGIONS;

export const fullQuota: Scenario = {
  title: "A target region whose quota of snapshots is full",
  run: async (world, check) => {
    const { account } = world;
    await account.createDatabase({ kind: "instance", id: "crowd", region: FULL, backups: [] });
    for (let i = 0; i < SNAPSHOT_LIMIT; i++) await account.createSnapshot("instance", "crowd", `by-hand-${i}`, FULL);
    for (const id of ["orders", "legacy"]) {
      await account.createDatabase({ kind: "instance", id, backups: ["2026-03-02T03:07"] });
    }
    const deployment = world.deploy();
    const source = await account.snapshots(SOURCE_REGION);
    const full = await deployment.sweep();
    await check(
      "has its copies refused, in RDS's words and with what to raise, while the other region gets them",
      async () => {
        deepEqual(
          actions(full).filter((line) => line.includes(ROOMY)),
          [`copied instance legacy ${ROOMY} new-snapshot`, `copied instance orders ${ROOMY} new-snapshot`],
        );
        // Whose turn it is first is a matter of chance. After it, nobody else is refused in vain.
        const inFull = full.lines.filter(
          ({ target_region, reason }) => target_region === FULL && reason === "manual-quota-full",
        );
        const undone = inFull.filter(({ message }) => message === "failed" || message === "deferred");
        deepEqual(undone.map(({ message }) => message).sort(), ["deferred", "failed"]);
        deepEqual(undone.map(({ database }) => database).sort(), ["legacy", "orders"]);
        const [refused = ""] = failures(full);
        ok(refused.includes("exceed the maximum number of snapshots") && refused.includes("raise L-272F1212"), refused);
        deepEqual(await account.snapshots(SOURCE_REGION), source);
      },
    );
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
