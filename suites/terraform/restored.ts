import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { CLUSTER, copy, INSTANCE, TARGET } from "../../__tests__/cli/copies";
import { anyShape } from "../../__tests__/handlers/core/sheet/shapes";
import { choose } from "../../cli/restore/choose";
import { filesOf } from "../../cli/restore/files";
import { folderOf } from "../../cli/restore/folder";
import { type RestoreFlags, restoreRequest } from "../../cli/restore/options";
import { recoveryPoints } from "../../cli/restore/recovery-points";
import type { Restorable } from "../../handlers/core/restorable";
import { commands } from "../../scripts/readme";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import { DATABASES, type Outcome, type Workspace } from "./workspace";

const CHOSEN: RestoreFlags = { subnetGroup: ["databases"], securityGroup: ["sg-0123456789abcdef0"] };

/** What `restore` writes: planned, applied and planned again as its README says, on a stand-in for the provider. */
export function restoredFolders(checks: Checks, workspace: Workspace): void {
  const folders = new Folders(workspace);
  const works = (name: string, copies: readonly Restorable[], flags: RestoreFlags = CHOSEN) => {
    folders.write(name, copies, flags);
    const step = (title: string, args: readonly string[]) =>
      checks.check(`restore, ${name}: ${title}`, () => succeeded(folders.terraform(name, args)));
    step("is formatted", ["fmt", "-check", "-diff"]);
    step("init", ["init"]);
    step("validate", ["validate"]);
    step("apply without backups", ["apply", "-auto-approve", "-var=backups=false"]);
    step("then plans nothing", ["plan", "-var=backups=false", "-detailed-exitcode"]);
    step("apply with backups", ["apply", "-auto-approve"]);
    step("then plans nothing at all", ["plan", "-detailed-exitcode"]);
  };
  works("databases of both kinds, with sheets and without", EVERYTHING.map(copy), { ...CHOSEN });
  works("one instance", [copy()]);
  works("one cluster", [copy({ kind: "cluster" })]);

  checks.check("restore: whatever a sheet says, the folder is valid and nothing in it is evaluated", () => {
    const shapes = fc.sample(anyShape, { numRuns: 150, seed: 20260131 });
    const copies = shapes.map((shape, index) => copy({ kind: shape.kind, database: `any-${index}`, shape }));
    folders.write("any", copies, {});
    succeeded(folders.terraform("any", ["init"]));
    succeeded(folders.terraform("any", ["validate"]));
  });
  checks.check(
    "restore: a copy that is encrypted is not replaced by the next plan, which it would be without saying so",
    () => {
      folders.write("encrypted", [copy()], CHOSEN);
      const data = `encrypted/instances.tf`;
      workspace.write(data, workspace.read(data).replace(/^ *storage_encrypted = .*$/m, ""));
      succeeded(folders.terraform("encrypted", ["init"]));
      succeeded(folders.terraform("encrypted", ["apply", "-auto-approve"]));
      const { output } = folders.terraform("encrypted", ["plan"]);
      assert.match(output, /storage_encrypted\s+= true -> null # forces replacement/);
    },
  );
  checks.check("restore: backups are off in the first apply, and on in the second", () => {
    folders.write(
      "backups",
      [copy(), copy({ database: "mirrored", details: { engine: "sqlserver-se" }, shape: INSTANCE })],
      CHOSEN,
    );
    succeeded(folders.terraform("backups", ["init"]));
    const retention = (...args: string[]) =>
      [
        ...folders
          .terraform("backups", ["plan", ...args])
          .output.matchAll(/backup_retention_period +=(?: \d+ ->)? (\d+)/g),
      ].map(([, days]) => days);
    assert.deepEqual(retention("-var=backups=false"), ["14", "0"], "the mirrored SQL Server has them from the start");
    assert.deepEqual(retention(), ["14", "14"]);
  });
  checks.check("restore: instances of another class than the writer's are made after it", () => {
    folders.write("writer", [copy({ kind: "cluster" })], CHOSEN);
    succeeded(folders.terraform("writer", ["init"]));
    const { output } = folders.terraform("writer", ["apply", "-auto-approve"]);
    const made = [...output.matchAll(/aws_rds_cluster_instance\.(\w+)\["(\S+)"\]: (Creating|Creation complete)/g)];
    const done = made.filter(([, , , what]) => what === "Creation complete").map(([, , name]) => name);
    assert.deepEqual(done.toSorted(), ["shop-1", "shop-2", "shop-3"]);
    assert.deepEqual(
      made.slice(-2).map(([, , name, what]) => `${name}: ${what}`),
      ["shop-3: Creating", "shop-3: Creation complete"],
    );
  });
  checks.check("restore: the commands of docs/restore.md", () => {
    for (const name of ["restored", "drill"]) folders.write(name, [copy(), copy({ kind: "cluster" })], CHOSEN);
    const documented = commands(readFileSync(join(ROOT, "docs", "restore.md"), "utf8")).filter((command) =>
      command.startsWith("terraform "),
    );
    assert.ok(documented.length > 4);
    for (const command of documented) {
      const [, name = "", args = ""] = /^terraform -chdir=(\S+) (.*)$/.exec(command) ?? [];
      // A person is asked.
      const approved = /^(apply|destroy)/.test(args) ? ["-auto-approve"] : [];
      succeeded(folders.terraform(name, [...args.split(" "), ...approved]));
    }
  });
  const refused = (title: string, copies: readonly Restorable[], flags: RestoreFlags, said: RegExp) =>
    checks.check(`restore: ${title}`, () => {
      folders.write("open", copies, flags);
      succeeded(folders.terraform("open", ["init"]));
      const { output } = folders.terraform("open", ["plan"]);
      assert.match(output.replace(/\s*\n[│\s]*/g, " "), said);
    });
  refused(
    "a subnet group that is not chosen is named, and nothing is planned",
    [copy()],
    {},
    /Choose a subnet group of eu-central-1 in terraform.tfvars for: databases\./,
  );
  refused(
    "a security group that is not chosen is a warning",
    [copy()],
    { subnetGroup: ["databases"] },
    /Warning: Check block assertion failed.*No security group is chosen for some databases/,
  );
  refused(
    "a class that is not chosen is asked for",
    [copy({ shape: null })],
    CHOSEN,
    /Choose instance_class in terraform.tfvars/,
  );
}

/** One of each that makes a difference. */
const EVERYTHING: readonly Parameters<typeof copy>[0][] = [
  {},
  { database: "plain", shape: { kind: "instance", class: "db.t4g.micro" }, encryption: "none" },
  { database: "unknown", shape: { kind: "instance" } },
  { database: "provisioned", details: { storageType: "io2", iops: 20_000, dedicatedLogVolume: true } },
  { database: "fast", details: { storageType: "gp3", iops: 16_000, storageThroughput: 1_000 } },
  { database: "mirrored", details: { engine: "sqlserver-se", engineVersion: "15.00.4395.2.v1" } },
  {
    database: "tde",
    details: { engine: "oracle-ee", engineVersion: "19.0.0.0.ru-2024-07.rur-2024-07.r1", optionGroup: "tde" },
  },
  { database: "stopped-backups", shape: { ...INSTANCE, backupRetentionDays: 0 } },
  {
    database: "dual",
    shape: { ...INSTANCE, networkType: "DUAL", databaseInsights: "advanced", ca: "rds-ca-ecc384-g1" },
  },
  { kind: "cluster" },
  {
    kind: "cluster",
    database: "old",
    shape: null,
    details: { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.07.1" },
  },
  {
    kind: "cluster",
    database: "headless",
    shape: { kind: "cluster", members: [], backupRetentionDays: 1 },
    encryption: "none",
  },
  {
    kind: "cluster",
    database: `long${"-x".repeat(29)}`,
    details: { storageType: "aurora-iopt1", iamAuthentication: true },
  },
  { kind: "cluster", database: "orders" },
  { database: "shop-2" },
  { database: "for", details: { tags: { for: "x", null: "y", true: "z" } } },
  {
    kind: "cluster",
    database: "with-roles",
    shape: { ...CLUSTER, roles: [{ name: "service-role/exports" }, { name: "lambda" }] },
  },
];

function succeeded({ exitCode, output }: Outcome): void {
  assert.equal(exitCode, 0, output);
}

class Folders {
  constructor(private readonly workspace: Workspace) {}

  /** As the command writes it, with a class where one is missing. */
  write(name: string, copies: readonly Restorable[], flags: RestoreFlags): void {
    const request = restoreRequest({ all: true, ...flags });
    if (request.do !== "write") throw new Error(request.do);
    const now = new Date("2026-02-01T12:00:00Z");
    const { chosen, problems } = choose(recoveryPoints(copies, now), request.wanted, TARGET);
    const groups = { parameterGroups: new Set<string>(), clusterParameterGroups: undefined, subnetGroups: undefined };
    const folder = folderOf({ chosen, choices: request.choices, groups, region: TARGET, now, warnings: [] });
    for (const [file, content] of filesOf(folder, problems))
      this.workspace.write(`${folderName(name)}/${file}`, content);
    if (name !== "open" && folder.withoutClass.length > 0) {
      const file = `${folderName(name)}/terraform.tfvars`;
      this.workspace.write(
        file,
        this.workspace.read(file).replace("instance_class = null", 'instance_class = "db.r6g.large"'),
      );
    }
    const fixtures = (kind: Restorable["snapshot"]["kind"]) =>
      Object.fromEntries(
        copies
          .filter(({ snapshot }) => snapshot.kind === kind)
          .map(({ id, snapshot }) => [id, { region: TARGET, encrypted: snapshot.encryption === "kms" }]),
      );
    const there = { ...DATABASES, aws_db_snapshot: fixtures("instance"), aws_db_cluster_snapshot: fixtures("cluster") };
    this.workspace.write("databases.json", JSON.stringify(there));
  }

  terraform(name: string, args: readonly string[]): Outcome {
    return this.workspace.terraform(folderName(name), args, { region: TARGET });
  }
}

const folderName = (name: string): string => name.replace(/\W+/g, "-");
