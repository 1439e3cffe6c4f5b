import { deepEqual, equal, ok } from "node:assert/strict";
import { SOURCE_REGION } from "../places";
import { actions, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
const EVENTS = "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html";

const INSTANCE_BACKED_UP = JSON.stringify({
  "Event Source": "db-instance",
  "Event Time": "2026-03-02 03:11:42.093",
  "Identifier Link": "https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=orders",
  "Source ID": "orders",
  "Source ARN": "arn:aws:rds:eu-west-1:123456789012:db:orders",
  "Event ID": `${EVENTS}#RDS-EVENT-0002`,
  "Event Message": "Finished DB Instance backup",
});

const CLUSTER_BACKED_UP = JSON.stringify({
  "Event Source": "db-cluster-snapshot",
  "Event Time": "2026-03-02 03:12:51.876",
  "Identifier Link":
    "https://console.aws.amazon.com/rds/home?region=eu-west-1#snapshot:engine=aurora;id=rds:billing-2026-03-02-03-07",
  "Source ID": "rds:billing-2026-03-02-03-07",
  "Source ARN": "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:rds:billing-2026-03-02-03-07",
  "Event ID": `${EVENTS}#RDS-EVENT-0169`,
  "Event Message": "Automated cluster snapshot created",
});

/** As RDS wrote them until 2019. */
const OLD_INSTANCE_BACKED_UP = JSON.stringify({
  "Event Source": "db-instance",
  "Event Time": "2026-03-02 03:13:02.114",
  "Identifier Link": "https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=legacy",
  "Source ID": "legacy",
  "Event ID": "http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0002",
  "Event Message": "Finished DB Instance backup",
});

const SUBSCRIBED =
  "This is a message to notify that RDS will attempt to send you event notifications of type db-instance to the topic arn:aws:sns:eu-west-1:123456789012:rds-events";

const BACKUP_STARTED = JSON.stringify({
  ...JSON.parse(INSTANCE_BACKED_UP),
  "Event ID": `${EVENTS}#RDS-EVENT-0001`,
  "Event Message": "Backing up DB instance",
});

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
      const run = await deployment.backupFinished(SUBSCRIBED, BACKUP_STARTED);
      succeeded(run);
      deepEqual(
        run.lines.map(({ message }) => message),
        ["ignored", "ignored"],
      );
      deepEqual(await account.copies(), []);
    });

    const ofInstance = await deployment.backupFinished(INSTANCE_BACKED_UP);
    await check("copies the instance of the event, and no other", async () => {
      succeeded(ofInstance);
      const expected = inEachTarget((region) => `${region} instance orders-eu-west-1-2026-03-02-03-07`);
      deepEqual(names(await account.copies()), expected);
    });

    const ofCluster = await deployment.backupFinished(CLUSTER_BACKED_UP);
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
    const again = await deployment.backupFinished(INSTANCE_BACKED_UP, CLUSTER_BACKED_UP);
    await check("sent a second time, starts nothing", async () => {
      succeeded(again);
      deepEqual(actions(again), []);
      deepEqual(await account.everything(), before);
    });

    const mixed = await deployment.backupFinished('{"Event ID": "no such thing"}', OLD_INSTANCE_BACKED_UP);
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
      const run = await deployment.backupFinished(INSTANCE_BACKED_UP.replaceAll("orders", "fresh"));
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
