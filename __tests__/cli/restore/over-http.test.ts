import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import { TARGET } from "../copies";
import { Estate } from "../estate";
import { cli } from "../terminal";

// The command itself, over HTTP, against the simulated AWS. Only the target region is there.

let estate: Estate;
let folder: string;
beforeEach(async () => {
  estate = await Estate.start();
  folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-restore-"));
});
afterEach(async () => {
  await estate.stop();
  rmSync(folder, { recursive: true });
});

const restore = (...args: string[]) => cli(["restore", "--region", TARGET, ...args]);
const write = (...args: string[]) => restore("--out", join(folder, "out"), ...args);
const read = (file: string) => readFileSync(join(folder, "out", file), "utf8");

test("shows on 80 columns what can be restored", async () => {
  for (const day of ["29", "30", "31"]) estate.addCopy({ time: `2026-01-${day}T03:07` });
  estate.addCopy({ kind: "cluster" });
  estate.addCopy({ database: "reports", status: "copying" });
  const { code, out, err } = await restore("--list");
  expect(err).toBe("");
  expect(out.split("\n").map((line) => line.slice(0, 70))).toEqual([
    expect.stringMatching(/^DATABASE +KIND +NEWEST \(UTC\) +OLDEST +DAYS +GIB +KEY$/),
    expect.stringMatching(/^orders +instance +2026-01-31 03:07 +2026-01-29 +3 +100 /),
    expect.stringMatching(/^reports +instance +in progress +0 +0 /),
    expect.stringMatching(/^shop +cluster +2026-01-31 03:07 +2026-01-31 +1 +100 /),
    "",
  ]);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(code).toBe(0);
});

test("lists what was there at a time", async () => {
  for (const day of ["29", "30", "31"]) estate.addCopy({ time: `2026-01-${day}T03:07` });
  const { out } = await restore("--list", "--at", "2026-01-30");
  expect(out).toMatch(/^orders +instance +2026-01-30 03:07 +2026-01-29 +2 /m);
});

test("shows on 80 columns whose copies they are, where several deployments have some", async () => {
  estate.addCopy({ database: "a-name-as-long-as-a-database-can-have" });
  estate.addCopy({ deployment: "other-deployment", sourceRegion: "ap-northeast-1" });
  const { out } = await restore("--list");
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out).toMatch(/^DATABASE .* DEPLOYMENT +FROM$/m);
  expect(out).toMatch(/^orders .* ap-northeast-1$/m);
});

test("lists those that are asked for, of each deployment, ready or not, and says who is missing", async () => {
  estate.addCopy({ deployment: "one", time: "2026-01-30T03:07" });
  estate.addCopy({ deployment: "two" });
  estate.addCopy({ database: "reports", status: "copying" });
  estate.addCopy({ database: "other" });
  const { code, out, err } = await restore(
    "--list",
    "--json",
    "--database",
    "orders",
    "--database",
    "reports",
    "--database",
    "gone",
  );
  expect(
    JSON.parse(out).databases.map((one: { database: string; deployment: string }) => [one.database, one.deployment]),
  ).toEqual([
    ["orders", "one"],
    ["orders", "two"],
    ["reports", "prod"],
  ]);
  expect(err).toContain("gone: no database of which there are copies");
  expect(code).toBe(1);
});

test("writes a folder of one database as of the end of a day, and calls nothing but what the policy allows", async () => {
  for (const day of ["29", "30", "31"]) estate.addCopy({ time: `2026-01-${day}T03:07` });
  estate.aws.region(TARGET).stock.addGroup("subnets", "databases");
  const { code, out, err } = await write("--database", "orders", "--at", "2026-01-30", "--subnet-group", "databases");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("1 database, 100 GiB");
  expect(readdirSync(join(folder, "out")).sort()).toEqual([
    ...["README.md", "clusters.tf", "databases.tf", "instances.tf", "parameter-groups.tf", "terraform.tfvars"],
    ...["variables.tf", "versions.tf"],
  ]);
  expect(read("databases.tf")).toContain('snapshot_identifier                 = "orders-eu-west-1-2026-01-30-03-07"');
  const policy = JSON.parse((await cli(["restore", "--print-policy"])).out);
  const allowed: string[] = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  const called = [...estate.aws.audit.calls.keys()].map(
    (action) => (action === "DescribeKey" ? "kms:" : "rds:") + action,
  );
  expect(called.filter((action) => !allowed.includes(action))).toEqual([]);
});

