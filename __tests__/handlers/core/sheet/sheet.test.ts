import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Tags } from "../../../../handlers/core/model";
import { FIELD_NAMES, FIELDS, LEFT_OUT } from "../../../../handlers/core/sheet/fields";
import type { Shape } from "../../../../handlers/core/sheet/shape";
import { readSheet, SHEET_TAGS, type Sheet, sheetTags } from "../../../../handlers/core/sheet/sheet";
import { anyShape, ORACLE, SIXTEEN, TYPICAL } from "./shapes";

const RDS_ALLOWS = /^[A-Za-z0-9 _.:/=+\-@]*$/;

const length = (tags: Tags) => Object.values(tags).join("").length;

/** A sheet as somebody else writes it, with the check that belongs to it. */
const written = (said: string): Tags => {
  const check = createHash("sha256").update(said).digest("hex").slice(0, 6);
  return { "CrossRegionBackup/Restore": `${said} ${check}` };
};

const without = (shape: Shape, leftOut: readonly string[]) =>
  Object.fromEntries(Object.entries(shape).filter(([name, value]) => value !== undefined && !leftOut.includes(name)));

describe("a restore sheet", () => {
  test("names what it leaves out in the order of importance, whatever the reason", () => {
    const tooLong = "\u{10000}".repeat(120);
    const { tags, leftOut } = sheetTags({ kind: "cluster", ca: "\u0000", networkType: tooLong, vpc: "vpc-1" });
    expect(leftOut).toEqual(["networkType", "ca"]);
    expect(readSheet(tags)).toMatchObject({ shape: { vpc: "vpc-1" }, leftOut });
  });

  test("is read as it was written, less what it says is left out, in tags that RDS allows", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const { tags, leftOut } = sheetTags(shape);
        expect(SHEET_TAGS.slice(0, Object.keys(tags).length)).toEqual(Object.keys(tags));
        for (const value of Object.values(tags)) {
          expect(value).toMatch(RDS_ALLOWS);
          expect(value.length).toBeLessThanOrEqual(256);
          expect(value).toBe(value.trim());
        }
        const sheet = readSheet(tags);
        expect(sheet).toEqual({ shape: without(shape, leftOut), leftOut, version: 1, unread: [] });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a typical instance", TYPICAL, 352, 2],
    ["Oracle with five groups", ORACLE, 613, 3],
    ["a cluster of 16 members", SIXTEEN, 615, 3],
  ] as const)("says all of %s", (_, shape, characters, count) => {
    const { tags, leftOut } = sheetTags(shape);
    expect(leftOut).toEqual([]);
    expect(length(tags)).toBeLessThanOrEqual(characters);
    expect(Object.keys(tags)).toHaveLength(count);
  });

  test("has one entry for members that are alike, so that 16 are as long as one", () => {
    const of = (count: number) => sheetTags({ kind: "cluster", members: [{ count, class: "db.r7g.large" }] });
    expect(length(of(16).tags) - length(of(1).tags)).toBe(1);
  });

  test("leaves out the least important first, and only as much as it must", () => {
    const long = "x".repeat(240);
    const { tags, leftOut } = sheetTags({ ...TYPICAL, parameterGroup: long, subnetGroup: long });
    expect(leftOut).toEqual(["vpc"]);
    expect(length(tags)).toBeGreaterThan(3 * 256 - 25);
  });

  test("leaves out as many of the least important as it must, and keeps what is shorter than the place that is left", () => {
    const shape: Shape = {
      ...TYPICAL,
      parameterGroup: "p".repeat(250),
      subnetGroup: "s".repeat(250),
      domain: "d".repeat(60),
      monitoringRole: "m".repeat(60),
    };
    const { tags, leftOut } = sheetTags(shape);
    expect(leftOut).toEqual(["lifecycleSupport", "logExports", "databaseInsights", "monitoringRole", "vpc"]);
    expect(readSheet(tags)).toMatchObject({ leftOut, shape: { domain: shape.domain, monitoringSeconds: 60 } });
  });

  test("leaves out a value that is longer than all tags, and keeps what is less important", () => {
    const { tags, leftOut } = sheetTags({ ...TYPICAL, parameterGroup: "x".repeat(800) });
    expect(leftOut).toEqual(["parameterGroup"]);
    expect(readSheet(tags)).toMatchObject({ leftOut, shape: { vpc: TYPICAL.vpc } });
  });

  test.each([-1, 0.12345, 1e21, Number.NaN])("leaves out %d, which is no number of RDS", (maxStorageGib) => {
    const { tags, leftOut } = sheetTags({ kind: "instance", maxStorageGib });
    expect(leftOut).toEqual(["maxStorageGib"]);
    expect(readSheet(tags)).toMatchObject({ shape: { kind: "instance" }, leftOut });
  });

  test("leaves out a text that cannot be printed", () => {
    const { tags, leftOut } = sheetTags({ kind: "instance", domain: "a\nb", monitoringRole: "\ud800" });
    expect(leftOut).toEqual(["domain", "monitoringRole"]);
    expect(readSheet(tags)).toMatchObject({ shape: { kind: "instance" }, leftOut });
  });

  test("says nothing of a copy without one", () => {
    expect(readSheet({ CrossRegionBackup: "backup", "CrossRegionBackup/Hold": "" })).toBeUndefined();
  });

  test("is malformed if it was cut anywhere, or a character was changed", () => {
    const { tags } = sheetTags(TYPICAL);
    for (const [key, value] of Object.entries(tags)) {
      for (const at of value.split("").keys()) {
        expect(readSheet({ ...tags, [key]: value.slice(0, at) })).toHaveProperty("malformed");
        const other = value[at] === "a" ? "b" : "a";
        const changed = value.slice(0, at) + other + value.slice(at + 1);
        expect(readSheet({ ...tags, [key]: changed })).toHaveProperty("malformed");
      }
    }
  });

  test.each(SHEET_TAGS)("is malformed without its tag %s", (key) => {
    const { [key]: _, ...others } = sheetTags(ORACLE).tags;
    expect(readSheet(others)).toEqual({
      malformed:
        key === "CrossRegionBackup/Restore3"
          ? "it was cut or changed after it was written"
          : `its tag ${key} is missing`,
    });
  });

  test("answers any text, and never throws", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{0,4}=?[-A-Za-z0-9@+/.]{0,20}$/), { maxLength: 8 });
    const said = fc.oneof(
      fc.string({ unit: "binary" }),
      words.map((some) => ["v1", "i", ...some].join(" ")),
      words.map((some) => ["v7", "c", ...some].join(" ")),
    );
    fc.assert(
      fc.property(said, fc.boolean(), (one, isChecked) => {
        const answer = readSheet(isChecked ? written(one) : { "CrossRegionBackup/Restore": one });
        expect(answer).toEqual(
          expect.objectContaining(
            answer && "malformed" in answer ? { malformed: expect.any(String) } : { shape: expect.anything() },
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["v1 i c=db.m7g.large c=db.t3.micro", "its words are not each a field with a value"],
    ["v1 i class", "its words are not each a field with a value"],
    ["v1 i  c=db.m7g.large", "its words are not each a field with a value"],
    ["v1 i __proto__=1", "its words are not each a field with a value"],
    ["v1 i zz=1", "its field zz has no value that can be read"],
    ["v1 i az=yes", "its field az has no value that can be read"],
    ["v1 i smin=1", "its field smin has no value that can be read"],
    ["v1 i br=-7", "its field br has no value that can be read"],
    ["v1 i br=1e3", "its field br has no value that can be read"],
    ["v1 i pg=", "its field pg has no value that can be read"],
    ["v1 i pg=a@b", "its field pg has no value that can be read"],
    ["v1 i pg=@ffffff@", "its field pg has no value that can be read"],
    ["v1 i pg=a@a@b", "its field pg has no value that can be read"],
    ["v1 i pg=@1b@", "its field pg has no value that can be read"],
    ["v1 i pg=@d800@", "its field pg has no value that can be read"],
    ["v1 i pg=~/.ssh", "its field pg has no value that can be read"],
    ["v1 i r=+", "its field r has no value that can be read"],
    ["v1 i ro=/eu-west-1", "its field ro has no value that can be read"],
    ["v1 i ro=a/b/c", "its field ro has no value that can be read"],
    ["v1 c m=/db.r7g.large", "its field m has no value that can be read"],
    ["v1 c m=1/db.r7g.large+", "its field m has no value that can be read"],
    ["v1 x c=db.m7g.large", "it is neither of an instance nor of a cluster"],
    ["v0 i c=db.m7g.large", "it begins with no version such as v1"],
    ["c=db.m7g.large", "it begins with no version such as v1"],
  ])("that is forged as '%s' is malformed, with the reason", (said, malformed) => {
    expect(readSheet(written(said))).toEqual({ malformed });
  });

  test("of a later version is read as far as it is known, and says what is not", () => {
    expect(readSheet(written("v2 i c=db.m9g.large new=1+2/3 az=maybe x=ca+newer"))).toEqual({
      shape: { kind: "instance", class: "db.m9g.large" },
      leftOut: ["ca", "newer"],
      version: 2,
      unread: ["new", "az"],
    } satisfies Sheet);
  });

  test("reads names with characters that tags cannot hold", () => {
    const shape: Shape = {
      kind: "instance",
      subnetGroup: "my subnets",
      monitoringRole: "a,b=c@d+e",
      domain: "größe☃.example",
    };
    const { tags } = sheetTags(shape);
    expect(tags["CrossRegionBackup/Restore"]).toContain(
      "sn=my@20@subnets ad=gr@f6@@df@e@2603@.example mr=a@2c@b@3d@c@40@d@2b@e",
    );
    expect(readSheet(tags)).toMatchObject({ shape });
  });
});

describe("the fields of a sheet", () => {
  test("have codes of their own, which no version gives to another field", () => {
    expect(Object.fromEntries(FIELD_NAMES.map((name) => [FIELDS[name].code, name]))).toMatchInlineSnapshot(`
{
  "ad": "domain",
  "adr": "domainRole",
  "api": "httpEndpoint",
  "az": "multiAz",
  "br": "backupRetentionDays",
  "bt": "backtrackSeconds",
  "bw": "backupWindow",
  "c": "class",
  "ca": "ca",
  "ct": "copyTagsToSnapshot",
  "di": "databaseInsights",
  "dp": "deletionProtection",
  "gc": "globalCluster",
  "le": "logExports",
  "ls": "lifecycleSupport",
  "m": "members",
  "md": "membersDiffer",
  "mi": "monitoringSeconds",
  "mp": "managedPassword",
  "mr": "monitoringRole",
  "ms": "maxStorageGib",
  "mu": "minorUpgrades",
  "mw": "maintenanceWindow",
  "nt": "networkType",
  "og": "optionGroup",
  "pg": "parameterGroup",
  "pi": "performanceInsights",
  "pid": "performanceInsightsDays",
  "pub": "publiclyAccessible",
  "r": "roles",
  "ro": "replicaOf",
  "sg": "securityGroups",
  "smax": "serverlessMax",
  "smin": "serverlessMin",
  "sn": "subnetGroup",
  "sp": "serverlessPauseSeconds",
  "v": "vpc",
}
`);
    const codes = [...FIELD_NAMES.map((name) => FIELDS[name].code), LEFT_OUT];
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z0-9]{1,8}$/);
  });
});
