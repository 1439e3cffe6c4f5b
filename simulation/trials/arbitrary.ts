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
        tagsInLists: frequently("shown", "absent"),
        // Last, so that it changes nothing else that a seed decides.
        telling: telling(days),
      }),
    )
    .map(withTelling)
    .map(withBriefLooks)
    .map((scenario) => withNeeds(scenario, days))
    .map(withOptionGroups);
}

/** What is drawn for the sake of what people are told. */
interface Telling {
  readonly incidents: readonly Incident[];
  /** `names`: all names are included by patterns that a renamed database does not fit. `tags`: only databases with a tag, which all have. */
  readonly selection: "as drawn" | "names" | "tags";
}

function telling(days: number): fc.Arbitrary<Telling> {
  return fc.record({
    incidents: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(incidentToTell(days), { maxLength: 5, size: "max" }) },
    ),
    selection: fc.constantFrom("as drawn", "as drawn", "as drawn", "as drawn", "names", "tags"),
  });
}

const MOST_NAMES = 1_000;

function withTelling({ telling, ...drawn }: Scenario & { readonly telling: Telling }): Scenario {
  const scenario = { ...drawn, incidents: [...drawn.incidents, ...telling.incidents] };
  const selecting = (plan: Partial<SettingsPlan>): Scenario => ({
    ...scenario,
    settings: { ...scenario.settings, ...plan },
    changes: scenario.changes.map(({ hour, settings }) => ({ hour, settings: { ...settings, ...plan } })),
  });
  switch (telling.selection) {
    case "as drawn":
      return scenario;
    case "names": {
      const include = [...new Set(scenario.databases.map(({ id }) => id))];
      // Lambda takes 4 KB of settings, and each of the two kinds has the names.
      return include.join().length > MOST_NAMES ? scenario : selecting({ include });
    }
    case "tags": {
      const databases = scenario.databases.map((database) => ({ ...database, tags: { env: "prod" } }));
      return { ...selecting({ onlyProd: true }), databases };
    }
  }
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

/**
 * In one of three scenarios what restores need changes, or cannot be looked at. It is drawn by itself, so that the rest is as without it.
 */
function withNeeds(scenario: Scenario, days: number): Scenario {
  const random = new Random(scenario.seed).fork("needs");
  if (!random.chance(1 / 3)) return scenario;
  const incidents = Array.from({ length: random.integer(1, 3) }, (): Incident => {
    const hour = random.integer(0, Math.max(1, days - 4) * 24);
    const [target, database, hours] = [random.integer(0, 1), random.integer(0, 299), random.integer(1, 72)];
    const lasting = random.chance(1 / 3) ? null : hours;
    switch (random.pick(["retired", "retired", "retired", "deprecated", "upgraded", "unread", "unlisted"])) {
      case "retired":
        return { is: "version retired", hour, target, database, hours: lasting };
      case "deprecated":
        return { is: "version deprecated", hour, target, database, hours: lasting };
      case "upgraded":
        return { is: "upgraded", hour, database };
      case "unread":
        return { is: "versions unread", hour, hours };
      default:
        return { is: "versions unlisted", hour, target, database, hours };
    }
  });
  const checks = random.pick(["keys", "keys", "all", "all", "off"] as const);
  const removed = Array.from({ length: checks === "all" ? 2 : 0 }, (): Incident => {
    const hour = random.integer(0, Math.max(1, days - 4) * 24);
    const [target, hours] = [random.integer(0, 1), random.integer(24, 96)];
    const of = random.pick(["parameters", "subnets", "class"] as const);
    return of === "class"
      ? { is: "class withdrawn", hour, target, hours }
      : { is: "group removed", hour, target, of, hours };
  });
  const settings = { ...scenario.settings, ...(checks !== "keys" && { restoreChecks: checks }) };
  return { ...scenario, settings, incidents: [...scenario.incidents, ...incidents, ...removed] };
}

/** In one of six scenarios most instances have option groups of their own. It is drawn by itself, too. */
function withOptionGroups(scenario: Scenario): Scenario {
  const random = new Random(scenario.seed).fork("option groups");
  if (!random.chance(1 / 6)) return scenario;
  const withOne = (database: DatabasePlan): DatabasePlan =>
    database.kind === "cluster" || database.engine !== "postgres" || random.chance(0.3)
      ? database
      : {
          ...database,
          engine: "oracle-ee",
          optionGroup: {
            isNeeded: random.chance(0.6),
            copying: random.pick(["done", "done", "done", "refused", "fails"]),
          },
        };
  const setting = (settings: SettingsPlan): SettingsPlan => ({
    ...settings,
    copyOptionGroups: random.pick(["when_refused", "when_refused", "always", "always", "never"]),
  });
  return {
    ...scenario,
    databases: scenario.databases.map(withOne),
    settings: setting(scenario.settings),
    changes: scenario.changes.map(({ hour, settings }) => ({ hour, settings: setting(settings) })),
    optionGroups: {
      denied: random.chance(1 / 6),
      taken: random.pick([0, 0, 0, 15, 20]),
      copies: random.pick(["each", "shared"]),
    },
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
    include: fc.constant(["*"]),
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

/** What people must be told of, or what keeps them from being told. */
function incidentToTell(days: number): fc.Arbitrary<Incident> {
  const hour = hourOf(days);
  const hours = fc.integer({ min: 1, max: 72 });
  const lasting = fc.oneof({ weight: 2, arbitrary: hours }, { weight: 1, arbitrary: fc.constant(null) });
  const database = fc.nat({ max: 299 });
  const target = fc.nat({ max: 1 });
  const kind = fc.constantFrom("instance", "cluster");
  const state = fc.constantFrom("Disabled", "PendingDeletion");
  const weighted = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({ weight, arbitrary });
  return fc.oneof(
    // Several databases that break one after the other.
    weighted(
      5,
      fc.record({ hour, hours: lasting, database, is: fc.constantFrom("copies fail", "permission removed") }),
    ),
    weighted(
      3,
      fc.record({ hour, hours: lasting, database, is: fc.constantFrom("copy calls fail", "deletions fail") }),
    ),
    weighted(2, fc.record({ hour, hours: lasting, database, state, is: fc.constant("source key") })),
    weighted(2, fc.record({ hour, hours, target, state, is: fc.constant("target key") })),
    weighted(2, fc.record({ hour, hours: lasting, target, state, is: fc.constant("old keys") })),
    weighted(
      4,
      fc.record({
        hour,
        hours,
        is: fc.constantFrom("nothing runs", "functions throttled", "messages fail", "memory fails", "keys unread"),
      }),
    ),
    weighted(3, fc.record({ hour, is: fc.constantFrom("memory lost", "memory malformed", "two runs at once") })),
    weighted(
      6,
      fc.record({
        hour,
        hours,
        database,
        is: fc.constantFrom("tags edited", "replica made", "stopped", "backups disabled"),
      }),
    ),
    weighted(2, fc.record({ hour, database, is: fc.constantFrom("renamed", "renamed", "deleted") })),
    weighted(
      2,
      fc.record({ hour, hours, database, takes: fc.integer({ min: 8, max: 26 }), is: fc.constant("long copies") }),
    ),
    weighted(
      2,
      fc.record({
        hour,
        hours,
        target,
        kind,
        left: fc.integer({ min: 0, max: 20 }),
        is: fc.constant("snapshots of others"),
      }),
    ),
  ) as fc.Arbitrary<Incident>;
}
