import * as fc from "fast-check";
import { Random } from "../time/random";
import type { DatabasePlan, ForeignPlan, Incident, Rates, Scenario, SettingsPlan, TargetPlan } from "./scenario";
import { QUIET_DAYS, TARGET_REGIONS } from "./scenario";

/** The scenario of a seed: the first that `scenarios` generates for it. */
export function scenarioOf(seed: number, days: number): Scenario {
  const [scenario] = fc.sample(scenarios(days), { seed, numRuns: 1 });
  if (!scenario) throw new Error("fast-check gave no scenario.");
  return scenario;
}

/** All scenarios, most of them small. fast-check reduces a failing one further. */
export function scenarios(days: number): fc.Arbitrary<Scenario> {
  const settings = settingsPlan();
  return fc
    .noBias(
      fc.record({
        seed: fc.noShrink(fc.nat()),
        days: fc.constant(Math.max(1, days - QUIET_DAYS)),
        databases: databases(),
        foreign: fc.oneof(
          { weight: 19, arbitrary: fc.array(foreign, { maxLength: 10, size: "max" }) },
          // More than RDS puts on a page.
          { weight: 1, arbitrary: fc.array(foreign, { minLength: 101, maxLength: 240, size: "max" }) },
        ),
        settings,
        changes: fc.array(fc.record({ hour: hourOf(days), settings }), { maxLength: 2, size: "max" }),
        rates,
        incidents: fc.array(incident(days), { maxLength: 8, size: "max" }),
        assumptions: fc.record({
          sseRdsWithKey: fc.constantFrom("accepted", "refused"),
          clusterCopyCreateTime: fc.constantFrom("source", "copy"),
          createTimeInProgress: fc.constantFrom("shown", "absent"),
        }),
        clockSkew: fc.record({ source: skew, target: skew }),
        slowness: fc.constantFrom(1, 1, 0.2, 3, 6),
        // Last, so that it changes nothing else that a seed decides.
        tagsInLists: frequently("shown", "absent"),
      }),
    )
    .map(withBriefLooks);
}

/** In one of eight scenarios runs come often, and look briefly where they may. It is drawn by itself, so that the rest is as without it. */
function withBriefLooks(scenario: Scenario): Scenario {
  const random = new Random(scenario.seed).fork("brief looks");
  if (!random.chance(1 / 8)) return scenario;
  const followUpMinutes = 15;
  return {
    ...scenario,
    settings: { ...scenario.settings, followUpMinutes },
    changes: scenario.changes.map(({ hour, settings }) => ({ hour, settings: { ...settings, followUpMinutes } })),
    briefAbove: random.pick([0, 0, 1]),
  };
}

const hourOf = (days: number) => fc.integer({ min: 0, max: Math.max(1, days - 4) * 24 });
const skew = fc.constantFrom(0, 0, 90_000, -90_000);

const NAMES = ["orders", "orders-eu-west-1", "crm", "crm-2026-01-01-03-03", "a", `${"long-".repeat(12)}x`, "billing"];
const WINDOWS = ["03:00-03:30", "03:10-04:10", "22:15-22:45", "23:45-00:15", "00:00-00:30", "11:00-12:00"];

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`cost:${index}`, "x"]));

/** Tags of a database that was restored from a copy. */
const INHERITED = {
  CrossRegionBackup: "rds-cross-region-backup",
  "CrossRegionBackup/SourceTime": "2025-01-01T00:00:00.000Z",
  "CrossRegionBackup/Database": "somebody-else",
};

/** `usual` most of the time. */
function frequently<const T, const U>(usual: T, other: U): fc.Arbitrary<T | U> {
  return fc.oneof(
    { weight: 19, arbitrary: fc.constant<T | U>(usual) },
    { weight: 1, arbitrary: fc.constant<T | U>(other) },
  );
}

/** Databases that can be copied for each four that cannot. */
const USUAL = 46;

