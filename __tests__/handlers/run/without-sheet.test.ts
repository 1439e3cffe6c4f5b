import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { outcomesOf } from "../../../handlers/run/report";
import { database, FRANKFURT, runOn, snapshotOf } from "./estate";
import { throttled } from "./memory-service";
import { reconciled } from "./published";

const orders = database("orders", { shape: { kind: "instance", class: "db.m7g.large" } });
const estate = { databases: [orders], snapshots: [snapshotOf(orders)] };
const refusing = (error: RdsError, refuses: (keys: readonly string[]) => boolean = (keys) => keys.includes(SHEET)) => {
  const run = runOn(estate, { targets: [FRANKFURT] });
  run.services.instance.failing(({ verb, request }) =>
    verb === "copy" && refuses(Object.keys(request?.tags ?? {})) ? error : undefined,
  );
  return run;
};
const SHEET = "CrossRegionBackup/Restore";
const badTags = new RdsError("invalid-request", "InvalidParameterValue", "Invalid characters in tag");
const tried = ({ services }: ReturnType<typeof runOn>) =>
  services.instance.asked
    .filter(({ verb }) => verb === "copy")
    .map(({ request }) => Object.hasOwn(request?.tags ?? {}, SHEET));

describe("a copy whose restore sheet may be what RDS refuses", () => {
  test.each([
    ["for its tags", badTags],
    ["in a way that nobody knows", new RdsError("unknown", "TagPolicyException", "not allowed")],
    [
      "as the role may not set them",
      new RdsError("denied", "AccessDenied", "explicit deny in a service control policy"),
    ],
  ])("is made without it: %s", async (_, error) => {
    const run = refusing(error);
    const { report, summary } = await reconciled("instance", "orders", run);
    expect(summary).toMatchObject({ copied: 1, failed: {} });
    expect(tried(run)).toEqual([true, false]);
    const { tags } = run.services.instance.copies[0] ?? {};
    expect(tags).toMatchObject({ CrossRegionBackup: "prod", "CrossRegionBackup/Database": "orders" });
    expect(outcomesOf(report).map(({ message }) => message)).toEqual([
      `it is newer than every copy: without a restore sheet, as RDS refused its tags: ${error.message}`,
    ]);
  });

  test("fails by what RDS says without it, if it is refused so too", async () => {
    const run = refusing(badTags, () => true);
    const { summary } = await reconciled("instance", "orders", run);
    expect(summary).toMatchObject({ copied: 0, failed: { "invalid-request": 1 } });
    expect(tried(run)).toEqual([true, false]);
  });

  test.each([
    ["throttled", throttled()],
    ["refused for something else", new RdsError("invalid-request", "InvalidParameterValue", "no such engine")],
  ])("is not tried again when it is %s", async (_, error) => {
    const run = refusing(error, () => true);
    await reconciled("instance", "orders", run);
    expect(tried(run)).toEqual([true]);
  });

  test.each([
    ["an engine in a stage", "The engine is not offered at this stage: advantage of 10 percentage points"],
    [
      "the snapshot's own name",
      "Invalid snapshot: arn:aws:rds:us-east-1:123456789012:snapshot:rds:tag-orders-2026-02-01-03-07",
    ],
  ])("is not tried again where a text about %s only reads like one about tags", async (_, message) => {
    const named = database("tag-orders", { shape: { kind: "instance", class: "db.m7g.large" } });
    const run = runOn({ databases: [named], snapshots: [snapshotOf(named)] }, { targets: [FRANKFURT] });
    const error = new RdsError("invalid-request", "InvalidParameterValue", message);
    run.services.instance.failing(({ verb }) => (verb === "copy" ? error : undefined));
    await reconciled("instance", "tag-orders", run);
    expect(tried(run)).toEqual([true]);
  });

  test("is not tried again where it has none", async () => {
    const bare = database("orders");
    const run = runOn({ databases: [bare], snapshots: [snapshotOf(bare)] }, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? badTags : undefined));
    await reconciled("instance", "orders", run);
    expect(tried(run)).toEqual([false]);
  });
});
