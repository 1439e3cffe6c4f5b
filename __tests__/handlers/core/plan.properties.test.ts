import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Database, Snapshot, TargetSnapshot } from "../../../handlers/core/model";
import { type Plan, planDatabase, planSweep } from "../../../handlers/core/plan";
import type { SweepKind } from "../../../handlers/core/plan-route";
import { isSettled, newestCopyIds } from "../../../handlers/core/settled";
import { agesOf, asCopy, context, copiesOf, coverageBy, deletionsOf, NOW, notesOf, SOURCE_REGION } from "./builders";
import { anySettings, carryOut, finish, type World, worlds } from "./world";

const RUNS = { numRuns: 500 };
const IN_PROGRESS = ["pending", "copying", "creating"];

/** The identity of a copy or snapshot, as its tags or fields say. */
const ofCopy = ({ tags }: TargetSnapshot) =>
  `${tags["CrossRegionBackup/Database"]} ${tags["CrossRegionBackup/ResourceId"]}`;
const ofSnapshot = ({ databaseId, databaseResourceId }: Snapshot) => `${databaseId} ${databaseResourceId}`;
const ofDatabase = ({ id, resourceId }: Database) => `${id} ${resourceId}`;
const timeOf = ({ tags }: TargetSnapshot) => Date.parse(tags["CrossRegionBackup/SourceTime"] ?? "");

/** Our own copies in a region, by who made them. */
const oursIn = ({ inventory, ours }: World, region: string) =>
  (inventory.targets.get(region) ?? []).filter((one) => ours.has(one));

const SWEEPS = fc.constantFrom<SweepKind>("daily", "follow-up");
const sweeps = fc.tuple(worlds, anySettings, SWEEPS).map(([world, settings, sweep]) => {
  const given = context({ settings, sweep });
  return { world, given, planned: planSweep(world.inventory, given) };
});

