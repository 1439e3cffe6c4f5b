import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BOUNDS } from "../../../handlers/settings/bounds";
import { parseSettings, SettingsError } from "../../../handlers/settings/parse-settings";
import type { Settings } from "../../../handlers/settings/settings";
import { ALL, type Environment, environment, written } from "./environment";

/** What is wrong with an environment; nothing, if it can be read. */
function problems(overrides: Environment): readonly string[] {
  try {
    parseSettings(environment(overrides));
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const key = (region: string, id = "1234abcd-12ab-34cd-56ef-1234567890ab") =>
  `arn:aws:kms:${region}:123456789012:key/${id}`;

describe("the settings in the environment", () => {
  test("are restored in real types", () => {
    expect(parseSettings(environment({ DRY_RUN: "true", LOG_LEVEL: "DEBUG" }))).toEqual({
      sourceRegion: "eu-west-1",
      logLevel: "DEBUG",
      settings: {
        name: "rds-cross-region-backup",
        targets: ["eu-central-1", "eu-north-1"],
        targetKmsKeys: {
          "eu-central-1": {
            kmsKeyArn: key("eu-central-1"),
            databaseKmsKeyArns: { "shop-*": key("eu-central-1", "mrk-1234abcd12ab34cd56ef1234567890ab") },
          },
          "eu-north-1": { kmsKeyArn: undefined, databaseKmsKeyArns: {} },
        },
        selection: {
          instance: { include: ["*"], exclude: [], tags: {} },
          cluster: { include: ["ledger", "prod-*"], exclude: ["prod-test-*"], tags: { Backup: "Yes" } },
        },
        retention: { keepLast: 3, keepDaily: 7, keepWeekly: 5, keepMonthly: 12, keepYearly: 10 },
        maxCopiesInProgress: { instance: 20, cluster: 5 },
        maxRecoveryPointAgeHours: 36,
        stuckCopyHours: 24,
        dryRun: true,
      },
    });
  });

  test("have their target regions in order, each once", () => {
    const targets = '["eu-north-1","eu-central-1","eu-north-1"]';
    expect(parseSettings(environment({ TARGETS: targets })).settings.targets).toEqual(["eu-central-1", "eu-north-1"]);
  });

  test("are not a dry run unless they say so", () => {
    expect(parseSettings(environment()).settings.dryRun).toBe(false);
  });

  test("may turn one kind off", () => {
    expect(problems({ INSTANCES: JSON.stringify({ ...ALL, include: [] }) })).toEqual([]);
    expect(problems({ CLUSTERS: JSON.stringify({ ...ALL, include: [] }) })).toEqual([]);
  });

  test("may be of a GovCloud pair", () => {
    const arn = "arn:aws-us-gov:kms:us-gov-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    expect(
      problems({
        AWS_REGION: "us-gov-west-1",
        TARGETS: '["us-gov-east-1"]',
        TARGET_KMS_KEYS: JSON.stringify({ "us-gov-east-1": { kms_key_arn: arn, database_kms_key_arns: {} } }),
      }),
    ).toEqual([]);
  });

  test.each(["DEBUG", "INFO", "WARN", "ERROR"])("may have the log level %s", (level) => {
    expect(parseSettings(environment({ LOG_LEVEL: level })).logLevel).toBe(level);
  });

  test("of any kind survive the way from the construct", () => {
    const region = fc.constantFrom("eu-central-1", "eu-north-1", "us-east-1", "ap-southeast-5");
    const pattern = fc.stringMatching(/^[a-z*][a-z0-9*-]{0,20}$/);
    const tags = fc.dictionary(fc.stringMatching(/^[A-Za-z_.:/=+@-]{1,9}$/), fc.string({ maxLength: 9 }), {
      maxKeys: 3,
    });
    const selection = fc.record({
      include: fc.array(pattern, { minLength: 1, maxLength: 4 }),
      exclude: fc.array(pattern, { maxLength: 4 }),
      tags,
    });
    const keysOf = (target: string) =>
      fc.record({
        kmsKeyArn: fc.constantFrom(undefined, key(target)),
        databaseKmsKeyArns: fc.dictionary(pattern, fc.constant(key(target)), { maxKeys: 3 }),
      });
    const whole = (min: number, max: number) => fc.integer({ min, max });
    const settings: fc.Arbitrary<Settings> = fc
      .uniqueArray(region, { minLength: 1 })
      .map((regions) => regions.sort())
      .chain((targets) =>
        fc.record({
          name: fc.stringMatching(/^[a-z](-?[a-z0-9]){0,19}$/),
          targets: fc.constant(targets),
          targetKmsKeys: fc.record(Object.fromEntries(targets.map((target) => [target, keysOf(target)]))),
          selection: fc.record({ instance: selection, cluster: selection }),
          retention: fc.record({
            keepLast: whole(1, 1000),
            keepDaily: whole(0, 1000),
            keepWeekly: whole(0, 1000),
            keepMonthly: whole(0, 1000),
            keepYearly: whole(0, 1000),
          }),
          maxCopiesInProgress: fc.record({ instance: whole(1, 100), cluster: whole(1, 100) }),
          maxRecoveryPointAgeHours: whole(25, 8760),
          stuckCopyHours: whole(1, 8760),
          dryRun: fc.boolean(),
        }),
      );
    fc.assert(
      fc.property(settings, (given) => {
        expect(parseSettings(written(given)).settings).toEqual(given);
      }),
    );
  });
});

describe("a bound", () => {
  const json = (name: string, path: string, whole: Record<string, number>) => (value: number) => ({
    [name]: JSON.stringify({ ...whole, [path]: value }),
  });
  const RETENTION = { keep_last: 3, keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 };
  const SLOTS = { instances: 20, clusters: 5 };
  const bounded: [string, { min: number; max: number }, (value: number) => Environment][] = [
    ["RETENTION.keep_last", BOUNDS.keepLast, json("RETENTION", "keep_last", RETENTION)],
    ["RETENTION.keep_daily", BOUNDS.keepPeriods, json("RETENTION", "keep_daily", RETENTION)],
    ["RETENTION.keep_weekly", BOUNDS.keepPeriods, json("RETENTION", "keep_weekly", RETENTION)],
    ["RETENTION.keep_monthly", BOUNDS.keepPeriods, json("RETENTION", "keep_monthly", RETENTION)],
    ["RETENTION.keep_yearly", BOUNDS.keepPeriods, json("RETENTION", "keep_yearly", RETENTION)],
    [
      "MAX_COPIES_IN_PROGRESS.instances",
      BOUNDS.maxCopiesInProgress,
      json("MAX_COPIES_IN_PROGRESS", "instances", SLOTS),
    ],
    ["MAX_COPIES_IN_PROGRESS.clusters", BOUNDS.maxCopiesInProgress, json("MAX_COPIES_IN_PROGRESS", "clusters", SLOTS)],
    [
      "MAX_RECOVERY_POINT_AGE_HOURS",
      BOUNDS.maxRecoveryPointAgeHours,
      (value) => ({ MAX_RECOVERY_POINT_AGE_HOURS: String(value) }),
    ],
    ["STUCK_COPY_HOURS", BOUNDS.stuckCopyHours, (value) => ({ STUCK_COPY_HOURS: String(value) })],
  ];

  test.each(bounded)("of %s holds at both edges and not beyond", (path, { min, max }, set) => {
    expect(problems(set(min))).toEqual([]);
    expect(problems(set(max))).toEqual([]);
    expect(problems(set(max + 1))).toEqual([`${path}: Invalid value: Expected <=${max} but received ${max + 1}`]);
    expect(problems(set(min - 1))).toHaveLength(1);
    expect(problems(set(min + 0.5))).toHaveLength(1);
    expect(problems(set(min - 1))[0]).toMatch(
      new RegExp(`^${path}: (Invalid value: Expected >=${min} |must be a whole)`),
    );
  });

  test("of the name's length holds too", () => {
    expect(problems({ NAME: "a".repeat(40) })).toEqual([]);
    expect(problems({ NAME: "a".repeat(41) })).toEqual(["NAME: Invalid length: Expected <=40 but received 41"]);
  });

  test("is the design's", () => {
    expect(BOUNDS).toMatchObject({
      nameLength: { max: 40 },
      scheduleMarginMinutes: { min: 0, max: 720 },
      followUpIntervalMinutes: { min: 5, max: 60 },
      keepLast: { min: 1, max: 1000 },
      keepPeriods: { min: 0, max: 1000 },
      maxCopiesInProgress: { min: 1, max: 100 },
      maxRecoveryPointAgeHours: { min: 25, max: 8760 },
    });
  });
});

describe("rejected is", () => {
  const region = (name: string) => `must be a region name, got "${name}"`;
  const pattern = (text: string) => `must be a database id, in which * stands for any characters, got "${text}"`;
  const keysWith = (changes: Record<string, unknown>) =>
    JSON.stringify({ "eu-central-1": { kms_key_arn: null, database_kms_key_arns: {}, ...changes } });

  test.each<[string, Environment, string[]]>([
    [
      "a name in upper case",
      { NAME: "Backup" },
      ['NAME: must be lower-case letters, digits and hyphens, got "Backup"'],
    ],
    [
      "a name with a hyphen at its end",
      { NAME: "a-" },
      ['NAME: must be lower-case letters, digits and hyphens, got "a-"'],
    ],
    ["a name with two hyphens", { NAME: "a--b" }, ['NAME: must be lower-case letters, digits and hyphens, got "a--b"']],
    ["an empty name", { NAME: "" }, ['NAME: must be lower-case letters, digits and hyphens, got ""']],
    ["a source region that is none", { AWS_REGION: "Ireland" }, [`AWS_REGION: ${region("Ireland")}`]],
    ["an empty list of targets", { TARGETS: "[]" }, ["TARGETS: Invalid length: Expected >=1 but received 0"]],
    [
      "a target region that is none",
      { TARGETS: '["eu-central-1","eu-north-1","frankfurt"]' },
      [`TARGETS.2: ${region("frankfurt")}`],
    ],
    [
      "a target region that is no text",
      { TARGETS: '["eu-central-1","eu-north-1",3]' },
      ["TARGETS.2: Invalid type: Expected string but received 3"],
    ],
    [
      "a target region given as text",
      { TARGETS: '"eu-central-1"' },
      ['TARGETS: Invalid type: Expected Array but received "eu-central-1"'],
    ],
    [
      "an object without its parts",
      { MAX_COPIES_IN_PROGRESS: "{}" },
      ["MAX_COPIES_IN_PROGRESS.instances: is missing", "MAX_COPIES_IN_PROGRESS.clusters: is missing"],
    ],
    [
      "a number given as text",
      { MAX_COPIES_IN_PROGRESS: '{"instances":"20","clusters":5}' },
      ['MAX_COPIES_IN_PROGRESS.instances: Invalid type: Expected number but received "20"'],
    ],
    [
      "a key of a setting that is unknown",
      { MAX_COPIES_IN_PROGRESS: '{"instances":20,"clusters":5,"instance":7}' },
      ['MAX_COPIES_IN_PROGRESS.instance: Invalid key: Expected never but received "instance"'],
    ],
    [
      "an unknown rule of retention",
      {
        RETENTION: '{"keep_last":3,"keep_daily":7,"keep_weekly":5,"keep_monthly":12,"keep_yearly":10,"keep_hourly":9}',
      },
      ['RETENTION.keep_hourly: Invalid key: Expected never but received "keep_hourly"'],
    ],
    [
      "an unknown rule of selection",
      { INSTANCES: JSON.stringify({ ...ALL, engines: ["mysql"] }) },
      ['INSTANCES.engines: Invalid key: Expected never but received "engines"'],
    ],
    [
      "a pattern with characters that no id has",
      { INSTANCES: JSON.stringify({ ...ALL, include: ["*", "prod_?"], exclude: ["a b"] }) },
      [`INSTANCES.include.1: ${pattern("prod_?")}`, `INSTANCES.exclude.0: ${pattern("a b")}`],
    ],
    [
      "an empty pattern, and one longer than any id",
      { CLUSTERS: JSON.stringify({ ...ALL, include: ["", "a".repeat(64)] }) },
      [`CLUSTERS.include.0: ${pattern("")}`, `CLUSTERS.include.1: ${pattern("a".repeat(64))}`],
    ],
    [
      "a tag that is no text",
      { INSTANCES: JSON.stringify({ ...ALL, tags: { backup: true } }) },
      ["INSTANCES.tags.backup: Invalid type: Expected string but received true"],
    ],
    [
      "a key that is no ARN",
      { TARGET_KMS_KEYS: keysWith({ kms_key_arn: "alias/backup" }) },
      ['TARGET_KMS_KEYS.eu-central-1.kms_key_arn: must be the ARN of a key (…:key/…), got "alias/backup"'],
    ],
    [
      "an alias, which can be moved",
      {
        TARGET_KMS_KEYS: keysWith({
          database_kms_key_arns: { "shop-*": "arn:aws:kms:eu-central-1:123456789012:alias/shop" },
        }),
      },
      [
        "TARGET_KMS_KEYS.eu-central-1.database_kms_key_arns.shop-*: must be the ARN of a key (…:key/…), " +
          'got "arn:aws:kms:eu-central-1:123456789012:alias/shop"',
      ],
    ],
    [
      "a key for a pattern that matches nothing",
      { TARGET_KMS_KEYS: keysWith({ database_kms_key_arns: { "shop?": key("eu-central-1") } }) },
      [`TARGET_KMS_KEYS.eu-central-1.database_kms_key_arns.shop?: ${pattern("shop?")}`],
    ],
    [
      "an unknown key beside the keys",
      { TARGET_KMS_KEYS: keysWith({ create_kms_key: true }) },
      ['TARGET_KMS_KEYS.eu-central-1.create_kms_key: Invalid key: Expected never but received "create_kms_key"'],
    ],
    [
      "keys of something that is no region",
      { TARGET_KMS_KEYS: JSON.stringify({ frankfurt: { kms_key_arn: null, database_kms_key_arns: {} } }) },
      [`TARGET_KMS_KEYS.frankfurt: ${region("frankfurt")}`],
    ],
    [
      "a fraction of hours",
      { STUCK_COPY_HOURS: "1.5", MAX_RECOVERY_POINT_AGE_HOURS: "36h" },
      ["MAX_RECOVERY_POINT_AGE_HOURS: must be a whole number", "STUCK_COPY_HOURS: must be a whole number"],
    ],
    ["a number with a space", { STUCK_COPY_HOURS: " 24" }, ["STUCK_COPY_HOURS: must be a whole number"]],
    [
      "a dry run that is neither true nor false",
      { DRY_RUN: "yes" },
      ['DRY_RUN: Invalid type: Expected ("true" | "false") but received "yes"'],
    ],
    [
      "an unknown log level",
      { LOG_LEVEL: "info" },
      ['LOG_LEVEL: Invalid type: Expected ("DEBUG" | "INFO" | "WARN" | "ERROR") but received "info"'],
    ],
  ])("%s", (_, overrides, expected) => {
    expect(problems(overrides)).toEqual(expected);
  });

  test.each([
    ["an empty variable", ""],
    ["JSON that is cut off", '{"keep_last":'],
  ])("%s", (_, value) => {
    const [problem, ...others] = problems({ RETENTION: value });
    expect(problem).toMatch(/^RETENTION: Invalid JSON: /);
    expect(others).toEqual([]);
  });

  test.each(
    Object.keys(environment()).filter(
      (name) => !["POWERTOOLS_SERVICE_NAME", "AWS_LAMBDA_FUNCTION_NAME"].includes(name),
    ),
  )("an environment without %s", (name) => {
    expect(problems({ [name]: undefined })).toEqual([`${name}: is missing`]);
  });
});

describe("rejected, as settings do not go together, is", () => {
  const keysOf = (target: string, arns: { region?: string; database?: string }) =>
    JSON.stringify({
      [target]: {
        kms_key_arn: arns.region ?? null,
        database_kms_key_arns: arns.database ? { "*": arns.database } : {},
      },
    });

  test("a target that is the source region", () => {
    expect(problems({ TARGETS: '["eu-central-1","eu-west-1","eu-north-1"]' })).toEqual([
      "TARGETS: the target region eu-west-1 is the source region: a copy there would be lost with it",
    ]);
  });

  test("a target that RDS cannot copy to", () => {
    expect(problems({ TARGETS: '["eu-central-1","eu-north-1","cn-north-1","us-gov-west-1"]' })).toEqual([
      "TARGETS: RDS snapshots cannot be copied to or from China regions, got cn-north-1",
      "TARGETS: RDS snapshots of GovCloud regions can be copied within GovCloud only, got eu-west-1 to us-gov-west-1",
    ]);
  });

  test("a key of another region, be it the region's or a database's", () => {
    const wrong = (target: string) =>
      `TARGET_KMS_KEYS.${target}: must be a key of ${target}, as keys are bound to a region, got ${key("eu-west-1")}`;
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-central-1", { region: key("eu-west-1") }) })).toEqual([
      wrong("eu-central-1"),
    ]);
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-north-1", { database: key("eu-west-1") }) })).toEqual([
      wrong("eu-north-1"),
    ]);
  });

  test("keys of a region that is no target", () => {
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-south-1", { region: key("eu-south-1") }) })).toEqual([
      "TARGET_KMS_KEYS.eu-south-1: is not one of the target regions eu-central-1, eu-north-1",
    ]);
  });

  test("a selection that is empty for both kinds", () => {
    const none = JSON.stringify({ ...ALL, include: [] });
    expect(problems({ INSTANCES: none, CLUSTERS: none })).toEqual([
      "INSTANCES, CLUSTERS: at least one must include something, or nothing is backed up",
    ]);
  });
});

