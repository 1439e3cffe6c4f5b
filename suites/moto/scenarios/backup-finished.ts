import { deepEqual, equal, ok } from "node:assert/strict";
import { SOURCE_REGION } from "../places";
import {
  clusterBackedUp,
  instanceBackedUp,
  instanceBackedUpOld,
  instanceBackupStarted,
  SUBSCRIBED,
} from "../rds-events";
import { actions, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
const BILLING = "rds:billing-2026-03-02-03-07";
export const backupFinished: Scenario = {
  title: "An event says that a backup is finished",
  run: async (world, check) => {
    const { account } = world;
    const key = world.key(SOURCE_REGION);
    await account.createDatabase({ kind: "instance", id: "orders", key, backups: [BACKUP] });
    await account.createDatabase({ kind: "instance", id: "legacy", backups: [BACKUP] });
    await account.createDatabase({ kind: "instance", id: "other", key, backups: [BACKUP] });
    await account.createDatabase({ kind: "cluster", id: "billing", key, backups: [BACKUP] });
    await account.createDatabase({ kind: "cluster", id: "other", key, backups: [BACKUP] });
    const deployment = world.deploy();

    await check("ignores RDS's first message, which is plain text, and other events", async () => {
      const run = await deployment.backupFinished(SUBSCRIBED, instanceBackupStarted("orders"));
      succeeded(run);
      deepEqual(
        run.lines.map(({ message }) => message),
        ["ignored", "ignored"],
      );
      deepEqual(await account.copies(), []);
    });

    const ofInstance = await deployment.backupFinished(instanceBackedUp("orders"));
    await check("copies the instance of the event, and no other", async () => {
      succeeded(ofInstance);
      const expected = inEachTarget((region) => `${region} instance orders-eu-west-1-2026-03-02-03-07`);
      deepEqual(names(await account.copies()), expected);
    });

    const ofCluster = await deployment.backupFinished(clusterBackedUp(BILLING));
    await check("copies the cluster of the event, and no other", async () => {
      succeeded(ofCluster);
      const clusters = (await account.copies()).filter(({ kind }) => kind === "cluster");
      deepEqual(
        names(clusters),
        inEachTarget((region) => `${region} cluster billing-eu-west-1-2026-03-02-03-07`),
      );
      deepEqual(
        clusters.map((copy) => copy.key),
        clusters.map(({ region }) => world.key(region)),
      );
    });

    const before = await account.everything();
    const again = await deployment.backupFinished(instanceBackedUp("orders"), clusterBackedUp(BILLING));
    await check("sent a second time, starts nothing", async () => {
      succeeded(again);
      deepEqual(actions(again), []);
      deepEqual(await account.everything(), before);
    });

    const mixed = await deployment.backupFinished('{"Event ID": "no such thing"}', instanceBackedUpOld("legacy"));
    await check("handles the other records of an invocation when one is malformed", async () => {
      const legacy = (await account.copies()).filter(({ database }) => database === "legacy");
      deepEqual(
        names(legacy),
        inEachTarget((region) => `${region} instance legacy-eu-west-1-2026-03-02-03-07`),
      );
    });
    await check("and fails, naming the message", () => {
      equal(mixed.error?.name, "AggregateError");
      ok(mixed.error?.message.includes("message-0"), mixed.error?.message);
    });

    await check("the sweep after it copies only what no event was about", async () => {
      const run = await deployment.sweep();
      succeeded(run);
      deepEqual(
        actions(run),
        inEachTarget(
          (region) => `copied instance other ${region} new-snapshot`,
          (region) => `copied cluster other ${region} new-snapshot`,
        ),
      );
    });

    await check("copies a backup that moto took by itself", async () => {
      await account.createDatabase({ kind: "instance", id: "fresh", key });
      const run = await deployment.backupFinished(instanceBackedUp("fresh"));
      succeeded(run);
      const fresh = (await account.everything()).filter(({ database }) => database === "fresh");
      const sources = new Set(fresh.filter(({ type }) => type === "automated").map(({ arn }) => arn));
      const copiedFrom = fresh
        .filter(({ type }) => type === "manual")
        .map(({ tags }) => tags["CrossRegionBackup/SourceArn"] ?? "");
      equal(sources.size, 1);
      equal(copiedFrom.length, 2);
      ok(copiedFrom.every((arn) => sources.has(arn)));
    });
  },
};
