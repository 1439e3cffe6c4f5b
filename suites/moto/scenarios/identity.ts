import { deepEqual, equal } from "node:assert/strict";
import { TARGET_REGIONS } from "../places";
import { names, succeeded } from "../readings";
import type { Scenario } from "../world";

export const identity: Scenario = {
  title: "A database that is dropped and made again under the same id",
  run: async (world, check) => {
    const { account } = world;
    const deployment = world.deploy({ retention: { keepLast: 1 } });
    for (const kind of ["instance", "cluster"] as const) {
      await account.createDatabase({ kind, id: `shop-${kind}`, backups: ["2026-03-09T03:07"] });
    }
    succeeded(await deployment.sweep());
    const ofPredecessors = await account.copies();
    for (const kind of ["instance", "cluster"] as const) {
      await account.deleteDatabase(kind, `shop-${kind}`);
      await account.createDatabase({ kind, id: `shop-${kind}`, backups: ["2026-03-02T03:07"] });
    }
    const run = await deployment.sweep();
    await check("is copied, though its predecessor has newer copies", async () => {
      succeeded(run);
      const own = (await account.copies()).filter(({ arn }) => !ofPredecessors.some((one) => one.arn === arn));
      deepEqual(
        names(own),
        TARGET_REGIONS.flatMap((region) =>
          ["cluster", "instance"].map((kind) => `${region} ${kind} shop-${kind}-eu-west-1-2026-03-02-03-07`),
        ),
      );
    });
    await check("does not have its predecessor's copies deleted, which are reported", async () => {
      for (const kind of ["instance", "cluster"] as const) {
        await account.takeBackup(kind, `shop-${kind}`, "2026-03-10T03:07");
      }
      succeeded(await deployment.sweep());
      const last = await deployment.sweep();
      succeeded(last);
      const copies = await account.copies();
      deepEqual(
        copies.filter(({ arn }) => ofPredecessors.some((one) => one.arn === arn)),
        ofPredecessors,
      );
      equal(copies.length, 8);
      const orphans = last.lines.filter(({ trouble }) => trouble === "orphaned");
      equal(orphans.length, 4);
      for (const { reason } of orphans) equal(reason, "recreated");
    });
  },
};
