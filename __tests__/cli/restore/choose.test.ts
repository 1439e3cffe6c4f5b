import { describe, expect, test } from "@jest/globals";
import { choose, databasesOf } from "../../../cli/restore/choose";
import type { Wanted } from "../../../cli/restore/options";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import type { Restorable } from "../../../handlers/core/restorable";
import { copy, TARGET } from "../copies";
import { NOW } from "../terminal";

const ALL: Wanted = {
  databases: undefined,
  snapshots: [],
  at: undefined,
  deployment: undefined,
  sourceRegion: undefined,
};
const chosenOf = (snapshots: readonly Restorable[], wanted: Partial<Wanted> = {}) => {
  const { chosen, problems } = choose(recoveryPoints(snapshots, NOW), { ...ALL, ...wanted }, TARGET);
  return { ids: chosen.map(({ point }) => point.id), remarks: chosen.flatMap(({ remarks }) => remarks), problems };
};
const named = (...patterns: string[]) => ({ databases: patterns.map((pattern) => ({ kind: undefined, pattern })) });

describe("the recovery point", () => {
  const days = ["2026-01-29T03:07", "2026-01-31T03:07", "2026-01-30T03:07"].map((time) => copy({ time }));

  test("is the newest", () => {
    expect(chosenOf(days)).toEqual({ ids: ["orders-eu-west-1-2026-01-31-03-07"], remarks: [], problems: [] });
  });

  test("is the newest that is not later than a time, itself included", () => {
    expect(chosenOf(days, { at: new Date("2026-01-30T03:07:00Z") }).ids).toEqual(["orders-eu-west-1-2026-01-30-03-07"]);
    expect(chosenOf(days, { at: new Date("2026-01-30T03:06:59Z") }).ids).toEqual(["orders-eu-west-1-2026-01-29-03-07"]);
  });

  test("is missing where all are later: the oldest is named", () => {
    const { ids, problems } = chosenOf(days, { at: new Date("2026-01-28T00:00:00Z") });
    expect(ids).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        of: "instance/orders",
        cause: expect.stringContaining("its oldest is of 29 Jan 2026, 03:07 UTC"),
      }),
    ]);
  });

  test("is an available one, and a newer one that is being made is told", () => {
    const copying = copy({ time: "2026-02-01T03:07", status: "copying", percent: 42 });
    expect(chosenOf([...days, copying])).toMatchObject({
      ids: ["orders-eu-west-1-2026-01-31-03-07"],
      remarks: ["A newer copy, of 1 Feb 2026, 03:07 UTC, is still being made (42 %)."],
    });
  });

  test.each([
    [
      "copying",
      "is still being made (42 %)",
      "try again when it is done, which may be never while its source region is down",
    ],
    ["failed", "has the status failed", "look at it in RDS: there is no other copy"],
  ])("is none that is %s", (status, cause, remedy) => {
    const { ids, problems } = chosenOf([copy({ status, percent: 42 })]);
    expect(ids).toEqual([]);
    expect(problems).toEqual([{ of: "instance/orders", cause: expect.stringContaining(cause), remedy }]);
  });

  test("is none of that time, but there are later ones: that is said", () => {
    const failed = copy({ time: "2026-01-28T03:07", status: "failed" });
    expect(chosenOf([...days, failed], { at: new Date("2026-01-28T12:00Z") }).problems).toEqual([
      expect.objectContaining({ remedy: "take a later time with --at" }),
    ]);
  });

  test("may be of an earlier database of the same name: that is said", () => {
    const before = copy({ time: "2026-01-28T03:07", resourceId: "db-BEFORE" });
    expect(chosenOf([...days, before]).remarks).toEqual([
      "Earlier copies of this name are of a database that was dropped before this one was made.",
    ]);
  });

  test.each([
    ["--at says so", {}, { at: new Date("2026-01-31T23:00:00Z") }],
    ["the one made since has none that is available", { status: "copying" }, {}],
  ])("is of the earlier database of its name where %s: that is said", (_, options, wanted) => {
    const since = copy({ time: "2026-02-01T03:07", resourceId: "db-SINCE", ...options });
    expect(chosenOf([...days, since], wanted)).toMatchObject({
      ids: ["orders-eu-west-1-2026-01-31-03-07"],
      remarks: expect.arrayContaining([
        "It was dropped and made again since: this is the earlier database of its name.",
      ]),
    });
  });
});

