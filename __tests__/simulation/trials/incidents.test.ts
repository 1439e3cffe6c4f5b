import { describe, expect, test } from "@jest/globals";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { Random } from "../../../simulation/time/random";
import { scenarioOf } from "../../../simulation/trials/arbitrary";
import { makeEstate } from "../../../simulation/trials/estate";
import { faultsOf } from "../../../simulation/trials/faults";
import { Incidents } from "../../../simulation/trials/incidents";
import { type DatabasePlan, type Incident, type Scenario, SOURCE_REGION } from "../../../simulation/trials/scenario";
import { NAME } from "../../../simulation/trials/stack";
import type { Call } from "../../../simulation/wire/faults";
import { START } from "../support";
import { newWorld } from "../world-support";
import { ORDERS } from "./truth-support";

const PLAN: DatabasePlan = { ...ORDERS, tags: { env: "prod" } };
const TARGET = "eu-central-1";
const [FIRST, THEN] = [START.getTime() + HOUR, START.getTime() + 2 * HOUR];

/** A world in which this incident begins after one hour. */
function playing(incident: Incident, plan: Partial<DatabasePlan> = {}) {
  const world = newWorld();
  const drawn = scenarioOf(1, 30);
  const scenario: Scenario = {
    ...drawn,
    databases: [{ ...PLAN, ...plan }],
    foreign: [],
    incidents: [incident],
    rates: Object.assign({}, drawn.rates, Object.fromEntries(Object.keys(drawn.rates).map((name) => [name, 0]))),
    settings: {
      ...drawn.settings,
      targets: drawn.settings.targets.slice(0, 1).map((target) => ({ ...target, region: TARGET })),
    },
  };
  const { databases } = makeEstate(world.aws, scenario);
  const [database] = databases;
  if (!database) throw new Error("no database");
  const end = START.getTime() + 30 * DAY;
  const incidents = new Incidents(world, scenario, databases, new Random(1), end, ({ tags }) => "ours" in tags);
  world.aws.faults = faultsOf(world, scenario, incidents, new Random(2), end);
  const target = world.aws.region(TARGET);
  const source = world.aws.region(SOURCE_REGION);
  const call = (changes: Partial<Call>) => {
    const asked = {
      time: world.clock.now(),
      service: "rds",
      region: TARGET,
      action: "",
      caller: "sweep",
      parameters: {},
    } as const;
    return world.aws.faults.beforeCall?.({ ...asked, ...changes });
  };
  const copy = (id: string, more = {}) =>
    target.addSnapshot("instance", {
      id,
      databaseId: "orders",
      databaseResourceId: database.resourceId,
      tags: { ours: "" },
      ...more,
    });
  return { world, source, target, database, call, copy, until: (time: number) => world.runUntil(time) };
}

const hour = 1;

