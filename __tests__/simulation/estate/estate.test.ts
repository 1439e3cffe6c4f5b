import { expect, test } from "@jest/globals";
import { addEstate, type EstateOptions } from "../../../simulation/estate/estate";
import { Random } from "../../../simulation/time/random";
import { SOURCE, simulation, TARGET } from "../support";

function estate(options: Partial<EstateOptions> = {}, seed = 1) {
  const { aws } = simulation();
  const made = addEstate(
    aws,
    { region: SOURCE, targetRegions: [TARGET, "us-east-1"], databases: 300, foreignSnapshots: 40, ...options },
    new Random(seed),
  );
  return { aws, ...made };
}

test("the same seed gives the same estate, another one another", () => {
  const { databases, foreign } = estate();
  expect(estate()).toMatchObject({ databases, foreign });
  expect(estate({}, 2).databases).not.toEqual(databases);
});

test("an estate has all that a real one has", () => {
  const { aws, databases, foreign } = estate();
  expect(databases).toHaveLength(300);
  const has = (test: (database: (typeof databases)[number]) => boolean) => databases.some(test);
  expect(has(({ kind }) => kind === "instance")).toBe(true);
  expect(has(({ kind, encryption }) => kind === "cluster" && encryption === "sse-rds")).toBe(true);
  expect(has(({ encryption }) => encryption === "none")).toBe(true);
  expect(has(({ status }) => status === "stopped")).toBe(true);
  expect(has(({ backupRetentionDays }) => backupRetentionDays === 0)).toBe(true);
  expect(has(({ engine }) => engine.startsWith("custom-"))).toBe(true);
  expect(has(({ id }) => id.length === 63)).toBe(true);
  expect(has(({ tags }) => Object.keys(tags).length === 50)).toBe(true);
  expect(foreign).toHaveLength(80);
  expect(foreign.some(({ tags }) => tags.CrossRegionBackup === "rds-cross-region-backup")).toBe(true);
  expect(foreign.some(({ tags }) => tags.CrossRegionBackup === "other-deployment")).toBe(true);
  const members = [...aws.region(SOURCE).databases.instance.values()].filter(({ memberOf }) => memberOf !== undefined);
  expect(members).toHaveLength(databases.filter(({ kind }) => kind === "cluster").length);
});

test("no share of something makes none of it", () => {
  const shares = { clusters: 0, unencrypted: 1, stopped: 0, withoutBackups: 0, notCopyable: 0, otherEngines: 0 };
  for (const database of estate({ shares }).databases) {
    expect(database).toMatchObject({ kind: "instance", encryption: "none", status: "available" });
    expect(database.backupRetentionDays).toBeGreaterThan(0);
  }
});
