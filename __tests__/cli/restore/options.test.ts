import { describe, expect, test } from "@jest/globals";
import { type RestoreFlags, restoreRequest } from "../../../cli/restore/options";

const wanted = (flags: RestoreFlags) => {
  const request = restoreRequest({ list: true, ...flags });
  if (request.do !== "list") throw new Error(request.do);
  return request.wanted;
};
const choices = (flags: RestoreFlags) => {
  const request = restoreRequest({ all: true, ...flags });
  if (request.do !== "write") throw new Error(request.do);
  return request.choices;
};

test("a day is meant to its end, a time as it is", () => {
  expect(wanted({ at: "2026-01-31" }).at).toEqual(new Date("2026-01-31T23:59:59.999Z"));
  expect(wanted({ at: "2026-01-31T12:00Z" }).at).toEqual(new Date("2026-01-31T12:00:00Z"));
  expect(wanted({ at: "2026-01-31T12:00:00+02:00" }).at).toEqual(new Date("2026-01-31T10:00:00Z"));
});

test("a database may be of one kind", () => {
  expect(wanted({ database: ["orders", "cluster/shop-*"] }).databases).toEqual([
    { kind: undefined, pattern: "orders" },
    { kind: "cluster", pattern: "shop-*" },
  ]);
});

test("only snapshots that are named mean no database beside them", () => {
  expect(restoreRequest({ snapshot: ["mine"] })).toMatchObject({ wanted: { databases: [], snapshots: ["mine"] } });
});

test("groups are for all, or each for what was lost", () => {
  const securityGroup = ["sg-1", "sg-a=sg-2", "sg-a=sg-3"];
  expect(choices({ securityGroup }).securityGroups).toEqual(new Map([["sg-a", ["sg-2", "sg-3"]]]));
  expect(choices({ subnetGroup: ["there", "old=new"], securityGroup: ["sg-1", "sg-a=sg-2,sg-3"] })).toMatchObject({
    subnetGroup: "there",
    subnetGroups: new Map([["old", "new"]]),
    securityGroup: ["sg-1"],
    securityGroups: new Map([["sg-a", ["sg-2", "sg-3"]]]),
  });
});

describe("refused, with what is wrong", () => {
  test.each<[string, RestoreFlags]>([
    ["Which databases?", {}],
    ["--all goes with neither", { all: true, database: ["orders"] }],
    ["--all goes with neither", { all: true, snapshot: ["mine"] }],
    ["it does not go with --snapshot", { list: true, snapshot: ["mine"] }],
    ['--database: "or ders"', { database: ["or ders"] }],
    ['--database: "cluster/"', { database: ["cluster/"] }],
    ['--at: "yesterday"', { all: true, at: "yesterday" }],
    ['--at: "2026-02-30"', { all: true, at: "2026-02-30" }],
    ['--at: "2026-02-30T12:00Z"', { all: true, at: "2026-02-30T12:00Z" }],
    ['--at: "2026-01-31T12:00"', { all: true, at: "2026-01-31T12:00" }],
    ["--subnet-group: one for all", { all: true, subnetGroup: ["a", "b"] }],
    ["--subnet-group: a name is missing", { all: true, subnetGroup: [""] }],
    ["--subnet-group: a name is missing", { all: true, subnetGroup: ["old="] }],
    ["--subnet-group: a name is missing", { all: true, subnetGroup: ["=new"] }],
    ['--security-group: "default"', { all: true, securityGroup: ["default"] }],
    ['--security-group: "x"', { all: true, securityGroup: ["sg-1=x"] }],
    ['--rename: "orders"', { all: true, rename: ["orders"] }],
    ['--rename: "orders" is given twice', { all: true, rename: ["orders=a", "orders=b"] }],
    ['--subnet-group: "old" is given twice', { all: true, subnetGroup: ["old=a", "old=b"] }],
  ])("%s", (message, flags) => {
    expect(() => restoreRequest(flags)).toThrow(message);
  });

  test("all at once", () => {
    expect(() => restoreRequest({ at: "never", rename: ["x"] })).toThrow(/Which databases.*\n.*--at.*\n.*--rename/);
  });
});
