import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings, SettingsError } from "../../../handlers/settings/parse-settings";
import { parseWiring } from "../../../handlers/settings/wiring";
import { NO_TARGET, REGION_RULES } from "../../../settings/rules";
import { SETTINGS } from "../../../settings/settings";
import { TARGET_KMS_KEY } from "../../../settings/texts";
import { mustBe } from "../../../settings/words";
import { badExamplesFor } from "../../settings/bad-examples";
import { ALL, type Environment, environment, key, problems } from "./environment";

describe("the settings in the environment", () => {
  test("are restored in real types", () => {
    expect(parseSettings(environment({ DRY_RUN: "true", LOG_LEVEL: "DEBUG" }))).toEqual({
      sourceRegion: "eu-west-1",
      logLevel: "DEBUG",
      wiring: parseWiring({}),
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
        manualSnapshotHeadroom: 5,
        maxDeletionsPerDailyRun: 3,
        copyTags: {},
        copyOptionGroups: "when_refused",
        maxRecoveryPointAgeHours: 36,
        stuckCopyHours: 24,
        restoreChecks: "keys",
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
});

/** The values of an example in Terraform's form, as the construct would write them beside the defaults. */
function asEnvironment(values: Readonly<Record<string, unknown>>): Environment {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const written = environment()[name.toUpperCase()] ?? "";
      if (!/^[[{]/.test(written)) return [name.toUpperCase(), String(value)];
      const whole = Array.isArray(value) ? value : { ...JSON.parse(written), ...Object(value) };
      return [name.toUpperCase(), JSON.stringify(whole)];
    }),
  );
}

/** As the functions say it: by the names of environment variables, where it is about one. */
const inVariables = (problem: string) =>
  problem.startsWith("instances and")
    ? problem
    : problem.replace(
        /^(The keys of )?([a-z_]+)/,
        (_, before: string = "", name: string = "") => before + name.toUpperCase(),
      );

describe("an environment with a value that is not valid is refused", () => {
  test.each(badExamplesFor("functions").map((example) => [example.title, example] as const))("%s", (_, example) => {
    const found = problems(asEnvironment(example.values));
    expect(found).toEqual([expect.stringContaining(inVariables(example.problem))]);
  });

  const keysWith = (changes: Record<string, unknown>) =>
    JSON.stringify({ "eu-central-1": { kms_key_arn: null, database_kms_key_arns: {}, ...changes } });
  const at = 'TARGET_KMS_KEYS["eu-central-1"]';

  test.each<[string, Environment, string[]]>([
    ["no number", { STUCK_COPY_HOURS: " 24" }, ['STUCK_COPY_HOURS must be a whole number from 1 to 8760, got: " 24"']],
    ["no flag", { DRY_RUN: "yes" }, ['DRY_RUN must be true or false, got: "yes"']],
    ["JSON that is cut off", { RETENTION: '{"a' }, ['RETENTION must be an object, got: "{\\"a"']],
    [
      "a source region that is none",
      { AWS_REGION: "Ireland" },
      ['AWS_REGION must be the name of a region, got: "Ireland"'],
    ],
    [
      "a target region that is none",
      { TARGETS: '["eu-central-1","eu-north-1","frankfurt"]' },
      ['TARGETS must be a list of names of regions, such as eu-central-1, got: "frankfurt"'],
    ],
    [
      "an object without its parts",
      { MAX_COPIES_IN_PROGRESS: "{}" },
      ["MAX_COPIES_IN_PROGRESS.instances is missing", "MAX_COPIES_IN_PROGRESS.clusters is missing"],
    ],
    [
      "null where there must be something",
      { INSTANCES: '{"include":null,"exclude":[],"tags":{}}' },
      [`INSTANCES.include must be ${mustBe(SETTINGS.instances.is.fields.include.is)}, got: null`],
    ],
    [
      "an alias for a key",
      { TARGET_KMS_KEYS: keysWith({ kms_key_arn: "alias/backup" }) },
      [`${at}.kms_key_arn must be ${TARGET_KMS_KEY.mustBe}, got: "alias/backup"`],
    ],
    [
      "a key of another region",
      { TARGET_KMS_KEYS: keysWith({ kms_key_arn: key("eu-west-1") }) },
      [`${at}.kms_key_arn must be ${TARGET_KMS_KEY.mustBe}, got: "${key("eu-west-1")}"`],
    ],
    [
      "an unknown part beside the keys",
      { TARGET_KMS_KEYS: keysWith({ create_kms_key: true }) },
      [`${at}.create_kms_key is unknown, the nearest is kms_key_arn: there are kms_key_arn, database_kms_key_arns`],
    ],
    [
      "keys of a region that is no target",
      { TARGET_KMS_KEYS: JSON.stringify({ "eu-south-1": { kms_key_arn: null, database_kms_key_arns: {} } }) },
      ['TARGET_KMS_KEYS["eu-south-1"] is of no target region, which are eu-central-1, eu-north-1'],
    ],
    ["no target region", { TARGETS: "[]", TARGET_KMS_KEYS: "{}" }, [NO_TARGET]],
    [
      "target regions that RDS cannot copy to",
      { TARGETS: '["eu-central-1","eu-north-1","eu-west-1","cn-north-1"]' },
      [
        `${REGION_RULES[0].sentence}, got: eu-west-1 to eu-west-1`,
        `${REGION_RULES[1].sentence}, got: eu-west-1 to cn-north-1`,
      ],
    ],
  ])("%s", (_, overrides, expected) => {
    expect(problems(overrides)).toEqual(expected);
  });

  test.each(
    Object.keys(environment()).filter(
      (name) => !["POWERTOOLS_SERVICE_NAME", "AWS_LAMBDA_FUNCTION_NAME"].includes(name),
    ),
  )("without %s", (name) => {
    expect(problems({ [name]: undefined })).toEqual([`${name} is missing`]);
  });

  test("with all that is wrong at once, rules between settings together with malformed ones", () => {
    const none = JSON.stringify({ ...ALL, include: [] });
    const found = problems({
      NAME: "Backup",
      TARGETS: '["cn-north-1"]',
      TARGET_KMS_KEYS: "{}",
      INSTANCES: none,
      CLUSTERS: none,
      RETENTION: "{}",
      MAX_COPIES_IN_PROGRESS: "none",
      STUCK_COPY_HOURS: undefined,
    });
    expect(found.map((problem) => problem.split(" ")[0])).toEqual([
      "NAME",
      "RETENTION.keep_last",
      "RETENTION.keep_daily",
      "RETENTION.keep_weekly",
      "RETENTION.keep_monthly",
      "RETENTION.keep_yearly",
      "MAX_COPIES_IN_PROGRESS",
      "STUCK_COPY_HOURS",
      "targets:",
      "instances",
    ]);
  });

  test("with a message that lists it", () => {
    expect(() => parseSettings(environment({ NAME: undefined, DRY_RUN: undefined }))).toThrow(
      new SettingsError(["NAME is missing", "DRY_RUN is missing"]),
    );
    const { name, message } = new SettingsError(["first", "second"]);
    expect([name, message]).toEqual([
      "SettingsError",
      "The settings in the environment are not valid:\n- first\n- second",
    ]);
  });

  test("on one line, cut where it is long", () => {
    const [problem = "", ...others] = problems({ LOG_LEVEL: `two\nlines ${"x".repeat(4000)}` });
    expect(problem).toMatch(/^LOG_LEVEL must be one of DEBUG, INFO, WARN, ERROR, got: "two\\nlines x{1,200}…$/);
    expect(others).toEqual([]);
  });

  test("as such, whatever it holds", () => {
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