describe("in any world, a sweep", () => {
  test("touches nothing that this deployment did not make", () => {
    fc.assert(
      fc.property(sweeps, ({ world, planned }) => {
        for (const { copy, targetRegion } of deletionsOf(planned)) {
          expect(oursIn(world, targetRegion)).toContain(copy.snapshot);
        }
        const after = carryOut(world, planned);
        for (const [region, list] of world.inventory.targets) {
          for (const one of list) if (!world.ours.has(one)) expect(after.targets.get(region)).toContain(one);
        }
      }),
      RUNS,
    );
  });

  test("is done when it is done: carried out and planned again, it starts and deletes nothing", () => {
    fc.assert(
      fc.property(sweeps, ({ world, given, planned }) => {
        const again = planSweep(carryOut(world, planned), { ...given, sweep: "follow-up" });
        expect(copiesOf(again)).toEqual([]);
        // Of more superfluous copies than a daily run deletes, one may be left.
        for (const { database, targetRegion, reason } of deletionsOf(again)) {
          expect(reason).toBe("retention");
          const before = deletionsOf(planned).filter(
            (one) => one.database === database && one.targetRegion === targetRegion,
          );
          expect(before.length).toBeGreaterThanOrEqual(given.settings.maxDeletionsPerDailyRun);
        }
      }),
      RUNS,
    );
  });

  test("has nothing to start where a look at the copies of the newest snapshots says so, and no greater age", () => {
    let settled = 0;
    fc.assert(
      fc.property(sweeps, ({ world, given: { settings }, planned }) => {
        const given = context({ settings, sweep: "follow-up" });
        const { databases, ...inventory } = finish(carryOut(world, planned));
        const ids = newestCopyIds(databases, inventory.snapshots, given.deployment);
        const found = [...inventory.targets].map(([region, list]): [string, TargetSnapshot[]] => [
          region,
          list.filter(({ id }) => ids.includes(id)),
        ]);
        const brief = { ...inventory, databases, targets: new Map(found) };
        if (!isSettled(brief, given)) return;
        settled++;
        const [seen, all] = [planSweep(brief, given), planSweep({ ...inventory, databases }, given)];
        expect([...copiesOf(seen), ...deletionsOf(seen), ...copiesOf(all)]).toEqual([]);
        const wholly = coverageBy({ ...inventory, databases }, given);
        const coverage = coverageBy(brief, given, { isBrief: true });
        const wholeAges = new Map(agesOf(wholly).map((one) => [`${one.database} ${one.targetRegion}`, one.seconds]));
        expect(coverage.routes.map(({ areAgesKnown }) => areAgesKnown)).not.toContain(false);
        for (const { database, targetRegion, seconds } of agesOf(coverage)) {
          const whole = wholeAges.get(`${database} ${targetRegion}`);
          expect(seconds).toBeGreaterThanOrEqual(whole ?? Number.POSITIVE_INFINITY);
        }
      }),
      RUNS,
    );
    expect(settled).toBeGreaterThan(RUNS.numRuns / 20);
  });

  test("never deletes the newest available copy of a database, and leaves keep_last of them", () => {
    fc.assert(
      fc.property(sweeps, ({ world, given, planned }) => {
        const after = carryOut(world, planned);
        for (const region of world.inventory.targets.keys()) {
          const available = oursIn(world, region).filter(({ status }) => status === "available");
          for (const who of new Set(available.map(ofCopy))) {
            const own = available.filter((copy) => ofCopy(copy) === who).sort((a, b) => timeOf(b) - timeOf(a));
            const left = own.filter((copy) => after.targets.get(region)?.includes(copy));
            expect(left[0]).toBe(own[0]);
            expect(left.length).toBeGreaterThanOrEqual(Math.min(own.length, given.settings.retention.keepLast));
          }
        }
      }),
      RUNS,
    );
  });

  test("deletes of a database no more than it may, and nothing that is held", () => {
    fc.assert(
      fc.property(sweeps, ({ given, planned }) => {
        for (const { copy } of deletionsOf(planned)) {
          expect(Object.keys(copy.snapshot.tags)).not.toContain("CrossRegionBackup/Hold");
        }
        for (const { replaces } of copiesOf(planned)) expect(replaces?.hold).toBeUndefined();
        const most = given.sweep === "daily" ? given.settings.maxDeletionsPerDailyRun : 1;
        const counts = new Map<string, number>();
        for (const { copy, reason, targetRegion } of deletionsOf(planned)) {
          const who = `${targetRegion} ${ofCopy(copy.snapshot)}`;
          if (reason === "retention") counts.set(who, (counts.get(who) ?? 0) + 1);
        }
        expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(most);
      }),
      RUNS,
    );
  });

  test("deletes only available copies that it supersedes and failed ones", () => {
    fc.assert(
      fc.property(sweeps, ({ planned }) => {
        for (const { copy } of deletionsOf(planned)) {
          expect(["available", "failed"]).toContain(copy.snapshot.status);
        }
      }),
      RUNS,
    );
  });

  test("never has more copies in progress than the limit, unless others have", () => {
    fc.assert(
      fc.property(sweeps, ({ world, given, planned }) => {
        const limit = given.settings.maxCopiesInProgress[world.inventory.kind];
        const busy = (list: readonly TargetSnapshot[] = []) =>
          list.filter(({ status, sourceArn }) => sourceArn !== undefined && IN_PROGRESS.includes(status)).length;
        const after = carryOut(world, planned);
        for (const [region, list] of world.inventory.targets) {
          expect(busy(after.targets.get(region))).toBeLessThanOrEqual(Math.max(limit, busy(list)));
        }
      }),
      RUNS,
    );
  });

  test("copies forwards, one at a time: nothing that is not newer than what is there or on its way", () => {
    fc.assert(
      fc.property(sweeps, ({ world, planned }) => {
        const seen = new Set<string>();
        for (const { request, targetRegion } of copiesOf(planned)) {
          const started = { tags: request.tags } as const;
          const who = `${request.tags["CrossRegionBackup/Database"]} ${request.tags["CrossRegionBackup/ResourceId"]}`;
          expect(seen).not.toContain(`${targetRegion} ${who}`);
          seen.add(`${targetRegion} ${who}`);
          const own = oursIn(world, targetRegion).filter((copy) => ofCopy(copy) === who);
          expect(own.filter(({ status }) => IN_PROGRESS.includes(status))).toEqual([]);
          const time = Date.parse(started.tags["CrossRegionBackup/SourceTime"] ?? "");
          for (const copy of own.filter(({ status }) => status === "available")) {
            expect(time).toBeGreaterThan(timeOf(copy));
          }
        }
      }),
      RUNS,
    );
  });

  test("passes over no database in silence", () => {
    fc.assert(
      fc.property(sweeps, ({ world, planned }) => {
        for (const database of world.inventory.databases) {
          const skipped = notesOf(planned, "skipped").some(
            (skip) => skip.database === database.id && skip.targetRegion === undefined,
          );
          for (const region of skipped ? [] : world.inventory.targets.keys()) {
            const said = [...copiesOf(planned), ...notesOf(planned)].some(
              ({ database: id, targetRegion, reason }) =>
                id === database.id && targetRegion === region && reason !== "past-retention",
            );
            expect(said || isCopied(world, database, region)).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  test("comes to the same however RDS orders its lists", () => {
    const shuffled = sweeps.chain(({ world, given, planned }) => {
      const shuffle = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
      const lists = [...world.inventory.targets].map(([region, list]) => fc.tuple(fc.constant(region), shuffle(list)));
      return fc
        .tuple(shuffle(world.inventory.databases), shuffle(world.inventory.snapshots), fc.tuple(...lists))
        .map(([databases, snapshots, targets]) => ({
          planned,
          again: planSweep({ ...world.inventory, databases, snapshots, targets: new Map(targets) }, given),
        }));
    });
    const asLines = (plan: Plan) =>
      [...deletionsOf(plan), ...copiesOf(plan), ...notesOf(plan)].map((one) => JSON.stringify(one)).sort();
    fc.assert(
      fc.property(shuffled, ({ planned, again }) => {
        expect(asLines(again)).toEqual(asLines(planned));
      }),
      RUNS,
    );
  });

  test("repeated while RDS finishes what was begun, ends with nothing left to do", () => {
    fc.assert(
      fc.property(sweeps, ({ world, given }) => {
        let inventory = finish(world.inventory);
        let planned = planSweep(inventory, given);
        for (let round = 0; round < 8 && copiesOf(planned).length > 0; round++) {
          inventory = finish(carryOut({ inventory }, planned));
          planned = planSweep(inventory, given);
        }
        expect(copiesOf(planned)).toEqual([]);
        expect(notesOf(planned, "deferred").map(({ reason }) => reason)).not.toContain("slots");
        expect(notesOf(planned, "deferred").map(({ reason }) => reason)).not.toContain("one-at-a-time");
      }),
      RUNS,
    );
  });

  test("does in each target region what it would do with that region alone, and leaves one not listed alone", () => {
    fc.assert(
      fc.property(sweeps, ({ world, given, planned }) => {
        for (const [region, list] of world.inventory.targets) {
          const alone = planSweep({ ...world.inventory, targets: new Map([[region, list]]) }, given);
          expect([planned.routes.find(({ route }) => route.targetRegion === region)]).toEqual(alone.routes);
        }
      }),
      RUNS,
    );
  });
});

/** Whether the newest available snapshot of a database is copied to a region, or on its way there. */
function isCopied(world: World, database: Database, region: string): boolean {
  const times = world.inventory.snapshots
    .filter((one) => one.status === "available" && ofSnapshot(one) === ofDatabase(database))
    .map(({ takenAt }) => Number(takenAt));
  return oursIn(world, region).some(
    (copy) =>
      ofCopy(copy) === ofDatabase(database) &&
      (copy.status === "available" || IN_PROGRESS.includes(copy.status)) &&
      timeOf(copy) >= Math.max(...times),
  );
}

test("an event starts only what a sweep with free slots would start, and deletes nothing", () => {
  fc.assert(
    fc.property(worlds, anySettings, ({ inventory }, settings) => {
      const free = { ...settings, maxCopiesInProgress: { instance: 1000, cluster: 1000 } };
      const swept = copiesOf(planSweep(inventory, context({ settings: free })));
      const event = planDatabase(inventory, context({ settings }));
      for (const copy of copiesOf(event)) expect(swept).toContainEqual(copy);
      expect(deletionsOf(event)).toEqual([]);
      expect(copiesOf(event)).toHaveLength(swept.filter(({ attempt }) => attempt === 1).length);
    }),
    RUNS,
  );
});

describe("whatever the API may ever answer,", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("orders", "available", "failed", "copying", "constructor", "__proto__", "rds-cross-region-backup"),
    fc.constantFrom(`arn:aws:rds:${SOURCE_REGION}:123456789012:snapshot:rds:orders-2026-01-31-03-07`),
    fc.constantFrom("orders-eu-west-1-2026-01-31-03-07", "2026-01-31T03:07:12.345Z", "db-ABC"),
  );
  const date = fc.option(fc.date({ noInvalidDate: true }), { nil: undefined });
  const tagKey = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "CrossRegionBackup",
      "CrossRegionBackup/SourceArn",
      "CrossRegionBackup/SourceTime",
      "CrossRegionBackup/Database",
      "CrossRegionBackup/ResourceId",
      "CrossRegionBackup/StartedAt",
      "CrossRegionBackup/Attempt",
    ),
  );
  const tags = fc.dictionary(tagKey, text, { maxKeys: 8 });
  const encryption = fc.constantFrom<Snapshot["encryption"]>("none", "kms", "sse-rds");
  const kind = fc.constant<"instance">("instance");
  const anyDatabase: fc.Arbitrary<Database> = fc.record({
    kind,
    id: text,
    resourceId: text,
    engine: text,
    status: text,
    createdAt: date,
    backupRetentionDays: fc.nat({ max: 35 }),
    backupTarget: fc.constantFrom("region", "region", "outposts"),
    memberOf: fc.option(text, { nil: undefined, freq: 5 }),
    tags,
  });
  const anySnapshot: fc.Arbitrary<Snapshot> = fc.record({
    kind,
    id: text,
    arn: text,
    databaseId: text,
    databaseResourceId: text,
    engine: text,
    status: text,
    takenAt: date,
    encryption,
    kmsKeyId: fc.option(text, { nil: undefined }),
    sizeGib: fc.nat(),
    backupTarget: text,
    tags,
  });
  const anyTarget: fc.Arbitrary<TargetSnapshot> = fc.record({
    kind,
    region: fc.constant("eu-central-1"),
    id: text,
    arn: text,
    status: text,
    sourceArn: fc.option(text, { nil: undefined }),
    createdAt: date,
    encryption,
    kmsKeyId: fc.option(text, { nil: undefined }),
    sizeGib: fc.nat(),
    tags,
  });

  test("the plan is made, and touches nothing that is not ours", () => {
    fc.assert(
      fc.property(
        fc.array(anyDatabase, { maxLength: 5 }),
        fc.array(anySnapshot, { maxLength: 8 }),
        fc.array(anyTarget, { maxLength: 8 }),
        fc.constantFrom(planSweep, planDatabase),
        (databases, snapshots, list, plan) => {
          const targets = new Map([["eu-central-1", list]]);
          const planned = plan({ kind: "instance", databases, snapshots, targets }, context({ now: NOW }));
          for (const { copy } of deletionsOf(planned)) {
            expect(asCopy(copy.snapshot)).toEqual(copy);
            expect(list).toContain(copy.snapshot);
          }
          expect(planned.seen).toBe(databases.length);
        },
      ),
      RUNS,
    );
  });
});
