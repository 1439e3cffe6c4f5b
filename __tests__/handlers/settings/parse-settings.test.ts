import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings, SettingsError } from "../../../handlers/settings/parse-settings";
import type { Settings } from "../../../handlers/settings/settings";
import { ALL, type Environment, environment, key, problems, written } from "./environment";

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
        maxDeletionsPerDailyRun: 3,
        maxRecoveryPointAgeHours: 36,
        stuckCopyHours: 24,
        followUpIntervalMinutes: 15,
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

  test("may name tags and databases whatever AWS allows", () => {
    const arn = key("eu-central-1", "99999999-12ab-34cd-56ef-1234567890ab");
    const { settings } = parseSettings(
      environment({
        INSTANCES: '{"include":["*"],"exclude":[],"tags":{"prototype":"no","constructor":"1","__proto__":"2"}}',
        TARGET_KMS_KEYS: JSON.stringify({
          "eu-central-1": { kms_key_arn: null, database_kms_key_arns: { prototype: arn, constructor: arn } },
        }),
      }),
    );
    expect(Object.entries(settings.selection.instance.tags)).toEqual([
      ["prototype", "no"],
      ["constructor", "1"],
      ["__proto__", "2"],
    ]);
    expect(Object.keys(settings.targetKmsKeys["eu-central-1"]?.databaseKmsKeyArns ?? {})).toEqual([
      "prototype",
      "constructor",
    ]);
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
          maxDeletionsPerDailyRun: fc.constant(3),
          maxRecoveryPointAgeHours: whole(25, 8760),
          stuckCopyHours: whole(1, 8760),
          followUpIntervalMinutes: whole(5, 60),
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