const database: fc.Arbitrary<DatabasePlan> = fc
  .record({
    kind: fc.constantFrom("instance", "instance", "cluster"),
    id: fc.constantFrom(...NAMES),
    usual: fc.nat({ max: USUAL + 3 }),
    encryption: fc.constantFrom("key", "key", "none", "aws/rds", "sse-rds"),
    status: frequently("available", "stopped"),
    backupRetentionDays: fc.constantFrom(1, 1, 2, 3, 7),
    backupWindow: fc.constantFrom(...WINDOWS),
    sizeGib: fc.constantFrom(5, 20, 50, 100, 400, 1000),
    tags: fc.constantFrom({}, { env: "prod" }, { env: "test", team: "r+d" }, many(50), INHERITED),
    copyTagsToSnapshot: fc.boolean(),
  })
  .map(({ usual, ...plan }): DatabasePlan => {
    const instance = plan.kind === "instance";
    const engines = instance ? ["custom-sqlserver-se", "docdb"] : ["mysql", "neptune", "aurora-mysql"];
    const encryption = instance && plan.encryption === "sse-rds" ? "key" : plan.encryption;
    const unusual = usual - USUAL;
    return {
      ...plan,
      encryption,
      engine: engines[unusual] ?? (instance ? "postgres" : "aurora-postgresql"),
      backupRetentionDays: instance && unusual === 2 ? 0 : plan.backupRetentionDays,
      backupTarget: instance && unusual === 3 ? "outposts" : "region",
    };
  });

/** 1 to 300 databases, mostly a few; no id twice in a kind. */
function databases(): fc.Arbitrary<readonly DatabasePlan[]> {
  // All may be made as small as one.
  const list = (maxLength: number) => fc.array(database, { minLength: 1, maxLength, size: "max" });
  return fc
    .oneof(
      { weight: 820, arbitrary: list(3) },
      { weight: 153, arbitrary: list(8) },
      { weight: 25, arbitrary: list(30) },
      { weight: 2, arbitrary: list(300) },
    )
    .map((plans) => {
      const ids = new Set<string>();
      return plans.map((plan, index) => {
        const taken = ids.has(`${plan.kind} ${plan.id}`);
        const id = taken ? `${plan.id.slice(0, 55).replace(/-$/, "")}-${index}` : plan.id;
        ids.add(`${plan.kind} ${id}`);
        return { ...plan, id };
      });
    });
}

const foreign: fc.Arbitrary<ForeignPlan> = fc.record({
  target: fc.nat({ max: 1 }),
  database: fc.nat({ max: 11 }),
  disguise: fc.constantFrom(
    "hand-made",
    "name of a copy",
    "restored with our tags",
    "of another deployment",
    "of another source region",
    "of another account",
    "of AWS Backup",
  ),
  ageDays: fc.integer({ min: 0, max: 100 }),
  status: frequently("available", "failed"),
});

function settingsPlan(): fc.Arbitrary<SettingsPlan> {
  const target = (region: TargetPlan["region"]): fc.Arbitrary<TargetPlan> =>
    fc.record({
      region: fc.constant(region),
      key: fc.constantFrom("created", "created", "created", "given", "none"),
      databaseKeys: fc.constantFrom([], [], ["orders*"], ["crm", "*-eu-west-1*"]),
    });
  const [first, second] = TARGET_REGIONS;
  return fc.record({
    targets: fc.oneof(
      { weight: 7, arbitrary: fc.tuple(target(first)) },
      { weight: 1, arbitrary: fc.tuple(target(second)) },
      { weight: 3, arbitrary: fc.tuple(target(first), target(second)) },
    ),
    protectKmsKeys: fc.constantFrom(true, true, false),
    exclude: fc.constantFrom([], [], [], [], [], ["orders-eu-*"], ["crm"]),
    onlyProd: frequently(false, true),
    retention: fc.record({
      keepLast: fc.integer({ min: 1, max: 4 }),
      keepDaily: fc.constantFrom(0, 0, 3),
      keepWeekly: fc.constantFrom(0, 0, 2),
      keepMonthly: fc.constantFrom(0, 0, 2),
      keepYearly: fc.constantFrom(0, 0, 1),
    }),
    slots: fc.record({ instances: fc.constantFrom(1, 2, 5, 20, 30), clusters: fc.constantFrom(1, 2, 5, 10) }),
    followUpMinutes: fc.constantFrom(...Array<number>(38).fill(60), 30, 15),
    stuckCopyHours: fc.constantFrom(24, 24, 12),
    dryRun: frequently(false, true),
    logLevel: fc.constantFrom("INFO", "WARN", "WARN", "WARN"),
  });
}

