import { describe, expect, test } from "@jest/globals";
import { byAttribute, compare, unexplained } from "../../../../simulation/demo/lost/compare";

const before = new Map([
  ["class", "db.r6g.large"],
  ["key", "key/1"],
  ["roles", "s3Import"],
]);
const after = new Map([
  ["class", "db.r6g.large"],
  ["key", "key/2"],
  ["ca", "new"],
]);

describe("a lost database and the restored one", () => {
  test("are compared attribute by attribute: kept, changed, lost; what is new does not count", () => {
    expect(compare(before, after).map(({ attribute, verdict }) => [attribute, verdict])).toEqual([
      ["class", "kept"],
      ["key", "changed"],
      ["roles", "lost"],
    ]);
  });

  test("have lost everything where there is no restored one", () => {
    expect(compare(before, undefined).map(({ verdict }) => verdict)).toEqual(["lost", "lost", "lost"]);
  });

  test("are counted by attribute over all databases, with the reason where one differs", () => {
    const all = [...compare(before, after), ...compare(new Map([["class", "db.r6g.large"]]), after)];
    expect(byAttribute(all, new Map([["key", "another region"]]))).toEqual([
      { attribute: "class", kept: 2, changed: 0, lost: 0, why: "" },
      { attribute: "key", kept: 0, changed: 1, lost: 0, why: "another region" },
      { attribute: "roles", kept: 0, changed: 0, lost: 1, why: "NOBODY KNOWS" },
    ]);
  });

  test("differ only for reasons that are known", () => {
    const known = new Map([
      ["key", "another region"],
      ["class", "not there"],
    ]);
    expect(unexplained(compare(before, after), known).map(({ attribute }) => attribute)).toEqual(["roles"]);
  });
});
