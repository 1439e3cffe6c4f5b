import { describe, expect, test } from "@jest/globals";
import type { Chosen } from "../../../cli/restore/choose";
import { filesOf } from "../../../cli/restore/files";
import { folderOf } from "../../../cli/restore/folder";
import type { ExistingGroups, Restored, Value } from "../../../cli/restore/model";
import { type RestoreFlags, restoreRequest } from "../../../cli/restore/options";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import type { Restorable, SnapshotDetails } from "../../../handlers/core/restorable";
import type { ClusterShape, InstanceShape, Shape } from "../../../handlers/core/sheet/shape";
import { CLUSTER, type CopyOptions, copy, INSTANCE, TARGET } from "../copies";
import { NOW } from "../terminal";

const NONE: ExistingGroups = { parameterGroups: undefined, clusterParameterGroups: undefined, subnetGroups: undefined };

function folder(copies: readonly Restorable[], flags: RestoreFlags = {}, groups: ExistingGroups = NONE) {
  const request = restoreRequest({ all: true, ...flags });
  if (request.do !== "write") throw new Error(request.do);
  const found = recoveryPoints(copies, NOW);
  const chosen: Chosen[] = [...found.copies, ...found.others].map((point) => ({ point, remarks: [] }));
  return folderOf({ chosen, choices: request.choices, groups, region: TARGET, now: NOW, warnings: [] });
}
function restored(options: CopyOptions = {}): Restored {
  const [one] = folder([copy(options)]).databases;
  if (one === undefined) throw new Error("nothing is restored");
  return one;
}
const from = ({ values }: Restored, origin: Value["from"]) =>
  Object.fromEntries(values.filter((value) => value.from === origin).map(({ name, value }) => [name, value]));
const all = (values: readonly Value[]) => Object.fromEntries(values.map(({ name, value }) => [name, value]));
const file = (copies: readonly Restorable[], name: string, flags: RestoreFlags = {}) =>
  filesOf(folder(copies, flags), []).get(name) ?? "";