describe("an incident", () => {
  test("stops all runs and events for its time", async () => {
    const { world, until } = playing({ hour, hours: 2, is: "nothing runs" });
    const runs = () => world.aws.faults.schedule?.("sweep", world.clock.now());
    await until(FIRST);
    expect(runs()).toBe("lost");
    await until(FIRST + 2 * HOUR);
    expect(runs()).toBeUndefined();
  });

  test("makes messages fail, and nothing else", async () => {
    const { call, until } = playing({ hour, hours: 2, is: "messages fail" });
    await until(FIRST);
    expect([call({ service: "sns", action: "Publish" }), call({ action: "CopyDBSnapshot" })]).toEqual([
      "throttled",
      undefined,
    ]);
  });

  test("loses or garbles the memory of what was told", async () => {
    for (const [is, value] of [
      ["memory lost", undefined],
      ["memory malformed", "{,"],
    ] as const) {
      const { world, until } = playing({ hour, is });
      world.aws.parameters.put(SOURCE_REGION, `/${NAME}/told`, "told");
      await until(THEN);
      expect(world.aws.parameters.get(SOURCE_REGION, `/${NAME}/told`)?.value).toBe(value);
    }
  });

  test("edits the tags of a database, and puts them back", async () => {
    const { source, until } = playing({ hour, hours: 2, database: 0, is: "tags edited" });
    await until(FIRST);
    expect(source.database("instance", "orders").tags).toEqual({ env: "prod-edited" });
    await until(FIRST + 2 * HOUR);
    expect(source.database("instance", "orders").tags).toEqual({ env: "prod" });
  });

  test("makes a read replica, and removes it", async () => {
    const { source, until } = playing({ hour, hours: 2, database: 0, is: "replica made" });
    await until(FIRST);
    expect(source.database("instance", "orders-replica")).toMatchObject({
      replicaOf: "orders",
      backupRetentionDays: 0,
    });
    await until(FIRST + 2 * HOUR);
    expect(source.databases.instance.get("orders-replica")).toBeUndefined();
  });

  test("takes back the version of a database, of whatever engine is drawn, and RDS lists others of it", async () => {
    const drawn = Array.from({ length: 100 }, (_, index) => scenarioOf(index + 1, 60).databases).flat();
    const neverCopied = /^(custom-|docdb|neptune)/;
    const engines = new Set(drawn.flatMap(({ engine }) => (neverCopied.test(engine) ? [] : engine)));
    expect(engines.size).toBeGreaterThan(3);
    for (const engine of engines) {
      const { target, database, until } = playing(
        { hour, hours: 2, database: 0, target: 0, is: "version retired" },
        { engine },
      );
      await until(FIRST);
      expect(target.offers.listed(engine)).not.toContain(database.engineVersion);
      expect(target.offers.listed(engine)).not.toEqual([]);
    }
  });

  test("makes copies of a database long", async () => {
    const { world, copy, until } = playing({ hour, hours: 2, database: 0, takes: 30, is: "long copies" });
    await until(FIRST);
    const long = copy("long");
    expect(world.aws.faults.copy?.(long)).toEqual({ takes: 30 * HOUR });
    await until(FIRST + 2 * HOUR);
    expect(world.aws.faults.copy?.(long)).toBeUndefined();
  });

  test("makes every copy call of a database fail, or every deletion of its copies", async () => {
    for (const is of ["copy calls fail", "deletions fail"] as const) {
      const { source, call, copy, database, until } = playing({ hour, hours: null, database: 0, is });
      await until(FIRST);
      copy("kept");
      const snapshot = source.addSnapshot("instance", { id: "rds:orders-1", databaseResourceId: database.resourceId });
      const copying = { action: "CopyDBSnapshot", parameters: { SourceDBSnapshotIdentifier: snapshot.arn } };
      const deleting = { action: "DeleteDBSnapshot", parameters: { DBSnapshotIdentifier: "kept" } };
      const [failing, other] = is === "copy calls fail" ? [copying, deleting] : [deleting, copying];
      expect([call(failing), call(other)]).toEqual(["internal-error", undefined]);
    }
  });

  test("fills the quota with snapshots of others, but for some places", async () => {
    const { target, until } = playing({
      hour,
      hours: 2,
      target: 0,
      kind: "instance",
      left: 3,
      is: "snapshots of others",
    });
    await until(FIRST);
    expect([...target.snapshots.instance.values()]).toHaveLength(97);
    await until(FIRST + 2 * HOUR);
    expect([...target.snapshots.instance.values()]).toEqual([]);
  });

  test("spoils the keys of older copies, not that of the newest", async () => {
    const { world, copy, until } = playing({ hour, hours: null, target: 0, state: "PendingDeletion", is: "old keys" });
    const { kms } = world.aws;
    const [old, current] = [kms.addKey(TARGET), kms.addKey(TARGET)];
    copy("old", { kmsKeyArn: old, startedAt: 1 });
    copy("new", { kmsKeyArn: current, startedAt: 2 });
    await until(FIRST);
    expect([kms.get(old)?.state, kms.get(current)?.state]).toEqual(["PendingDeletion", "Enabled"]);
  });
});
