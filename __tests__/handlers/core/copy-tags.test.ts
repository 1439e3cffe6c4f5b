import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { COPY_TAGS, type CopyTagsInput, copyTags } from "../../../handlers/core/copy-tags";
import { SHEET_TAGS } from "../../../handlers/core/sheet/sheet";

const ARN = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-01-31-03-07";

function input(overrides: Partial<CopyTagsInput> = {}): CopyTagsInput {
  return {
    deployment: "rds-cross-region-backup",
    sourceArn: ARN,
    sourceTime: new Date("2026-01-31T03:07:12.345Z"),
    database: "orders",
    resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    startedAt: new Date("2026-01-31T03:20:00.000Z"),
    attempt: 1,
    sheet: {},
    set: {},
    ofSnapshot: {},
    ofDatabase: {},
    ...overrides,
  };
}

const OURS = {
  CrossRegionBackup: "rds-cross-region-backup",
  "CrossRegionBackup/SourceArn": ARN,
  "CrossRegionBackup/SourceTime": "2026-01-31T03:07:12.345Z",
  "CrossRegionBackup/Database": "orders",
  "CrossRegionBackup/ResourceId": "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "CrossRegionBackup/StartedAt": "2026-01-31T03:20:00.000Z",
};

describe("the tags of a copy", () => {
  test("say whose it is, what of, from when and when it was started", () => {
    expect(copyTags(input())).toEqual({ tags: OURS, dropped: [] });
  });

  test("show the attempt from the second on", () => {
    expect(copyTags(input({ attempt: 2 })).tags).toEqual({ ...OURS, "CrossRegionBackup/Attempt": "2" });
    expect(copyTags(input({ attempt: 3 })).tags).toEqual({ ...OURS, "CrossRegionBackup/Attempt": "3" });
  });

  test("are ours first, then the snapshot's by key", () => {
    const { tags } = copyTags(input({ attempt: 2, ofSnapshot: { team: "shop", Cost: "42", env: "prod" } }));
    expect(Object.entries(tags)).toEqual([
      ...Object.entries(OURS),
      ["CrossRegionBackup/Attempt", "2"],
      ["Cost", "42"],
      ["env", "prod"],
      ["team", "shop"],
    ]);
  });

  test("are those of the database where the snapshot has none", () => {
    const ofDatabase = { env: "prod", "aws:x": "1" };
    expect(copyTags(input({ ofDatabase }))).toEqual({ tags: { ...OURS, env: "prod" }, dropped: ["aws:x"] });
    expect(copyTags(input({ ofDatabase, ofSnapshot: { team: "shop" } })).tags).toEqual({ ...OURS, team: "shop" });
  });

  test("are after ours the restore sheet, then those that are set, which win and are never dropped", () => {
    const keys = Array.from({ length: 38 }, (_, index) => `set-${index}`);
    const sheet = Object.fromEntries(SHEET_TAGS.map((key) => [key, "v1"]));
    const set = Object.fromEntries(keys.map((key) => [key, "x"]));
    const { tags, dropped } = copyTags(input({ attempt: 2, sheet, set, ofSnapshot: { a: "1", "set-0": "another" } }));
    expect(Object.keys(tags)).toEqual([...Object.keys(OURS), "CrossRegionBackup/Attempt", ...SHEET_TAGS, ...keys]);
    expect(Object.keys(tags)).toHaveLength(48);
    expect(tags["set-0"]).toBe("x");
    expect(dropped).toEqual(["a", "set-0"]);
  });

  test("take an empty value as it is", () => {
    expect(copyTags(input({ ofSnapshot: { protected: "" } })).tags).toEqual({ ...OURS, protected: "" });
  });

  test("leave out reserved keys, in whatever case, and say so", () => {
    const inherited = {
      "aws:cloudformation:stack-name": "shop",
      "AWS:x": "1",
      "rds:x": "1",
      CrossRegionBackup: "another-deployment",
      "CrossRegionBackup/SourceArn": "arn:aws:rds:us-east-1:999999999999:snapshot:rds:other-2020-01-01-00-00",
      "CrossRegionBackup/Attempt": "3",
      "CrossRegionBackup/Later": "a key of a later version",
      crossregionbackup: "1",
      "my-rds:x": "kept",
      "my-CrossRegionBackup": "kept",
      "my-aws:x": "kept",
    };
    const { tags, dropped } = copyTags(input({ ofSnapshot: inherited }));
    expect(tags).toEqual({ ...OURS, "my-rds:x": "kept", "my-CrossRegionBackup": "kept", "my-aws:x": "kept" });
    expect(dropped).toEqual([
      "AWS:x",
      "CrossRegionBackup",
      "CrossRegionBackup/Attempt",
      "CrossRegionBackup/Later",
      "CrossRegionBackup/SourceArn",
      "aws:cloudformation:stack-name",
      "crossregionbackup",
      "rds:x",
    ]);
  });

  test("are at most 48, and the rest is named", () => {
    const keys = Array.from({ length: 50 }, (_, index) => `tag-${String(index).padStart(2, "0")}`);
    const inherited = Object.fromEntries(keys.map((key) => [key, "x"]));
    const first = copyTags(input({ ofSnapshot: inherited }));
    expect(Object.keys(first.tags)).toEqual([...Object.keys(OURS), ...keys.slice(0, 42)]);
    expect(first.dropped).toEqual(keys.slice(42));
    const second = copyTags(input({ attempt: 2, ofSnapshot: inherited }));
    expect(Object.keys(second.tags)).toHaveLength(48);
    expect(second.dropped).toEqual(keys.slice(41));
  });

  test("leave room for one that comes later", () => {
    const keys = Array.from({ length: 50 }, (_, index) => `tag-${String(index).padStart(2, "0")}`);
    const inherited = Object.fromEntries(keys.map((key) => [key, "x"]));
    const { tags, dropped } = copyTags(input({ ofSnapshot: inherited, later: 1 }));
    expect(Object.keys(tags)).toEqual([...Object.keys(OURS), ...keys.slice(0, 41)]);
    expect(dropped).toEqual(keys.slice(41));
  });

  test("lose nothing in silence, whatever the snapshot's tags are", () => {
    const key = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("__proto__", "constructor", "7", "aws:x"));
    const anyTags = fc
      .uniqueArray(fc.tuple(key, fc.string()), { maxLength: 60, selector: ([name]) => name })
      .map((pairs) => Object.fromEntries(pairs));
    fc.assert(
      fc.property(anyTags, fc.integer({ min: 1, max: 3 }), (inherited, attempt) => {
        const { tags, dropped } = copyTags(input({ ofSnapshot: inherited, attempt }));
        const ours = copyTags(input({ attempt })).tags;
        expect(tags).toMatchObject(ours);
        expect(Object.keys(tags).length).toBeLessThanOrEqual(48);
        const kept = Object.keys(tags).filter((name) => !Object.hasOwn(ours, name));
        for (const name of kept) expect(tags[name]).toBe(inherited[name]);
        expect([...kept, ...dropped].sort()).toEqual(Object.keys(inherited).sort());
      }),
    );
  });

  test("leave room for a hold and its reason, among the 50 that RDS allows", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tag-${index}`, "x"]));
    const { tags } = copyTags(input({ ofSnapshot: many, attempt: 3 }));
    const held = { ...tags, [COPY_TAGS.hold]: "forever", [COPY_TAGS.holdReason]: "audit" };
    expect(Object.keys(held)).toHaveLength(50);
  });

  test("have public names, as copies of years ago bear them", () => {
    expect(COPY_TAGS).toEqual({
      deployment: "CrossRegionBackup",
      sourceArn: "CrossRegionBackup/SourceArn",
      sourceTime: "CrossRegionBackup/SourceTime",
      database: "CrossRegionBackup/Database",
      resourceId: "CrossRegionBackup/ResourceId",
      startedAt: "CrossRegionBackup/StartedAt",
      attempt: "CrossRegionBackup/Attempt",
      restore: "CrossRegionBackup/Restore",
      restore2: "CrossRegionBackup/Restore2",
      restore3: "CrossRegionBackup/Restore3",
      optionGroup: "CrossRegionBackup/OptionGroup",
      hold: "CrossRegionBackup/Hold",
      holdReason: "CrossRegionBackup/HoldReason",
    });
  });
});