describe("an instance", () => {
  test("gets from its copy what a restore needs, and from its sheet all else", () => {
    const one = restored();
    expect(from(one, "copy")).toEqual({
      snapshot_identifier: "orders-eu-west-1-2026-01-31-03-07",
      engine: "postgres",
      storage_encrypted: true,
      iam_database_authentication_enabled: false,
    });
    expect(from(one, "sheet")).toEqual({
      instance_class: "db.r6g.large",
      multi_az: true,
      parameter_group_name: "app-pg16",
      manage_master_user_password: true,
      publicly_accessible: false,
      deletion_protection: true,
      max_allocated_storage: 1000,
      backup_retention_period: 14,
      backup_window: "03:00-03:30",
      maintenance_window: "sun:05:00-sun:05:30",
      auto_minor_version_upgrade: true,
      copy_tags_to_snapshot: true,
      enabled_cloudwatch_logs_exports: ["postgresql"],
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      monitoring_interval: 60,
      monitoring_role_arn: "arn:aws:iam::111122223333:role/rds-monitoring",
    });
    expect(from(one, "open")).toEqual({});
  });

  test("without a sheet has its class and its backups to be chosen, and says so", () => {
    const one = restored({ shape: null });
    expect(from(one, "sheet")).toEqual({});
    expect(from(one, "open")).toEqual({
      instance_class: { expression: "var.instance_class" },
      backup_retention_period: 7,
    });
    expect(one).toMatchObject({ sheet: "none", lostSubnetGroup: "unknown", lostSecurityGroups: ["unknown"] });
    expect(one.differences).toContain("The copy has no restore sheet: what it does not say must be chosen.");
  });

  test("with a sheet of the other kind, or one that was changed, is restored as without one", () => {
    for (const options of [{ shape: CLUSTER }, { tags: { [COPY_TAGS.restore]: "v1 i c=db.t3.micro 000000" } }]) {
      const one = restored(options);
      expect(one.sheet).toBe("malformed");
      expect(from(one, "sheet")).toEqual({});
    }
  });

  test.each<[string, Partial<SnapshotDetails>, object]>([
    ["gp2", {}, {}],
    ["gp3", {}, {}],
    ["gp3", { iops: 12_000, storageThroughput: 500 }, {}],
    ["gp3", { iops: 12_001, storageThroughput: 500 }, { iops: 12_001, storage_throughput: 500 }],
    ["gp3", { iops: 12_000, storageThroughput: 501 }, { iops: 12_000, storage_throughput: 501 }],
    ["gp3", { engine: "sqlserver-se", storageThroughput: 125 }, {}],
    ["gp3", { engine: "sqlserver-se", storageThroughput: 126 }, { iops: 3000, storage_throughput: 126 }],
    ["gp3", { engine: "sqlserver-se", iops: 3001 }, { iops: 3001 }],
    ["io1", {}, { iops: 3000 }],
    ["io2", { storageThroughput: 125 }, { iops: 3000 }],
  ])(
    "on %s with %o names its storage only where RDS would make another, and the size with the IOPS",
    (storageType, speed, expected) => {
      const { storage_type, allocated_storage, iops, storage_throughput } = from(
        restored({ details: { storageType, ...speed } }),
        "copy",
      );
      const named = "iops" in expected ? { storage_type: storageType, allocated_storage: 100 } : {};
      expect(JSON.parse(JSON.stringify({ storage_type, allocated_storage, iops, storage_throughput }))).toEqual({
        ...named,
        ...expected,
      });
    },
  );

  test("that is not encrypted says so: false is a value too", () => {
    const one = restored({ encryption: "none" });
    expect(from(one, "copy").storage_encrypted).toBe(false);
    expect(one.differences).toContain("It is not encrypted by a key of KMS, as its copy is not.");
  });

  test("keeps its option group as its copy has it, unless that is a default one", () => {
    expect(from(restored({ details: { optionGroup: "tde" } }), "copy").option_group_name).toBe("tde");
    expect(from(restored(), "copy").option_group_name).toBeUndefined();
    expect(restored({ shape: { ...INSTANCE, optionGroup: "tde" } }).differences.join()).toContain(
      "It had the option group tde",
    );
  });

  test("has no parameter group of RDS's own: RDS chooses that", () => {
    const { values, parameterGroups } = restored({ shape: { ...INSTANCE, parameterGroup: "default.postgres16" } });
    expect(all(values).parameter_group_name).toBeUndefined();
    expect(parameterGroups).toEqual([]);
  });

  test("of SQL Server and Multi-AZ has backups from the start, and no other", () => {
    const start = (engine: string, multiAz: boolean) =>
      all(restored({ details: { engine }, shape: { ...INSTANCE, multiAz } }).values).backups_from_the_start;
    expect(start("sqlserver-se", true)).toBe(true);
    expect(start("sqlserver-se", false)).toBeUndefined();
    expect(start("postgres", true)).toBeUndefined();
  });

  test("is monitored only where the role is known", () => {
    const { values, differences } = restored({ shape: { ...INSTANCE, monitoringRole: undefined } });
    expect(all(values).monitoring_interval).toBeUndefined();
    expect(differences).toContain("Enhanced monitoring was on, with a role that is not known: it is off now.");
  });

  test.each([
    [110, 110, undefined],
    [109, undefined, "Its storage had nearly grown to its limit of 109 GiB"],
    [100, undefined, "Its storage had nearly grown to its limit of 100 GiB"],
  ])("of 100 GiB that may grow to %s may again only where RDS takes that limit", (maxStorageGib, limit, said) => {
    const { values, differences } = restored({ shape: { ...INSTANCE, maxStorageGib } });
    expect(all(values).max_allocated_storage).toBe(limit);
    expect(differences.find((one) => /storage had/.test(one))).toEqual(said && expect.stringContaining(said));
  });

  test("whose certificate authority has expired gets the default one, and any other keeps its own", () => {
    const of = (ca: string) => restored({ shape: { ...INSTANCE, ca } });
    expect(all(of("rds-ca-2019").values).ca_cert_identifier).toBeUndefined();
    expect(of("rds-ca-2019").differences).toContain(
      "Its certificate authority, rds-ca-2019, has expired: it gets RDS's default one.",
    );
    expect(all(of("rds-ca-ecc384-g1").values).ca_cert_identifier).toBe("rds-ca-ecc384-g1");
  });

  test("says of Extended Support only that it is off: all engines tell the default, and not all take it", () => {
    const of = (lifecycleSupport: string) =>
      all(restored({ shape: { ...INSTANCE, lifecycleSupport } }).values).engine_lifecycle_support;
    expect(of("open-source-rds-extended-support")).toBeUndefined();
    expect(of("open-source-rds-extended-support-disabled")).toBe("open-source-rds-extended-support-disabled");
  });

  test("names of two values only the one that is not RDS's default", () => {
    const of = (shape: Partial<InstanceShape>) => all(restored({ shape: { ...INSTANCE, ...shape } }).values);
    expect(of({ networkType: "IPV4", databaseInsights: "standard" })).not.toHaveProperty("network_type");
    expect(of({ networkType: "IPV4", databaseInsights: "standard" })).not.toHaveProperty("database_insights_mode");
    expect(of({ networkType: "DUAL", databaseInsights: "advanced" })).toMatchObject({
      network_type: "DUAL",
      database_insights_mode: "advanced",
    });
  });

  test("keeps a value that is zero, and no role of monitoring that is off: RDS refuses that", () => {
    const shape = { ...INSTANCE, backupRetentionDays: 0, monitoringSeconds: 0 };
    const values = all(restored({ shape, details: { backupRetentionDays: 7 } }).values);
    expect(values.backup_retention_period).toBe(0);
    expect(values).not.toHaveProperty("monitoring_interval");
    expect(values).not.toHaveProperty("monitoring_role_arn");
  });

  test("names what cannot come back: domain, roles, replica", () => {
    const shape = {
      ...INSTANCE,
      domain: "d-123",
      roles: [{ name: "s3", feature: "s3Import" }],
      replicaOf: { id: "main" },
    };
    const said = restored({ shape }).differences.join("\n");
    expect(said).toContain(
      "It was joined to the domain d-123: join it to one of the new region by domain and domain_iam_role_name in databases.tf.",
    );
    expect(said).toContain("s3 for s3Import");
    expect(said).toContain("stands alone");
  });
});

