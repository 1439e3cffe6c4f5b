import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import { parseSettings, SettingsError } from "../../handlers/settings/parse-settings";
import type { Startup } from "../../handlers/settings/settings";
import { NOTHING_SELECTED } from "../../settings/rules";
import { FakeRds } from "../handlers/rds/fake-rds";
import { type Environment, environment, key } from "../handlers/settings/environment";
import { expectClearText } from "./clear-error";
import { fuzz } from "./fuzz";
import { mutated } from "./mutate";
import { oddJson, oddText } from "./odd-values";

const GOOD = environment();
const NAMES = Object.keys(GOOD).filter(
  (name) => !["POWERTOOLS_SERVICE_NAME", "AWS_LAMBDA_FUNCTION_NAME"].includes(name),
);

/** JSON for a setting: what is good, with changes. */
function changedJson(name: string): fc.Arbitrary<string> {
  const text = GOOD[name] ?? "";
  return /^[[{]/.test(text)
    ? mutated(JSON.parse(text), oddJson).map((value) => String(JSON.stringify(value)))
    : oddText;
}

const oddNumber = fc.oneof(
  fc.integer({ min: -2, max: 9000 }).map(String),
  fc.double().map(String),
  fc.constantFrom("007", "1e2", "0x1f", "٣٦", "+36", "36\n"),
);

const regions = fc.constantFrom("eu-west-1", "eu-central-1", "eu-north-1", "us-gov-west-1", "cn-north-1", "frankfurt");
/** Keys of one region for another, and of regions that are no target. */
const oddKeys = fc.dictionary(
  regions,
  fc.record({
    kms_key_arn: fc.option(regions.map((region) => key(region))),
    database_kms_key_arns: fc.dictionary(
      fc.constantFrom("*", "shop-*", "a b", "constructor"),
      regions.map((region) => key(region)),
    ),
  }),
);
const SPECIAL: Readonly<Record<string, fc.Arbitrary<string>>> = {
  AWS_REGION: regions,
  TARGETS: fc.array(regions, { maxLength: 3 }).map((list) => JSON.stringify(list)),
  TARGET_KMS_KEYS: oddKeys.map((keys) => JSON.stringify(keys)),
  MAX_RECOVERY_POINT_AGE_HOURS: oddNumber,
  STUCK_COPY_HOURS: oddNumber,
  FOLLOW_UP_INTERVAL_MINUTES: oddNumber,
  INSTANCES: fc.constant('{"include":[],"exclude":[],"tags":{}}'),
  CLUSTERS: fc.constant('{"include":[],"exclude":[],"tags":{}}'),
};

/** Any text for a setting, or none. Lambda takes only short ones. */
const oddSetting = (name: string): fc.Arbitrary<string | undefined> =>
  fc
    .oneof(
      { weight: 3, arbitrary: SPECIAL[name] ?? changedJson(name) },
      { weight: 3, arbitrary: changedJson(name) },
      oddText,
      fc.constant(undefined),
    )
    .map((text) => text?.slice(0, 4096));

const oddEnvironment: fc.Arbitrary<Environment> = fc
  .oneof(fc.subarray(NAMES, { minLength: 1 }), fc.subarray(NAMES, { minLength: 1, maxLength: 2 }))
  .chain((names) => fc.tuple(...names.map((name) => oddSetting(name).map((text) => [name, text] as const))))
  .map((changes) => environment(Object.fromEntries(changes)));

function parsed(env: Environment): Startup | SettingsError {
  try {
    return parseSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

/** What copies depend on: something is kept, goes elsewhere, under keys that are there. */
function expectSafe({ settings, sourceRegion }: Startup): void {
  const { keepLast, ...periods } = settings.retention;
  expect(Number.isInteger(keepLast) && keepLast >= 1).toBe(true);
  for (const kept of Object.values(periods)) expect(Number.isInteger(kept) && kept >= 0).toBe(true);
  for (const slots of Object.values(settings.maxCopiesInProgress)) expect(slots).toBeGreaterThanOrEqual(1);
  expect(settings.targets).not.toHaveLength(0);
  expect(settings.targets).not.toContain(sourceRegion);
  for (const [region, { kmsKeyArn, databaseKmsKeyArns }] of Object.entries(settings.targetKmsKeys)) {
    expect(settings.targets).toContain(region);
    for (const arn of [kmsKeyArn ?? key(region), ...Object.values(databaseKmsKeyArns)]) {
      expect(arn).toMatch(new RegExp(`^arn:aws[a-z-]*:kms:${region}:[0-9]{12}:key/`));
    }
  }
  expect(Object.values(settings.selection).flatMap(({ include }) => include)).not.toHaveLength(0);
  expect(typeof settings.dryRun).toBe("boolean");
}

/** Names of the settings that a problem is about. */
function about(problem: string): string[] {
  if (problem === NOTHING_SELECTED.sentence) return ["INSTANCES", "CLUSTERS"];
  return problem.startsWith("targets") ? ["TARGETS"] : [/[A-Z_]{4,}/.exec(problem)?.[0] ?? problem];
}

/** Of two settings together: told of only where both can be read. */
const BETWEEN = /^instances and clusters|^targets|is of no target region/;

describe("settings, whatever is in the environment,", () => {
  test("are safe, or refused with problems that name them", () =>
    fuzz(
      fc.property(oddEnvironment, (env) => {
        const result = parsed(env);
        if (!(result instanceof SettingsError)) return expectSafe(result);
        expect(result.problems.length).toBeGreaterThan(0);
        for (const problem of result.problems) {
          expectClearText(problem);
          expect(NAMES).toEqual(expect.arrayContaining(about(problem)));
        }
      }),
      3,
    ));

  test("are refused with every problem at once", () =>
    fuzz(
      fc.property(oddEnvironment, (env) => {
        const alone = NAMES.filter((name) => {
          const result = parsed(environment({ [name]: env[name] }));
          return result instanceof SettingsError && !result.problems.some((problem) => BETWEEN.test(problem));
        });
        const result = parsed(env);
        const named = result instanceof SettingsError ? result.problems.flatMap(about) : [];
        expect(named).toEqual(expect.arrayContaining(alone));
      }),
    ));

  test("stop each function before it calls AWS, if they are refused", () =>
    fuzz(
      fc.property(oddEnvironment, (env) => {
        if (!(parsed(env) instanceof SettingsError)) return;
        for (const create of [createBackupFinished, createSweep]) {
          const rds = new FakeRds(() => new Error("AWS was called"));
          expect(() => create({ environment: env, requestHandler: rds.requestHandler })).toThrow(SettingsError);
          expect(rds.calls).toEqual([]);
        }
      }),
      0.5,
    ));
});