describe("databases", () => {
  const estate = [
    copy(),
    copy({ database: "orders-eu" }),
    copy({ kind: "cluster" }),
    copy({ kind: "cluster", database: "orders" }),
  ];

  test("are chosen by patterns, each once", () => {
    expect(chosenOf(estate, named("orders*", "orders")).ids).toHaveLength(3);
    expect(chosenOf(estate, named("shop")).ids).toEqual(["shop-eu-west-1-2026-01-31-03-07"]);
  });

  test("are chosen by kind", () => {
    const { ids } = chosenOf(estate, { databases: [{ kind: "cluster", pattern: "orders" }] });
    expect(ids).toEqual(["orders-eu-west-1-2026-01-31-03-07"]);
  });

  test("that are not there are named, beside those that are", () => {
    expect(chosenOf(estate, named("shop", "ordesr"))).toMatchObject({
      ids: ["shop-eu-west-1-2026-01-31-03-07"],
      problems: [{ of: "ordesr", remedy: "did you mean orders?" }],
    });
  });

  test("of several deployments or source regions must be told apart", () => {
    const twins = [copy(), copy({ deployment: "other" }), copy({ sourceRegion: "us-east-1", database: "orders" })];
    expect(chosenOf([twins[0] ?? copy(), copy({ sourceRegion: "us-east-1" })]).problems).toEqual([
      expect.objectContaining({ cause: "it has copies of several deployments: prod in eu-west-1, prod in us-east-1" }),
    ]);
    expect(chosenOf([copy(), copy({ sourceRegion: "us-east-1" })], { sourceRegion: "us-east-1" })).toMatchObject({
      ids: ["orders-us-east-1-2026-01-31-03-07"],
      problems: [],
    });
  });

  test("of a deployment that is not there are no copies", () => {
    expect(chosenOf(estate, { deployment: "gone" }).problems).toEqual([
      expect.objectContaining({
        cause: "there are no copies in eu-central-1 of deployment gone",
        remedy: "those that are there are of prod in eu-west-1",
      }),
    ]);
  });
});

describe("what claims to be a copy", () => {
  const foreign = copy({
    tags: { [COPY_TAGS.sourceArn]: "arn:aws:rds:eu-west-1:999999999999:snapshot:rds:orders-2026-01-31-03-07" },
  });

  test("is reported and not restored, whatever asks for all", () => {
    const found = recoveryPoints([copy(), foreign], NOW);
    expect(found.copies).toHaveLength(1);
    expect(found.claims).toEqual([
      { kind: "instance", id: foreign.id, deployment: "prod", why: expect.stringContaining("not of this account") },
    ]);
    expect(databasesOf(found, ALL)).toHaveLength(1);
  });

  test("by RDS is of another source", () => {
    const other = copy();
    const sourceArn = "arn:aws:rds:eu-west-1:111122223333:snapshot:rds:other-2026-01-31-03-07";
    expect(recoveryPoints([{ ...other, snapshot: { ...other.snapshot, sourceArn } }], NOW).claims).toHaveLength(1);
  });

  test("is restored where its id is named, with the doubt", () => {
    expect(chosenOf([foreign], { databases: [], snapshots: [foreign.id] })).toEqual({
      ids: [foreign.id],
      remarks: [expect.stringMatching(/is none: .* Its tags are not used\./)],
      problems: [],
    });
  });
});

test("a snapshot of another tool is restored by its id", () => {
  const other = copy();
  const plain = { ...other, id: "by-hand", snapshot: { ...other.snapshot, id: "by-hand", tags: {} } };
  expect(chosenOf([plain], { databases: [], snapshots: ["by-hand", "none"] })).toEqual({
    ids: ["by-hand"],
    remarks: [],
    problems: [expect.objectContaining({ of: "snapshot none" })],
  });
});

test("a snapshot of RDS Custom is none that can be restored: it needs an instance profile", () => {
  const { id, ...other } = copy({ details: { engine: "custom-oracle-ee" } });
  const plain = { ...other, id, snapshot: { ...other.snapshot, tags: {} } };
  expect(chosenOf([plain], { databases: [], snapshots: [id] })).toMatchObject({
    ids: [],
    problems: [{ of: `snapshot ${id}`, cause: expect.stringContaining("RDS Custom (custom-oracle-ee)") }],
  });
});

test.each(["postgres", "docdb", "neptune"])("a snapshot of a cluster of %s is none that can be restored", (engine) => {
  const { id, ...other } = copy({ kind: "cluster", details: { engine } });
  const plain = { ...other, id, snapshot: { ...other.snapshot, tags: {} } };
  expect(chosenOf([plain], { databases: [], snapshots: [id] })).toMatchObject({
    ids: [],
    problems: [{ of: `snapshot ${id}`, cause: expect.stringContaining("clusters of Aurora only") }],
  });
});

test("an id that a snapshot of an instance and one of a cluster have is asked for with its kind", () => {
  const both = [copy({ database: "shop" }), copy({ kind: "cluster" })];
  const { id } = copy({ kind: "cluster" });
  expect(chosenOf(both, { databases: [], snapshots: [id] })).toMatchObject({
    ids: [],
    problems: [{ remedy: `say which: instance/${id} or cluster/${id}` }],
  });
  const { chosen } = choose(recoveryPoints(both, NOW), { ...ALL, databases: [], snapshots: [`cluster/${id}`] }, TARGET);
  expect(chosen.map(({ point }) => point.kind)).toEqual(["cluster"]);
});

test("a snapshot that is named is restored in the place of the copy that would be chosen", () => {
  const [old, young] = [copy({ time: "2026-01-30T03:07" }), copy()];
  expect(chosenOf([old, young], { ...named("orders"), snapshots: [old.id] }).ids).toEqual([old.id]);
});