test("prints for programs what it has written", async () => {
  estate.addCopy();
  const { code, out } = await write("--all", "--json", "--name-suffix", "-drill");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    schema: 1,
    region: TARGET,
    databases: [
      { name: "orders-drill", lost_name: "orders", backup_of: "2026-01-31T03:07:00.000Z", restore_sheet: "read" },
    ],
    not_restored: [],
  });
});

describe("says what is wrong, and what to do, where", () => {
  const fails = async (code: number, said: readonly (string | RegExp)[], ...args: string[]) => {
    const ran = await write(...args);
    for (const one of said) expect(ran.err).toMatch(one);
    expect(ran.code).toBe(code);
    return ran;
  };

  test("a database is unknown: with the nearest names", async () => {
    estate.addCopy();
    estate.addCopy({ database: "invoices" });
    await fails(
      1,
      ["ordres: no database of which there are copies in eu-central-1", "Did you mean orders?"],
      "--database",
      "ordres",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a subnet group is chosen that is not there: the folder is written all the same", async () => {
    estate.addCopy();
    estate.aws.region(TARGET).stock.addGroup("subnets", "databases");
    const { err } = await fails(
      0,
      ["Warning: There is no subnet group database in eu-central-1: choose another in terraform.tfvars"],
      ...["--all", "--subnet-group", "database", "--subnet-group", "old=databases"],
    );
    expect(err).not.toContain("group databases");
    expect(read("README.md")).toContain("There is no subnet group database in eu-central-1");
  });

  test("there are no copies", async () => {
    await fails(1, ["there are no copies in eu-central-1", /Check region and account/], "--all");
  });

  test("its only copy is in progress: with the percentage", async () => {
    estate.addCopy({ status: "copying" });
    await fails(
      1,
      [/instance\/orders: no copy of it in eu-central-1 is available: .* is still being made \(\d+ %\)/],
      "--all",
    );
  });

  test("its key is disabled: the folder is written all the same", async () => {
    estate.addCopy();
    estate.aws.kms.setState(estate.key, "Disabled");
    await fails(1, [/instance\/orders: the key arn:aws:kms:eu-central-1:\S+ in eu-central-1 is disabled/], "--all");
    expect(read("README.md")).toContain("is disabled");
  });

  test("a snapshot only claims to be a copy: it is named, and restored only by its id, without its tags", async () => {
    estate.addCopy();
    const forged = { [COPY_TAGS.sourceTime]: "2031-01-01T00:00:00.000Z" };
    const id = estate.addCopy({ database: "invoices", tags: forged });
    const { err } = await write("--all");
    expect(err).toContain(`Warning: ${id} is tagged as a copy of deployment prod, but is none, and is left out`);
    expect(read("databases.tf")).not.toContain("invoices");
    rmSync(join(folder, "out"), { recursive: true });
    await write("--snapshot", id);
    expect(read("databases.tf")).toContain("instance_class          = var.instance_class");
    expect(read("README.md")).toContain("Its tags are not used");
  });

  test("the region lacks its class, its engine version or a group: in the README, with what was read of the region", async () => {
    estate.addCopy();
    estate.addCopy({ kind: "cluster" });
    const { stock } = estate.aws.region(TARGET);
    stock.withdrawClass("db.r6g.large");
    stock.addGroup("parameters", "app-pg16", "postgres16");
    stock.addGroup("subnets", "databases");
    expect(await write("--all", "--security-group", "sg-0a1")).toMatchObject({ code: 0, err: "" });
    expect(read("README.md")).toContain(
      "RDS does not offer db.r6g.large for postgres 16.4 in eu-central-1. Choose another class",
    );
    expect(read("README.md")).toContain("`terraform.tfvars`: nothing is missing");
    expect(read("databases.tf")).toContain("app-apg16 = {");
    expect(read("databases.tf")).not.toContain("app-pg16 = {");
    rmSync(join(folder, "out"), { recursive: true });
    stock.retireVersion("aurora-postgresql", "16.4");
    stock.retireVersion("postgres", "16.4");
    stock.offerVersion("postgres", "17.2");
    await write("--all");
    expect(read("README.md")).toMatch(/RDS does not list postgres 16\.4 in eu-central-1, not even as deprecated/);
  });

  test("a sheet was changed: restored, with more to be chosen", async () => {
    estate.addCopy({ tags: { [COPY_TAGS.restore]: "v1 i c=db.t4g.nano 000000" } });
    const { code } = await write("--all");
    expect(code).toBe(0);
    expect(read("README.md")).toContain("it was cut or changed after it was written");
    expect(read("terraform.tfvars")).toContain("instance_class = null");
  });

  test("two deployments have copies of a database", async () => {
    estate.addCopy();
    estate.addCopy({ deployment: "other", time: "2026-01-30T03:07" });
    await fails(1, ["copies of several deployments: other in eu-west-1, prod in eu-west-1", /--deployment/], "--all");
    expect((await write("--all", "--deployment", "other")).code).toBe(0);
    expect(read("databases.tf")).toContain("orders-eu-west-1-2026-01-30-03-07");
  });

  test("the folder is not empty", async () => {
    writeFileSync(join(folder, "mine"), "");
    const { code, err } = await restore("--all", "--out", folder);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("is not empty") });
    expect(estate.aws.audit.calls.size).toBe(0);
  });

  test("the region does not know the credentials", async () => {
    estate.aws.region(TARGET).enabled = false;
    await fails(3, ["eu-central-1 does not take these credentials", "the region may not be enabled"], "--all");
  });
});

