import { expect, test } from "@jest/globals";
import { planDeletion } from "../../../cli/copies/deletion-plan";
import type { SourceFacts } from "../../../cli/copies/facts";
import type { CopyFound } from "../../../cli/copies/find";
import { type CopiesFlags, wantedOf } from "../../../cli/copies/options";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import type { Database } from "../../../handlers/core/model";
import type { Restorable } from "../../../handlers/core/restorable";
import { type CopyOptions, copy } from "../copies";
import { NOW } from "../terminal";

const [OLD, NEW] = [{ time: "2026-01-30T03:07" }, { time: "2026-01-31T03:07" }];

const databases = (...all: readonly (readonly [id: string, resourceId: string])[]) =>
  new Map([
    ["instance eu-west-1", new Map(all.map(([id, resourceId]) => [resourceId, { id, resourceId } as Database]))],
  ]);

/** What becomes of copies if all of them are asked for, oldest first. */
function fatesOf(
  copies: readonly CopyOptions[],
  facts: Partial<SourceFacts>,
  others: readonly Restorable[] = [],
  wanted: CopiesFlags = {},
): readonly (readonly [goes: boolean, why: string])[] {
  const found = recoveryPoints([...copies.map(copy), ...others], NOW);
  const known: SourceFacts = { databases: new Map(), deployments: new Map(), warnings: [], ...facts };
  const all = found.copies as readonly CopyFound[];
  return [...planDeletion(all, { copies: all, others: found.others }, wantedOf(wanted), known)]
    .sort((a, b) => a.found.copy.sourceTime.getTime() - b.found.copy.sourceTime.getTime())
    .map(({ goes, why }) => [goes, why]);
}

test("of a database that is gone all go", () => {
  expect(fatesOf([OLD, NEW], { databases: databases() })).toEqual([
    [true, "its database is gone"],
    [true, "its database is gone"],
  ]);
});

test.each<[string, CopiesFlags]>([
  ["its database is gone", { orphaned: true }],
  ["its deployment is gone", { deploymentGone: true }],
])("where it is not known that %s nothing goes for that", (_, wanted) => {
  expect(fatesOf([OLD, NEW], {}, [], wanted)).toEqual([]);
});

test.each([
  ["was made anew", { tags: {} }],
  [
    "may be another, as somebody changed the tag of its resource id",
    { tags: { "CrossRegionBackup/ResourceId": "db-X" } },
  ],
])("the newest of a name stays where the database of that name %s", (_, { tags }) => {
  const facts = { databases: databases(["orders", "db-ANEW"]) };
  expect(
    fatesOf(
      [
        { ...OLD, tags },
        { ...NEW, tags },
      ],
      facts,
    ),
  ).toEqual([
    [true, "its database is gone"],
    [false, "the newest of the name orders, which a database has"],
  ]);
});

test("those of the database before go once the one of now has a copy", () => {
  const facts = { databases: databases(["orders", "db-ANEW"]) };
  expect(fatesOf([OLD, { ...NEW, resourceId: "db-ANEW" }], facts)).toEqual([
    [true, "its database is gone"],
    [false, "the newest of a database that exists"],
  ]);
});

test("of a database that exists the newest of each region stays", () => {
  const { id, snapshot, ...rest } = copy(OLD);
  const arn = snapshot.arn.replace("eu-central-1", "eu-north-1");
  const elsewhere: Restorable = { ...rest, id, snapshot: { ...snapshot, arn, region: "eu-north-1" } };
  const fates = fatesOf([OLD, NEW], { databases: databases(["orders", "db-ORDERS"]) }, [elsewhere]);
  expect(fates.map(([goes]) => goes).sort()).toEqual([false, false, true]);
});

test("an instance and a cluster of one name that were made anew each keep their newest", () => {
  const facts = new Map([
    ...databases(["orders", "db-ANEW"]),
    [
      "cluster eu-west-1",
      new Map([["cluster-ANEW", { id: "orders", resourceId: "cluster-ANEW" } as Database]]),
    ] as const,
  ]);
  const fates = fatesOf([OLD, { ...NEW, kind: "cluster", database: "orders" }], { databases: facts });
  expect(fates).toEqual(Array(2).fill([false, "the newest of the name orders, which a database has"]));
});

test.each([
  ["2026-01-31", false, "its hold ended on 2026-01-31, a week ago at most: copies release takes that off"],
  ["2026-01-20", true, "its database is gone"],
])("what was held until %s goes: %s", (until, goes, why) => {
  const tags = { "CrossRegionBackup/Hold": until };
  expect(fatesOf([{ ...OLD, tags }], { databases: databases() })).toEqual([[goes, why]]);
});

test.each([
  ["upgrading", 100, "what its status upgrading means is not known"],
  ["upgrading", 40, "it is still being made"],
  ["deleting", 100, "it is being deleted already"],
])("what is %s at %i % stays", (status, percent, why) => {
  expect(fatesOf([{ ...OLD, status, percent }], { databases: databases() })).toEqual([[false, why]]);
});

test("what is copied on stays, whoever copies it to whatever", () => {
  const source = copy(OLD);
  const { snapshot } = copy(NEW);
  const byHand: Restorable = {
    ...source,
    id: "by-hand",
    snapshot: { ...snapshot, id: "by-hand", sourceArn: source.snapshot.arn, status: "copying", percent: 3, tags: {} },
  };
  expect(fatesOf([OLD], { databases: databases() }, [byHand])).toEqual([[false, "it is being copied"]]);
});