describe("what is wrong", () => {
  const everything: Environment = {
    AWS_REGION: "cn-north-1",
    NAME: "Backup",
    TARGETS: '["cn-north-1"]',
    TARGET_KMS_KEYS: JSON.stringify({ "cn-north-1": { kms_key_arn: key("eu-west-1"), database_kms_key_arns: {} } }),
    INSTANCES: JSON.stringify({ ...ALL, include: [] }),
    CLUSTERS: JSON.stringify({ ...ALL, include: [] }),
    RETENTION: "{}",
    MAX_COPIES_IN_PROGRESS: "none",
    MAX_RECOVERY_POINT_AGE_HOURS: "1",
    STUCK_COPY_HOURS: undefined,
    DRY_RUN: "maybe",
    LOG_LEVEL: "LOUD",
  };

  test("is told all at once, rules between settings together with malformed ones", () => {
    const told = problems(everything).map((problem) => problem.replace(/:.*/s, ""));
    expect(told).toEqual([
      "NAME",
      "RETENTION.keep_last",
      "RETENTION.keep_daily",
      "RETENTION.keep_weekly",
      "RETENTION.keep_monthly",
      "RETENTION.keep_yearly",
      "MAX_COPIES_IN_PROGRESS",
      "MAX_RECOVERY_POINT_AGE_HOURS",
      "STUCK_COPY_HOURS",
      "DRY_RUN",
      "LOG_LEVEL",
      "TARGETS",
      "TARGET_KMS_KEYS.cn-north-1",
      "INSTANCES, CLUSTERS",
    ]);
  });

  test("stops the function with a message that lists it", () => {
    expect(() => parseSettings(environment({ NAME: "A", DRY_RUN: undefined }))).toThrow(
      new SettingsError(['NAME: must be lower-case letters, digits and hyphens, got "A"', "DRY_RUN: is missing"]),
    );
    const { name, message } = new SettingsError(["first", "second"]);
    expect([name, message]).toEqual([
      "SettingsError",
      "The settings in the environment are not valid:\n- first\n- second",
    ]);
  });

  test("is told as such, whatever the environment holds", () => {
    const names = Object.keys(environment());
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom("{}", "[]", "null", '{"__proto__":1}', '[["eu-west-1"]]'),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text), (overrides) => {
        expect(Array.isArray(problems(overrides))).toBe(true);
      }),
    );
  });
});