test.each([
  ["one list", ["rds:DescribeDBClusterSnapshots"], 1, "rds:DescribeDBClusterSnapshots is not allowed in eu-central-1"],
  [
    "both lists",
    ["rds:DescribeDBSnapshots", "rds:DescribeDBClusterSnapshots"],
    3,
    "Have all that is needed allowed: the same command with --print-policy prints it",
  ],
  ["keys", ["kms:DescribeKey"], 0, "Warning: Whether copies can be read is not known"],
  ["groups", ["rds:DescribeDBSubnetGroups"], 0, "Warning: Not known are the subnet groups: all are to be chosen"],
  [
    "classes",
    ["rds:DescribeOrderableDBInstanceOptions"],
    0,
    "the class db.r6g.large for postgres 16.4 in eu-central-1 could not",
  ],
])("without the permission for %s says so, and goes on where it can", async (_, denied, expected, said) => {
  await estate.stop();
  estate = await Estate.start(denied);
  estate.addCopy();
  const { code, err } = await write("--all");
  expect(err).toContain(said);
  expect(err.match(/^\w/gm)).toHaveLength(1);
  expect(code).toBe(expected);
});

test("where lists show no tags, and they may not be asked for: names who is left out, and does not blame the list", async () => {
  await estate.stop();
  estate = await Estate.start(["rds:ListTagsForResource"]);
  estate.aws.faults.hidesTags = () => true;
  const id = estate.addCopy();
  const { code, out, err } = await restore("--list");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(`${id}: left out, as without their tags nobody knows whether they are copies.`);
  expect(err).toContain("rds:ListTagsForResource is not allowed in eu-central-1");
  expect(err).not.toContain("DescribeDBSnapshots is not allowed");
});

test("shows progress to a person only", async () => {
  estate.addCopy();
  const watched = await cli(["restore", "--region", TARGET, "--list"], { isWatched: true });
  expect(watched.err).toContain("Reading the snapshots of eu-central-1: 1 so far");
  expect(watched.err.endsWith("\r\u001b[K")).toBe(true);
});