const rate = (...values: readonly number[]) => fc.constantFrom(0, 0, 0, ...values);

const rates: fc.Arbitrary<Rates> = fc.record({
  eventLost: rate(0.1, 0.5, 1),
  eventDoubled: rate(0.05, 0.5),
  eventLate: rate(0.05, 0.5),
  // Most scheduled runs are left out, so that months pass in seconds.
  runLost: fc.constantFrom(0.85, 0.93, 0.95, 0.97),
  runDoubled: rate(0.05, 0.3),
  runLate: rate(0.05, 0.3),
  crashBefore: rate(0.002, 0.02),
  crashAfter: rate(0.002, 0.02),
  freeze: rate(0.002, 0.01),
  throttled: rate(0.01, 0.05),
  internalError: rate(0.01, 0.1),
  unavailable: rate(0.01, 0.1),
  reset: rate(0.01, 0.1),
  resetAfter: rate(0.01, 0.1),
  truncated: rate(0.01, 0.1),
  hang: rate(0.002, 0.02),
  copyFails: rate(0.02, 0.2, 0.6),
  copySticks: rate(0.01, 0.05),
  listedLate: rate(0.1, 0.6),
  taggedLate: rate(0.2),
  shortPages: rate(0.3, 1),
});

function incident(days: number): fc.Arbitrary<Incident> {
  const hour = hourOf(days);
  const hours = fc.integer({ min: 1, max: 72 });
  const lasting = fc.oneof({ weight: 4, arbitrary: hours }, { weight: 1, arbitrary: fc.constant(null) });
  const index = fc.nat({ max: 299 });
  const target = fc.nat({ max: 1 });
  const kind = fc.constantFrom("instance", "cluster");
  const state = fc.constantFrom("Disabled", "PendingDeletion");
  return fc.oneof(
    fc.record({ hour, hours, is: fc.constantFrom("throttling storm", "events lost", "slow calls") }),
    fc.record({
      hour,
      hours,
      target,
      is: fc.constant("outage"),
      where: fc.constantFrom("source", "target"),
      answer: fc.constantFrom("unavailable", "reset", "hang"),
    }),
    fc.record({ hour, hours, target, kind, is: fc.constant("quota full") }),
    fc.record({ hour, hours, target, kind, is: fc.constant("slots taken"), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ hour, hours: lasting, database: index, state, is: fc.constant("source key") }),
    fc.record({ hour, hours, target, state, is: fc.constant("target key") }),
    fc.record({ hour, hours: lasting, database: index, is: fc.constantFrom("copies fail", "permission removed") }),
    fc.record({ hour, is: fc.constantFrom("copies cancelled", "sources lost") }),
    fc.record({ hour, hours: lasting, database: index, target, is: fc.constant("copies held") }),
    fc.record({
      hour,
      database: index,
      is: fc.constantFrom("renamed", "deleted", "recreated", "snapshot by hand"),
    }),
    fc.record({ hour, hours, database: index, is: fc.constantFrom("stopped", "backups disabled") }),
  ) as fc.Arbitrary<Incident>;
}
