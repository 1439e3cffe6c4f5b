import { describe, expect, test } from "@jest/globals";
import { COPY_TAGS } from "../../../../handlers/core/copy-tags";
import { type Copied, type Entry, entryOf, misdeeds, remaining } from "../../../../scripts/moto/fire/ledger";
import { readRequest } from "../../../../scripts/moto/fire/request";

const AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/rds/aws4_request";

const asked = (parameters: Record<string, string>) =>
  entryOf(readRequest(AUTHORIZATION, String(new URLSearchParams(parameters))));

/** The copy of a day's snapshot. */
const copied = (day: number, changed: Partial<Copied> = {}): Copied => ({
  did: "copy",
  kind: "instance",
  region: "eu-central-1",
  id: `orders-${day}`,
  sourceArn: `arn:orders-${day}`,
  database: "orders",
  resourceId: "db-1",
  sourceTime: `2026-03-0${day}T03:07:00.000Z`,
  ...changed,
});
const deleted = (id: string): Entry => ({ did: "delete", kind: "instance", region: "eu-central-1", id });

describe("what a request changes", () => {
  test.each([
    ["instance", "DBSnapshot"],
    ["cluster", "DBClusterSnapshot"],
  ])("a copy of an %s's snapshot", (kind, type) => {
    const tags = { database: "orders", resourceId: "db-1", sourceTime: "2026-03-01T03:07:00.000Z" } as const;
    const parameters = Object.entries(tags).flatMap(([name, value], index) => [
      [`Tags.Tag.${index + 1}.Key`, COPY_TAGS[name as keyof typeof tags]],
      [`Tags.Tag.${index + 1}.Value`, value],
    ]);
    expect(
      asked({
        Action: `Copy${type}`,
        [`Source${type}Identifier`]: "arn:orders-1",
        [`Target${type}Identifier`]: "orders-1",
        ...Object.fromEntries(parameters),
      }),
    ).toEqual(copied(1, { kind: kind === "cluster" ? "cluster" : "instance" }));
  });

  test("a deletion, anything else, and nothing", () => {
    expect(asked({ Action: "DeleteDBSnapshot", DBSnapshotIdentifier: "orders-1" })).toEqual(deleted("orders-1"));
    expect(asked({ Action: "DeleteDBInstance", DBInstanceIdentifier: "orders" })).toMatchObject({
      did: "something else",
    });
    expect(asked({ Action: "DescribeDBSnapshots" })).toBeUndefined();
  });
});

describe("misdeeds", () => {
  test("are none where each snapshot is copied once, and the old copies go", () => {
    expect(misdeeds([copied(1), copied(2), copied(3), deleted("orders-1")], 2)).toEqual([]);
  });

  test("none is to copy again what was deleted, or from elsewhere or another kind the same", () => {
    const twins = [copied(1, { region: "us-west-2" }), copied(1, { kind: "cluster" })];
    expect(misdeeds([copied(1), copied(2), copied(3), deleted("orders-1"), copied(1), ...twins], 2)).toEqual([]);
  });

  test.each<[string, readonly Entry[], string]>([
    ["a second copy of a snapshot", [copied(1), copied(1, { id: "x" })], "arn:orders-1 was copied a second time"],
    ["a deletion of what is not ours", [copied(1), copied(2), deleted("by-hand")], "by-hand .* is no copy of ours"],
    ["a deletion of the newest", [copied(1), copied(2), copied(3), deleted("orders-3")], "it was the newest copy"],
    ["a deletion of one too many", [copied(1), copied(2), deleted("orders-1")], "left 1 copies, and 2 are to be kept"],
    [
      "a deletion for another database's sake",
      [copied(1), copied(2, { resourceId: "db-2" }), copied(3, { resourceId: "db-2" }), deleted("orders-1")],
      "it was the newest copy",
    ],
    [
      "any other change",
      [{ did: "something else", kind: "instance", region: "eu-west-1", id: "DeleteDBInstance" }],
      "nobody should",
    ],
  ])("%s", (_, entries, wrong) => {
    expect(misdeeds(entries, 2).join("\n")).toMatch(new RegExp(wrong));
  });
});

describe("what remains", () => {
  test("is the newest of all that were made, of each database and region", () => {
    const entries = [copied(1), copied(3), copied(2), copied(1, { region: "us-west-2" }), copied(3)];
    expect(remaining(entries, 2)).toEqual([
      "eu-central-1 instance orders-2",
      "eu-central-1 instance orders-3",
      "us-west-2 instance orders-1",
    ]);
  });
});