describe("what a person must see to", () => {
  const said = (options: CopyOptions) => restored(options).differences.join("\n");
  const joined = (domain: string, shape: Shape = INSTANCE) =>
    said({ kind: shape.kind, shape: { ...shape, domain, domainRole: "rds-directory" } });

  test("is the domain, by arguments of Terraform: what is joined otherwise it takes out again", () => {
    expect(joined("d-123")).toContain("by domain and domain_iam_role_name (it was rds-directory) in databases.tf.");
    expect(joined("d-123", CLUSTER)).toContain("by domain and domain_iam_role_name (it was rds-directory)");
    expect(joined("corp.example.com")).toContain(
      "by domain_fqdn, domain_ou, domain_auth_secret_arn and domain_dns_ips",
    );
    for (const name of ["instances.tf", "clusters.tf"]) {
      const read = file([copy()], name).match(/each\.value\.domain\w*/g) ?? [];
      expect(read).toEqual(expect.arrayContaining(["each.value.domain", "each.value.domain_iam_role_name"]));
      expect(read).toHaveLength(name === "instances.tf" ? 6 : 2);
    }
  });

  test("is what the provider cannot ask for: cores and threads, where they are not those of the class", () => {
    expect(said({ details: { processor: { coreCount: "4", threadsPerCore: "1" } } })).toContain(
      "Its processor was set to coreCount 4, threadsPerCore 1, which Terraform's provider cannot",
    );
    expect(said({})).not.toContain("processor");
  });

  test("are IBM's ids where a Db2 is licensed by its owner", () => {
    const licensed = (engine: string, license: string) => said({ details: { engine, license } });
    expect(licensed("db2-se", "bring-your-own-license")).toContain("rds.ibm_customer_id and rds.ibm_site_id");
    expect(licensed("db2-se", "marketplace-license")).not.toContain("rds.ibm");
    expect(licensed("oracle-ee", "bring-your-own-license")).not.toContain("rds.ibm");
  });

  test("is how a MySQL from 8 on names its tables, unless it had RDS's own parameters", () => {
    const of = (engine: string, engineVersion: string, parameterGroup: string | undefined = "app") =>
      said({ details: { engine, engineVersion }, shape: { ...INSTANCE, parameterGroup } }).includes(
        "lower_case_table_names",
      );
    expect(of("mysql", "8.0.39")).toBe(true);
    expect(of("mysql", "8.4.3", "default.mysql8.4")).toBe(false);
    expect(of("mysql", "5.7.44")).toBe(false);
    expect(of("mariadb", "10.11.8")).toBe(false);
    const aurora = { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.07.1" };
    expect(said({ kind: "cluster", details: aurora })).toContain("lower_case_table_names");
    expect(said({ details: { engine: "mysql", engineVersion: "8.0.39" }, shape: null })).toContain(
      "lower_case_table_names",
    );
  });

  test("is told whole, however much it is", () => {
    const roles = Array.from({ length: 9 }, (_, index) => ({
      name: `service-role/orders-exports-${index}`,
      feature: "s3Export",
    }));
    expect(said({ shape: { ...INSTANCE, roles } })).toContain("service-role/orders-exports-8 for s3Export.");
  });
});

test("a dedicated log volume comes with the second apply, once the storage is provisioned", () => {
  const one = restored({ details: { storageType: "io2", dedicatedLogVolume: true } });
  expect(from(one, "copy").dedicated_log_volume).toBe(true);
  expect(one.differences.join()).toContain("dedicated log volume comes with the second apply");
  expect(from(restored(), "copy").dedicated_log_volume).toBeUndefined();
  expect(file([copy()], "instances.tf")).toContain("= var.backups ? try(each.value.dedicated_log_volume, null) : null");
});

describe("a cluster", () => {
  test("names its version always, and its members by the sheet's rules", () => {
    const one = restored({ kind: "cluster" });
    expect(from(one, "copy")).toMatchObject({
      engine: "aurora-postgresql",
      engine_version: "16.4",
      storage_encrypted: true,
    });
    expect(from(one, "sheet")).toMatchObject({
      backup_retention_period: 3,
      db_cluster_parameter_group_name: "app-cluster",
      enable_http_endpoint: true,
      serverless: { min_capacity: 0.5, max_capacity: 8 },
    });
    expect(one.members.map(({ name, values }) => ({ name, ...all(values) }))).toEqual([
      { name: "shop-1", instance_class: "db.r6g.large", promotion_tier: 1, db_parameter_group_name: "app-apg16" },
      { name: "shop-2", instance_class: "db.r6g.large", promotion_tier: 1, db_parameter_group_name: "app-apg16" },
      { name: "shop-3", instance_class: "db.serverless", promotion_tier: 15, after_the_writer: true },
    ]);
  });

  test("is as its sheet tells the cluster itself, whatever its members are", () => {
    const shape: ClusterShape = {
      kind: "cluster",
      members: [],
      deletionProtection: true,
      managedPassword: true,
      networkType: "DUAL",
      backupRetentionDays: 35,
      backupWindow: "01:00-01:30",
      maintenanceWindow: "sun:05:00-sun:05:30",
      copyTagsToSnapshot: true,
      logExports: ["audit"],
      backtrackSeconds: 3_600,
      serverlessMin: 0,
      serverlessMax: 4,
      serverlessPauseSeconds: 600,
      databaseInsights: "advanced",
      performanceInsights: true,
      performanceInsightsDays: 465,
      lifecycleSupport: "open-source-rds-extended-support-disabled",
    };
    const one = restored({ kind: "cluster", shape, details: { iamAuthentication: true } });
    expect(from(one, "copy").iam_database_authentication_enabled).toBe(true);
    expect(from(one, "sheet")).toEqual({
      manage_master_user_password: true,
      deletion_protection: true,
      network_type: "DUAL",
      backup_retention_period: 35,
      preferred_backup_window: "01:00-01:30",
      preferred_maintenance_window: "sun:05:00-sun:05:30",
      copy_tags_to_snapshot: true,
      enabled_cloudwatch_logs_exports: ["audit"],
      backtrack_window: 3_600,
      engine_lifecycle_support: "open-source-rds-extended-support-disabled",
      serverless: { min_capacity: 0, max_capacity: 4, seconds_until_auto_pause: 600 },
      database_insights_mode: "advanced",
      performance_insights_enabled: true,
      performance_insights_retention_period: 465,
    });
    const plain = restored({ kind: "cluster", shape: { kind: "cluster", networkType: "IPV4", backtrackSeconds: 0 } });
    expect(from(plain, "sheet")).toEqual({});
  });

  test("has Performance Insights on its members, or on itself where its insights are advanced", () => {
    const of = (databaseInsights: string) =>
      restored({ kind: "cluster", shape: { ...CLUSTER, databaseInsights, performanceInsights: true } });
    const [standard, advanced] = [of("standard"), of("advanced")];
    const on = ({ values }: Pick<Restored, "values">) => all(values).performance_insights_enabled;
    expect([on(standard), ...standard.members.map(on)]).toEqual([undefined, true, true, true]);
    expect([on(advanced), ...advanced.members.map(on)]).toEqual([true, undefined, undefined, undefined]);
  });

  test("names what it will not be, or what a person must see to", () => {
    const of = (shape: Partial<ClusterShape>, details: CopyOptions["details"] = {}) =>
      restored({
        kind: "cluster",
        shape: { kind: "cluster", members: [{ count: 1 }], subnetGroup: "databases", ...shape },
        details,
      }).differences;
    expect(of({})).toEqual([]);
    expect(of({ subnetGroup: undefined })).toEqual(["Its subnet group is not known."]);
    expect(of({ members: [] })).toEqual(["It had no instance, and gets none: nobody can connect to it."]);
    expect(of({ members: undefined })).toEqual([expect.stringContaining("Its instances are not known")]);
    expect(of({ membersDiffer: ["ca", "vpc"] })).toEqual([
      "Its instances differed in ca, vpc: these are RDS's defaults now.",
    ]);
    expect(of({ globalCluster: "worldwide" })).toEqual([expect.stringContaining("the global cluster worldwide")]);
    expect(of({}, { engineMode: "serverless" })).toEqual([expect.stringContaining("Serverless v1, which is no more")]);
    for (const shape of [{ httpEndpoint: true }, { databaseInsights: "advanced" }]) {
      expect(of(shape)).toEqual([expect.stringContaining("only in a second apply")]);
    }
    expect(of({}, { iamAuthentication: true })).toEqual([expect.stringContaining("only in a second apply")]);
  });

  test("has its roles again by their paths where they are for no feature, and names them where the provider cannot", () => {
    const of = (roles: ClusterShape["roles"]) => restored({ kind: "cluster", shape: { ...CLUSTER, roles } });
    const plain = of([{ name: "service-role/exports" }]);
    expect(all(plain.values).iam_roles).toEqual(["arn:aws:iam::111122223333:role/service-role/exports"]);
    expect(plain.differences.join()).not.toContain("associate");
    const both = of([{ name: "exports", feature: "s3Export" }, { name: "lambda" }]);
    expect(all(both.values).iam_roles).toBeUndefined();
    expect(both.differences).toContain(
      "It used roles: associate them again (aws rds add-role-to-db-cluster): exports for s3Export, lambda.",
    );
  });

  test("without a sheet gets one instance, of a class to be chosen", () => {
    const { members } = restored({ kind: "cluster", shape: null });
    expect(members.map(({ name, values }) => ({ name, ...all(values) }))).toEqual([
      { name: "shop-1", instance_class: { expression: "var.instance_class" } },
    ]);
  });

  test("whose sheet tells of more instances than a cluster can have is restored as without one", () => {
    const members = [{ class: "db.r6g.large", count: 999_999_999 }];
    expect(restored({ kind: "cluster", shape: { ...CLUSTER, members } })).toMatchObject({
      sheet: "malformed",
      members: [{}],
    });
    expect(restored({ kind: "cluster", shape: { ...CLUSTER, members: [{ count: 16 }] } }).members).toHaveLength(16);
  });

  test("has members of names that nothing else in the folder has, as instances share them", () => {
    const long = "x".repeat(62);
    const found = folder([
      copy({ database: "shop-2" }),
      copy({ kind: "cluster" }),
      ...["a", "b"].map((end) => copy({ kind: "cluster", database: long + end })),
    ]);
    const names = found.databases.flatMap(({ kind, name, members }) => [
      ...(kind === "instance" ? [name] : []),
      ...members.map((member) => member.name),
    ]);
    expect(names).toEqual(expect.arrayContaining(["shop-1", "shop-2", "shop-3", "shop-4"]));
    expect(new Set(names).size).toBe(10);
    expect(names).toHaveLength(10);
  });

  test("writes on an instance of the class that wrote: those of another one are made after it", () => {
    const waiting = (...classes: string[]) =>
      restored({
        kind: "cluster",
        shape: { ...CLUSTER, members: classes.map((size, tier) => ({ class: size, promotionTier: tier, count: 1 })) },
      }).members.map(({ values }) => all(values).after_the_writer ?? false);
    expect(waiting("db.r6g.large", "db.r6g.large")).toEqual([false, false]);
    expect(waiting("db.r6g.large", "db.serverless", "db.r6g.large")).toEqual([false, true, false]);
    expect(file([copy({ kind: "cluster" })], "clusters.tf")).toContain(
      "depends_on = [aws_rds_cluster_instance.restored]",
    );
  });

  test("is not taken back to the version of its copy once RDS has raised that", () => {
    expect(file([copy({ kind: "cluster" })], "clusters.tf")).toContain(
      "ignore_changes = [snapshot_identifier, engine_version]",
    );
  });

  test("of a long name has members of names that RDS takes", () => {
    const { members } = restored({ kind: "cluster", database: `s${"-x".repeat(31)}` });
    for (const { name } of members) expect(name).toMatch(/^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/);
  });

  test("that is not encrypted says so: false is a value too", () => {
    expect(from(restored({ kind: "cluster", encryption: "none" }), "copy").storage_encrypted).toBe(false);
  });

  test("with I/O-optimised storage keeps it", () => {
    expect(from(restored({ kind: "cluster", details: { storageType: "aurora-iopt1" } }), "copy").storage_type).toBe(
      "aurora-iopt1",
    );
    expect(from(restored({ kind: "cluster" }), "copy").storage_type).toBeUndefined();
  });

  test("says what the provider sets only in a second apply", () => {
    expect(restored({ kind: "cluster" }).differences.join()).toContain("only in a second apply");
  });
});

describe("groups", () => {
  test("that are not there become stubs with their family; those that are there do not", () => {
    const there = { ...NONE, parameterGroups: new Set(["app-pg16"]), clusterParameterGroups: new Set<string>() };
    expect(folder([copy(), copy({ kind: "cluster" })], {}, there).stubs).toEqual([
      { kind: "instance", name: "app-apg16", family: "aurora-postgresql16" },
      { kind: "cluster", name: "app-cluster", family: "aurora-postgresql16" },
    ]);
  });

  test("of one name that databases of several engines want are a warning", () => {
    const { warnings } = folder([copy(), copy({ database: "old", details: { engineVersion: "15.7" } })]);
    expect(warnings).toEqual([
      "The parameter group app-pg16 is wanted for postgres15 and postgres16: give one of them another name in databases.tf.",
    ]);
  });

  test("that are there for another version are a warning: RDS refuses them", () => {
    const parameterGroups = new Map([["app-pg16", "postgres15"]]);
    const { stubs, warnings } = folder([copy(), copy({ database: "twin" })], {}, { ...NONE, parameterGroups });
    expect(stubs).toEqual([]);
    expect(warnings).toEqual([
      "The parameter group app-pg16 of eu-central-1 is for postgres15, and RDS refuses it for postgres16: name another one in databases.tf.",
    ]);
    parameterGroups.set("app-pg16", "postgres16");
    expect(folder([copy()], {}, { ...NONE, parameterGroups }).warnings).toEqual([]);
  });

  test("whose family is not known become a warning", () => {
    const { stubs, warnings } = folder([copy({ details: { engineVersion: undefined } })]);
    expect(stubs).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("The parameter group app-pg16 is not in eu-central-1")]);
  });

  test("that are chosen for what no database had are a warning: it may be a slip", () => {
    const flags = { subnetGroup: ["databsaes=new", "databases=new"], securityGroup: ["sg-0ff=sg-1", "sg-0a1=sg-1"] };
    expect(folder([copy()], flags).warnings.filter((one) => one.startsWith("--"))).toEqual([
      '--subnet-group: no database in this folder had "databsaes".',
      '--security-group: no database in this folder had "sg-0ff".',
    ]);
  });

  test("of subnets are those that are chosen, or have the same name, or are to be chosen", () => {
    const there = { ...NONE, subnetGroups: new Set(["databases"]) };
    const subnets = (flags: RestoreFlags, groups = NONE) =>
      folder([copy()], flags, groups).subnetGroups.map((one) => one.there);
    expect(subnets({})).toEqual([undefined]);
    expect(subnets({}, there)).toEqual(["databases"]);
    const unlucky = { ...NONE, subnetGroups: new Set(["unknown"]) };
    expect(folder([copy({ shape: null })], {}, unlucky).subnetGroups.map((one) => one.there)).toEqual([undefined]);
    expect(subnets({ subnetGroup: ["other"] }, there)).toEqual(["other"]);
    expect(subnets({ subnetGroup: ["other", "databases=mine"] })).toEqual(["mine"]);
  });

  test("of security are only those that people choose", () => {
    const groups = (flags: RestoreFlags) =>
      folder([copy()], flags).securityGroups.map(({ lost, there }) => [lost, there]);
    expect(groups({})).toEqual([
      ["sg-0a1", []],
      ["sg-0b2", []],
    ]);
    expect(groups({ securityGroup: ["sg-1", "sg-0a1=sg-2,sg-3"] })).toEqual([
      ["sg-0a1", ["sg-2", "sg-3"]],
      ["sg-0b2", ["sg-1"]],
    ]);
  });
});

