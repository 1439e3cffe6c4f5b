import { jest } from "@jest/globals";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import type { AccessRequest } from "../../simulation/iam/access";
import { Permissions } from "../../simulation/iam/permissions";
import type { ShapeOfRecord } from "../../simulation/rds/model";
import { HOUR, MINUTE } from "../../simulation/time/clock";
import { World } from "../../simulation/world";
import { type Deployment, SOURCE, TARGET } from "./deployments";

const START = Date.parse("2026-03-02T00:00:00Z");
/** Past the copies of the backups that are taken at three o'clock. */
const END = START + 9 * HOUR;

export interface SimulatedRun {
  /** Every distinct permission that was asked for. */
  readonly requests: readonly AccessRequest[];
  /** Codes of the errors that calls were answered with. */
  readonly outcomes: ReadonlySet<string>;
  /** Number of calls by action. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Runs the functions of a deployment for some hours, over databases of all kinds, with deletions, a retry and a lost invocation, where lists show no tags. */
export async function simulatedRun({ json, name, targetKeys, props }: Deployment): Promise<SimulatedRun> {
  const requests = new Map<string, AccessRequest>();
  const allows = Permissions.prototype.allows;
  const spy = jest.spyOn(Permissions.prototype, "allows").mockImplementation(function (this: Permissions, request) {
    requests.set(JSON.stringify(request), request);
    return allows.call(this, request);
  });
  const world = new World({ start: new Date(START), assumptions: { tagsInLists: "absent" } });
  try {
    addDatabases(world, targetKeys, props.sourceKmsKeyArns ?? []);
    let failing = 1;
    world.aws.faults = {
      copy: () => (failing-- > 0 ? { failsAfter: 10 * MINUTE } : undefined),
      beforeCall: ({ time, caller }) => (caller === `${name}-sweep` && time > END - 2 * HOUR ? "crash" : undefined),
    };
    await world.deploy(json, {
      "sweep.handler": (options) => createSweep(options),
      "backup-finished.handler": (options) => createBackupFinished(options),
    });
    await world.runUntil(END);
    const { entries, calls } = world.aws.audit;
    return { requests: [...requests.values()], outcomes: new Set(entries.map(({ outcome }) => outcome)), calls };
  } finally {
    world.close();
    spy.mockRestore();
  }
}

/** With a group of each kind. */
const INSTANCE: ShapeOfRecord = {
  kind: "instance",
  class: "db.m7g.large",
  parameterGroup: "tuned",
  subnetGroup: "private",
};
const CLUSTER: ShapeOfRecord = { kind: "cluster", parameterGroup: "tuned", subnetGroup: "private" };

function addDatabases(world: World, targetKeys: readonly string[], sourceKeys: readonly string[]): void {
  const { kms } = world.aws;
  for (const arn of [...targetKeys, ...sourceKeys]) {
    const [, , , region = "", account = "", id = ""] = arn.split(/:|key\//).filter((part) => part !== "");
    kms.addKey(region, { id, account });
  }
  const region = world.aws.region(SOURCE);
  for (const [index, encryption] of sourceKeys.entries()) region.addInstance({ id: `shared-${index}`, encryption });
  const encryptions = { plain: undefined, own: kms.addKey(SOURCE), managed: kms.managedKey(SOURCE) };
  const optionGroup = region.addOptionGroup("audited").name;
  for (const [title, encryption] of Object.entries(encryptions)) {
    region.addInstance({ id: `orders-${title}`, shape: INSTANCE, optionGroup, ...(encryption && { encryption }) });
    region.addCluster({ id: `orders-${title}-cluster`, shape: CLUSTER, ...(encryption && { encryption }) });
  }
  const tde = { name: "TDE", isNeeded: true, copying: "done" } as const;
  region.addInstance({ id: "ledger-tde", engine: "oracle-ee", optionGroup: region.addOptionGroup("tde", [tde]).name });
  region.addInstance({ id: "payroll", encryption: encryptions.own });
  region.addInstance({ id: "payments", encryption: encryptions.own });
  region.addCluster({ id: "loyalty", encryption: "sse-rds" });
  region.addCluster({ id: `ledger-${"x".repeat(55)}`, encryption: encryptions.own });
  for (const kind of ["instance", "cluster"] as const) {
    for (const database of region.databases[kind].values()) region.backups.addPast(database, START - 20 * HOUR);
  }
  // Of one that is stopped RDS is asked since when, and of one that cannot be copied people are told.
  region.backups.addPast(region.addInstance({ id: "batch" }), START - 30 * HOUR);
  region.changeDatabase("instance", "batch", { status: "stopped" });
  region.addInstance({ id: "replica", backupRetentionDays: 0 });
  region.addInstance({ id: "orders-own-cluster-1", engine: "aurora-postgresql", memberOf: "orders-own-cluster" });
  // Foreign, and alike.
  const target = world.aws.region(TARGET);
  target.addSnapshot("instance", { id: "orders-own-eu-west-1-by-hand", databaseId: "orders-own" });
  target.addSnapshot("cluster", { id: "orders-own-cluster-eu-west-1-by-hand", databaseId: "orders-own-cluster" });
}
