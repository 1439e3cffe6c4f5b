import { deepEqual, equal, ok } from "node:assert/strict";
import { readSheet } from "../../../handlers/core/sheet/sheet";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { actions, inEachTarget, names, only, succeeded, summary } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
/** As long as a cluster id may be. */
const LONG = `warehouse-${"x".repeat(53)}`;
const LONG_COPY = /^warehouse-x+-[0-9a-f]{8}-eu-west-1-2026-03-02-03-07$/;

export const sweep: Scenario = {
  title: "A sweep of instances and clusters",
  run: async (world, check) => {
    const { account } = world;
    const key = world.key(SOURCE_REGION);
    const ordersKeys = new Map<string, string>();
    for (const region of TARGET_REGIONS) ordersKeys.set(region, await account.createKey(region));
    await account.createDatabase({
      kind: "instance",
      id: "orders",
      key,
      backups: ["2026-03-01T03:07", BACKUP],
      tags: {
        team: "shop",
        "aws:cloudformation:stack-name": "shop",
        CrossRegionBackup: "another-deployment",
        "CrossRegionBackup/SourceArn": "inherited by a restored database",
      },
    });
    await account.createDatabase({ kind: "instance", id: "legacy", backups: [BACKUP] });
    await account.createDatabase({ kind: "cluster", id: "billing", key, backups: [BACKUP] });
    await account.createDatabase({ kind: "instance", id: "billing-1", memberOf: "billing", backups: [] });
    const fiftyTags = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`tag-${String(i).padStart(2, "0")}`, "x"]),
    );
    await account.createDatabase({ kind: "cluster", id: "catalog", backups: [BACKUP], tags: fiftyTags });
    await account.createDatabase({ kind: "cluster", id: LONG, key, backups: [BACKUP] });

    const deployment = world.deploy({
      name: "nightly",
      targets: Object.fromEntries(
        TARGET_REGIONS.map((region) => [region, { databaseKmsKeyArns: { "ord*": ordersKeys.get(region) ?? "" } }]),
      ),
    });
    const source = await account.snapshots(SOURCE_REGION);
    const began = new Date().toISOString();
    const run = await deployment.sweep();
    const copies = await account.copies();

    await check("succeeds", () => succeeded(run));
    await check("copies the newest backup of every database to both target regions", () => {
      deepEqual(
        names(copies.filter(({ database }) => database !== LONG)),
        inEachTarget(
          (region) => `${region} instance orders-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} instance legacy-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} cluster billing-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} cluster catalog-eu-west-1-2026-03-02-03-07`,
        ),
      );
      deepEqual([...new Set(copies.map(({ status }) => status))], ["available"]);
    });
    await check("shortens the id of a copy that would be too long for a cluster", () => {
      const ids = copies.filter(({ database }) => database === LONG).map(({ id }) => id);
      equal(ids.length, 2);
      for (const id of ids) ok(id.length <= 63 && LONG_COPY.test(id), id);
    });
    await check("encrypts each copy under the key that the stack made in its region", () => {
      for (const region of TARGET_REGIONS) {
        for (const id of ["billing", "legacy"]) {
          equal(only(copies, region, `${id}-eu-west-1-2026-03-02-03-07`).key, world.key(region));
        }
      }
    });
    await check("uses the database's own key where there is one", () => {
      for (const region of TARGET_REGIONS) {
        equal(only(copies, region, "orders-eu-west-1-2026-03-02-03-07").key, ordersKeys.get(region));
      }
    });
    await check("copies an unencrypted cluster without a key, and says so", () => {
      for (const region of TARGET_REGIONS) {
        equal(only(copies, region, "catalog-eu-west-1-2026-03-02-03-07").key, undefined);
      }
      const unencrypted = run.lines.filter(
        ({ database, encryption }) => database === "catalog" && encryption === "none",
      );
      equal(unencrypted.length, 2);
      for (const { detail } of unencrypted) ok(String(detail).includes("not encrypted"), String(detail));
    });
    await check("tags each copy with its origin and with the tags of its source", () => {
      for (const region of TARGET_REGIONS) {
        const { tags, resourceId } = only(copies, region, "orders-eu-west-1-2026-03-02-03-07");
        const { "CrossRegionBackup/StartedAt": startedAt = "", "CrossRegionBackup/Restore": _, ...others } = tags;
        ok(startedAt >= began && startedAt <= new Date().toISOString(), startedAt);
        deepEqual(others, {
          CrossRegionBackup: "nightly",
          "CrossRegionBackup/SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-03-02-03-07",
          "CrossRegionBackup/SourceTime": "2026-03-02T03:07:00.000Z",
          "CrossRegionBackup/Database": "orders",
          "CrossRegionBackup/ResourceId": resourceId,
          team: "shop",
        });
        const cluster = only(copies, region, "billing-eu-west-1-2026-03-02-03-07").tags;
        equal(
          cluster["CrossRegionBackup/SourceArn"],
          "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:rds:billing-2026-03-02-03-07",
        );
        equal(cluster["CrossRegionBackup/SourceTime"], "2026-03-02T03:07:00.000Z");
      }
    });
    await check("says in each copy's restore sheet what its database was", () => {
      for (const region of TARGET_REGIONS) {
        const sheet = readSheet(only(copies, region, "orders-eu-west-1-2026-03-02-03-07").tags);
        const shape = sheet && "shape" in sheet ? sheet.shape : undefined;
        equal(shape?.kind === "instance" && shape.class, "db.t4g.micro");
        equal(shape?.parameterGroup, "default.postgres9.3");
      }
    });
    await check("has at most 48 tags, and logs those that were dropped", () => {
      for (const region of TARGET_REGIONS) {
        equal(Object.keys(only(copies, region, "catalog-eu-west-1-2026-03-02-03-07").tags).length, 48);
      }
      const [line] = run.lines.filter(({ database, message }) => database === "catalog" && message === "copied");
      deepEqual(line?.dropped_tags, [
        "tag-41",
        "tag-42",
        "tag-43",
        "tag-44",
        "tag-45",
        "tag-46",
        "tag-47",
        "tag-48",
        "tag-49",
      ]);
    });
    await check("leaves the source region as it was", async () =>
      deepEqual(await account.snapshots(SOURCE_REGION), source),
    );
    await check("sums up what it saw and did", () => {
      const { seen, selected, copied, skipped, failed, unseen_target_regions } = summary(run);
      deepEqual(
        { seen, selected, copied, skipped, failed, unseen_target_regions },
        {
          seen: 6,
          selected: 5,
          copied: 10,
          // Moto does not tell the quota, of either kind in either target region.
          skipped: { "cluster-member": 1, "quota-unknown": 4 },
          failed: {},
          unseen_target_regions: [],
        },
      );
    });
    await check("publishes the age of each target region's recovery points", () => {
      const metrics = run.lines.filter((line) => "RecoveryPointAge" in line);
      deepEqual(
        metrics.map(({ service, TargetRegion }) => [service, TargetRegion]).sort(),
        TARGET_REGIONS.map((region) => ["nightly", region]),
      );
    });

    const before = await account.everything();
    const second = await deployment.sweep();
    await check("run again, starts nothing", async () => {
      succeeded(second);
      deepEqual(actions(second), ["skipped instance billing-1 - cluster-member"]);
      deepEqual(await account.everything(), before);
    });

    await account.takeBackup("cluster", "billing", "2026-03-03T03:07");
    const third = await deployment.sweep();
    await check("after a new backup, copies that one alone", async () => {
      succeeded(third);
      const added = (await account.everything()).filter(({ arn }) => !before.some((one) => one.arn === arn));
      deepEqual(
        names(added.filter(({ type }) => type === "manual")),
        inEachTarget((region) => `${region} cluster billing-eu-west-1-2026-03-03-03-07`),
      );
    });
  },
};