describe("names", () => {
  const names = (flags: RestoreFlags, ...copies: Restorable[]) =>
    folder(copies, flags).databases.map(({ name }) => name);

  test("are kept, or get a beginning and an end, or are given", () => {
    expect(names({}, copy())).toEqual(["orders"]);
    expect(
      names({ namePrefix: "dr-", nameSuffix: "-2", rename: ["shop=store"] }, copy(), copy({ database: "shop" })),
    ).toEqual(["dr-orders-2", "store"]);
  });

  test.each<[string, RestoreFlags]>([
    ["is no name that RDS takes", { nameSuffix: "-" }],
    ["is no name that RDS takes", { namePrefix: "9" }],
    ["is no name that RDS takes", { nameSuffix: "x".repeat(60) }],
    ["would be the name of orders and of shop", { rename: ["shop=orders"] }],
    ['"invoices" is not restored', { rename: ["invoices=x"] }],
  ])("that RDS would refuse are refused: %s", (message, flags) => {
    expect(() => names(flags, copy(), copy({ database: "shop" }))).toThrow(message);
  });

  test("may be the same for an instance and a cluster", () => {
    expect(names({}, copy(), copy({ kind: "cluster", database: "orders" }))).toEqual(["orders", "orders"]);
  });
});

test("what another tool has copied tells its source region, as RDS knows it", () => {
  const one = copy();
  const [database] = folder([{ ...one, snapshot: { ...one.snapshot, tags: {} } }]).databases;
  expect(database).toMatchObject({ deployment: undefined, sourceRegion: "eu-west-1" });
});

