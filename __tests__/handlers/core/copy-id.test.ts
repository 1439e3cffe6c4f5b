import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type CopySource, copyId, MAX_ID_LENGTH } from "../../../handlers/core/copy-id";
import type { Kind } from "../../../handlers/core/model";

const LEDGER_63 = "ledger-of-the-department-of-accounts-payable-and-receivable-eu1";

function source(kind: Kind, databaseId: string, snapshotId: string, sourceRegion = "eu-west-1"): CopySource {
  const type = kind === "instance" ? "snapshot" : "cluster-snapshot";
  const sourceArn = `arn:aws:rds:${sourceRegion}:123456789012:${type}:${snapshotId}`;
  return { kind, databaseId, sourceRegion, snapshotId, sourceArn };
}

describe("the id of a copy", () => {
  test.each<[string, Kind, string, string, string]>([
    [
      "is database, source region and the time in the snapshot's id",
      "instance",
      "orders",
      "rds:orders-2026-01-31-03-07",
      "orders-eu-west-1-2026-01-31-03-07",
    ],
    ["is so for clusters too", "cluster", "ledger", "rds:ledger-2026-01-31-03-07", "ledger-eu-west-1-2026-01-31-03-07"],
    [
      "keeps the former name of a renamed database",
      "instance",
      "orders",
      "rds:shop-2026-01-31-03-07",
      "orders-eu-west-1-shop-2026-01-31-03-07",
    ],
    [
      "leaves out the database's name only where the id begins with all of it",
      "instance",
      "order",
      "rds:orders-2026-01-31-03-07",
      "order-eu-west-1-orders-2026-01-31-03-07",
    ],
    ["takes an id that is the database's own", "instance", "orders", "rds:orders", "orders-eu-west-1-orders"],
    ["takes an id with nothing behind the name", "instance", "orders", "rds:orders-", "orders-eu-west-1-orders"],
    ["is in lower case", "instance", "Orders", "rds:Orders-Final", "orders-eu-west-1-final"],
    [
      "has a hyphen for characters that RDS refuses, and no two in a row",
      "instance",
      "orders",
      "orders-awsbackup:job--1_x",
      "orders-eu-west-1-awsbackup-job-1-x",
    ],
    ["does not end in a hyphen", "instance", "orders", "rds:orders-2026-", "orders-eu-west-1-2026"],
    ["drops rds: from the front only", "instance", "orders", "orders-rds:2026", "orders-eu-west-1-rds-2026"],
  ])("%s", (_, kind, databaseId, snapshotId, expected) => {
    expect(copyId(source(kind, databaseId, snapshotId))).toBe(expected);
  });

  test("of a cluster with a long name is cut in the database part, and a hash tells it from others", () => {
    const id = copyId(source("cluster", LEDGER_63, `rds:${LEDGER_63}-2026-01-31-03-07`));
    // The first 8 hex digits of `printf %s <source ARN> | sha256sum`.
    expect(id).toBe("ledger-of-the-department-of-f0a9bb0c-eu-west-1-2026-01-31-03-07");
  });

  test("has no hyphen before the hash where the cut leaves one", () => {
    const name = "ledger-of-the-department-s-accounts-payable-and-receivable";
    expect(copyId(source("cluster", name, `rds:${name}-2026-01-31-03-07`))).toMatch(
      /^ledger-of-the-department-s-[0-9a-f]{8}-eu-west-1-2026-01-31-03-07$/,
    );
  });

  test("is cut only where it is too long", () => {
    const fits = "a".repeat(63 - "-eu-west-1-2026-01-31-03-07".length);
    expect(copyId(source("cluster", fits, `rds:${fits}-2026-01-31-03-07`))).toBe(`${fits}-eu-west-1-2026-01-31-03-07`);
    const tooLong = `${fits}a`;
    expect(copyId(source("cluster", tooLong, `rds:${tooLong}-2026-01-31-03-07`))).toMatch(/-[0-9a-f]{8}-eu-west-1-/);
    expect(copyId(source("instance", tooLong, `rds:${tooLong}-2026-01-31-03-07`))).toBe(
      `${tooLong}-eu-west-1-2026-01-31-03-07`,
    );
  });

  test("of a renamed cluster with two long names keeps region and time", () => {
    const former = `${"x".repeat(62)}y`;
    expect(copyId(source("cluster", LEDGER_63, `rds:${former}-2026-01-31-03-07`, "us-gov-west-1"))).toMatch(
      /^l-[0-9a-f]{8}-us-gov-west-1-x+y-2026-01-31-03-07$/,
    );
  });

  test("may have 255 characters for an instance and 63 for a cluster", () => {
    expect(MAX_ID_LENGTH).toEqual({ instance: 255, cluster: 63 });
  });
});

describe("for every source", () => {
  const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
  const letter = fc.constantFrom(...alphabet.slice(0, 26));
  /** A database id as RDS allows it: 1 to 63 characters, a letter first, single hyphens inside. */
  const name = fc
    .tuple(letter, fc.array(fc.constantFrom(...alphabet, "-"), { maxLength: 62 }))
    .map(([first, more]) => `${first}${more.join("")}`.replace(/-+/g, "-").replace(/-$/, ""));
  const longName = fc
    .tuple(letter, fc.array(fc.constantFrom(...alphabet), { minLength: 62, maxLength: 62 }))
    .map(([first, more]) => `${first}${more.join("")}`);
  const time = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 16).replace(/[T:]/g, "-"));
  const region = fc.constantFrom("eu-west-1", "us-east-1", "us-gov-west-1", "ap-southeast-5", "il-central-1");
  const kind = fc.constantFrom<Kind>("instance", "cluster");
  const databaseName = fc.oneof(name, longName);
  /** The snapshots of a renamed database may bear its former name. */
  const snapshotOf = (databaseId: string) =>
    fc
      .tuple(fc.oneof({ weight: 3, arbitrary: fc.constant(databaseId) }, databaseName), time)
      .map(([named, at]) => `rds:${named}-${at}`);

  test("the id is one that RDS takes, names the source region and ends in the time", () => {
    const sources = fc
      .tuple(kind, databaseName, region)
      .chain(([ofKind, databaseId, inRegion]) =>
        snapshotOf(databaseId).map((snapshotId) => source(ofKind, databaseId, snapshotId, inRegion)),
      );
    fc.assert(
      fc.property(sources, (one) => {
        const id = copyId(one);
        expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        expect(id.length).toBeLessThanOrEqual(one.kind === "cluster" ? 63 : 255);
        expect(id).toContain(`-${one.sourceRegion}-`);
        expect(id.endsWith(one.snapshotId.slice(-"2026-01-31-03-07".length))).toBe(true);
        expect(copyId({ ...one })).toBe(id);
      }),
      { numRuns: 2000 },
    );
  });

  test("no two sources of a kind and region have the same id", () => {
    const pairs = fc.tuple(kind, region, databaseName, databaseName).chain(([ofKind, inRegion, a, b]) =>
      // The same database, two of them, and one that has taken the other's name.
      fc
        .tuple(snapshotOf(a), fc.oneof(snapshotOf(a), snapshotOf(b)), fc.constantFrom(a, b))
        .map(
          ([first, second, owner]) =>
            [source(ofKind, a, first, inRegion), source(ofKind, owner, second, inRegion)] as const,
        ),
    );
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        fc.pre(a.sourceArn !== b.sourceArn);
        expect(copyId(a)).not.toBe(copyId(b));
      }),
      { numRuns: 2000 },
    );
  });
});
