import { expect, test } from "@jest/globals";
import { rdsClients } from "../../../handlers/rds/clients";
import { listRestorables } from "../../../handlers/rds/restorables";
import { type Answer, answer, FakeRds, failure, type RdsCall } from "./fake-rds";
import { NO_DEADLINE } from "./kinds";

const REGION = "eu-central-1";
const SOURCE = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07";
const snapshot = (id: string, more: object = {}) => ({
  DBSnapshotIdentifier: id,
  DBSnapshotArn: `arn:aws:rds:${REGION}:123456789012:snapshot:${id}`,
  DBInstanceIdentifier: "orders",
  Engine: "postgres",
  Status: "available",
  ...more,
});

async function list(onCall: (call: RdsCall) => Answer) {
  const rds = new FakeRds(onCall);
  const pages: number[] = [];
  const { items, unreadable, tagsUnknown } = await listRestorables(
    "instance",
    REGION,
    rdsClients(rds.requestHandler)(REGION),
    NO_DEADLINE,
    (_, count) => pages.push(count),
  );
  return { items, unreadable, tagsUnknown, pages, calls: rds.calls.map(({ action, params }) => [action, params]) };
}
const page = (DBSnapshots: object[], Marker?: string) => answer("DescribeDBSnapshots", { DBSnapshots, Marker });

test("reads all pages of manual snapshots, and tells of each", async () => {
  const { items, pages, calls } = await list(({ params }) =>
    params.Marker === undefined ? page([snapshot("a"), snapshot("b")], "next") : page([snapshot("c")]),
  );
  expect(items.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(pages).toEqual([2, 1]);
  expect(calls[0]).toEqual(["DescribeDBSnapshots", expect.objectContaining({ SnapshotType: "manual" })]);
});

test("keeps of each what a restore needs: other people's tags too, but not AWS's", async () => {
  const tags = { team: "shop", "aws:cloudformation:stack": "x", "rds:y": "z", CrossRegionBackup: "prod" };
  const { items } = await list(() =>
    page([
      snapshot("a", {
        EngineVersion: "16.4",
        StorageType: "io2",
        Iops: 20_000,
        OptionGroupName: "tde",
        IAMDatabaseAuthenticationEnabled: true,
        StorageThroughput: 1_000,
        DedicatedLogVolume: true,
        ProcessorFeatures: [{ Name: "coreCount", Value: "4" }],
        LicenseModel: "bring-your-own-license",
        TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    ]),
  );
  expect(items[0]).toMatchObject({
    snapshot: { tags: { CrossRegionBackup: "prod" } },
    details: { engine: "postgres", engineVersion: "16.4", storageType: "io2", iops: 20_000, optionGroup: "tde" },
  });
  expect(items[0]?.details).toMatchObject({
    tags: { team: "shop" },
    iamAuthentication: true,
    dedicatedLogVolume: true,
    processor: { coreCount: "4" },
    license: "bring-your-own-license",
    storageThroughput: 1_000,
  });
});

test("asks for the tags of what was copied and shows none, and of nothing else", async () => {
  const { items, calls } = await list(({ action }) =>
    action === "ListTagsForResource"
      ? answer("ListTagsForResource", {
          TagList: [
            { Key: "CrossRegionBackup", Value: "prod" },
            { Key: "team", Value: "shop" },
          ],
        })
      : page([snapshot("copied", { SourceDBSnapshotIdentifier: SOURCE }), snapshot("by-hand")]),
  );
  expect(calls.slice(1)).toEqual([
    ["ListTagsForResource", { ResourceName: `arn:aws:rds:${REGION}:123456789012:snapshot:copied` }],
  ]);
  expect(items[0]?.snapshot).toMatchObject({ tags: { CrossRegionBackup: "prod" } });
  expect(items[0]?.snapshot.tagsHidden).toBeUndefined();
  expect(items[0]?.details.tags).toEqual({ team: "shop" });
  expect(items[1]?.snapshot.tagsHidden).toBe(true);
});

test("leaves out what was deleted before its tags were asked for", async () => {
  const { items, tagsUnknown } = await list(({ action }) =>
    action === "ListTagsForResource"
      ? failure("DBSnapshotNotFound", "it is gone", 404)
      : page([snapshot("copied", { SourceDBSnapshotIdentifier: SOURCE }), snapshot("by-hand")]),
  );
  expect(items.map(({ id }) => id)).toEqual(["by-hand"]);
  expect(tagsUnknown).toBeUndefined();
});

test("names what it may not ask for tags, reads all else, and asks no more", async () => {
  const copied = Array.from({ length: 30 }, (_, index) =>
    snapshot(`copied-${index}`, { SourceDBSnapshotIdentifier: SOURCE }),
  );
  const { items, tagsUnknown, calls } = await list(({ action }) =>
    action === "ListTagsForResource" ? failure("AccessDenied", "no", 403) : page([...copied, snapshot("by-hand")]),
  );
  expect(items).toHaveLength(31);
  expect(tagsUnknown).toMatchObject({ ids: copied.map((one) => one.DBSnapshotIdentifier), cause: { code: "denied" } });
  expect(calls.length).toBeLessThanOrEqual(11);
});

test("names a snapshot of which RDS says two things", async () => {
  const { items, unreadable } = await list(() => page([{ ...snapshot("a"), DBSnapshotIdentifier: "b" }]));
  expect(items).toEqual([]);
  expect(unreadable).toEqual([expect.stringContaining("b came with the ARN")]);
});