describe("the files", () => {
  test("are as many for hundreds of databases as for one, and only the data grow", () => {
    const many = Array.from({ length: 300 }, (_, index) => copy({ database: `orders-${index}` }));
    const [one, hundreds] = [filesOf(folder([copy()]), []), filesOf(folder(many), [])];
    expect([...hundreds.keys()]).toEqual([...one.keys()]);
    for (const name of ["instances.tf", "clusters.tf", "parameter-groups.tf", "variables.tf", "versions.tf"]) {
      expect(hundreds.get(name)).toBe(one.get(name));
    }
    expect((hundreds.get("terraform.tfvars") ?? "").length).toBeLessThan(1_000);
  });

  test("destroy no database by a slip: a last snapshot, no other account, no replacement once the copy is gone", () => {
    for (const name of ["instances.tf", "clusters.tf"]) {
      const text = file([copy()], name);
      expect(text).toMatch(/^ {2}skip_final_snapshot += false$/m);
      expect(text).toMatch(/^ {2}apply_immediately += true$/m);
      expect(text).toMatch(/ignore_changes = \[snapshot_identifier\b/);
    }
    expect(file([copy()], "versions.tf")).toContain('allowed_account_ids = ["111122223333"]');
  });

  test("never name a key, a user or a character set, which a restore from a snapshot cannot have", () => {
    const text = ["instances.tf", "clusters.tf", "databases.tf"]
      .map((name) => file([copy(), copy({ kind: "cluster" })], name))
      .join();
    expect(text).not.toMatch(/^\s*(kms_key_id|username|master_username|db_name|database_name|character_set_name)\s*=/m);
  });

  test("say of each value where it is from", () => {
    const data = file([copy({ shape: null })], "databases.tf");
    expect(data).toContain("# From the copy of orders in eu-west-1, 31 Jan 2026, 03:07 UTC, 100 GiB\n");
    expect(data).toContain("# To be chosen: no restore sheet says it\n");
    expect(file([copy()], "databases.tf")).toContain("# From its restore sheet\n");
  });

  test("keep tags that look like templates as they are", () => {
    expect(file([copy({ details: { tags: { note: "$".concat("{x}") } } })], "databases.tf")).toContain(
      'note = "$$'.concat('{x}"'),
    );
  });

  test("ask for a class only where one is missing", () => {
    expect(file([copy()], "variables.tf")).not.toContain('variable "instance_class"');
    expect(file([copy({ shape: null })], "variables.tf")).toContain('variable "instance_class"');
    expect(file([copy({ shape: null })], "terraform.tfvars")).toContain("The class of orders: to be chosen");
  });

  test("have a README with the steps, the sizes and what will differ, alike things once", () => {
    const readme = file([copy(), copy({ database: "invoices" })], "README.md");
    expect(readme).toContain("# Restoring 2 databases in eu-central-1");
    expect(readme).toContain("2 databases, 200 GiB");
    expect(readme).toContain("1. Choose in `terraform.tfvars`: subnet groups (no plan without them), security groups.");
    expect(readme.match(/RDS kept its master password/g)).toHaveLength(1);
    expect(readme).toContain("(invoices, orders)");
    expect(readme).toContain(
      "| orders | instance |  | 31 Jan 2026, 03:07 UTC | 100 | orders-eu-west-1-2026-01-31-03-07 | yes |",
    );
  });

  test("name in the README what stands in the way", () => {
    const problems = [{ of: "instance/gone", cause: "it has no copy", remedy: "make one" }];
    expect(filesOf(folder([copy()]), problems).get("README.md")).toContain(
      "## What stands in the way\n\n- instance/gone: it has no copy. Make one.\n",
    );
  });
});
