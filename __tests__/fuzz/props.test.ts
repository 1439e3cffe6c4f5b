import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings } from "../../handlers/settings/parse-settings";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { validateProps } from "../../modules/validate-props";
import { keyArn, newStack, Template } from "../modules/synth";
import { expectClearText } from "./clear-error";
import { fuzz } from "./fuzz";
import { mutated } from "./mutate";
import { oddValue } from "./odd-values";

/** Every prop, valid. */
const GOOD: Readonly<Record<string, unknown>> = {
  targets: {
    "eu-central-1": {},
    "eu-north-1": {
      createKmsKey: false,
      kmsKeyArn: keyArn("eu-north-1"),
      databaseKmsKeyArns: { "shop-*": keyArn("eu-north-1", "shop") },
    },
  },
  region: "us-east-1",
  name: "prod",
  instances: { include: ["*"], exclude: ["test-*"], tags: { Backup: "yes" } },
  clusters: { include: ["ledger"], exclude: [], tags: {} },
  retention: { keepLast: 7, keepDaily: 7, keepWeekly: 4, keepMonthly: 12, keepYearly: 3 },
  maxDeletionsPerDailyRun: 3,
  copyTags: { "cost-centre": "backup" },
  backupWindows: ["22:00-23:30", "03:00-03:30"],
  backupWindowInstances: ["orders"],
  backupWindowClusters: ["ledger"],
  scheduleMarginMinutes: 60,
  scheduleExpression: "rate(1 day)",
  followUpIntervalMinutes: 15,
  maxCopiesInProgress: { instances: 20, clusters: 5 },
  maxRecoveryPointAgeHours: 36,
  stuckCopyHours: 24,
  alarmActions: ["arn:aws:sns:us-east-1:123456789012:on-call"],
  okActions: ["arn:aws:sns:us-east-1:123456789012:on-call"],
  notificationEmails: ["ops@example.com"],
  protectKmsKeys: true,
  sourceKmsKeyArns: [keyArn("us-east-1", "shared")],
  encryptionKeyArn: keyArn("us-east-1"),
  dryRun: false,
  lambdaRuntime: "nodejs24.x",
  logRetentionInDays: 90,
  logLevel: "INFO",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  tags: { team: "data" },
};
const NAMES = Object.keys(GOOD);

/** Some props with changes or of another kind altogether, some left out. */
const oddProps: fc.Arbitrary<Record<string, unknown>> = fc
  .subarray(NAMES, { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.oneof(mutated(GOOD[name], oddValue), oddValue).map((value) => [name, value]))),
  )
  .map((changes) => ({ ...GOOD, ...Object.fromEntries(changes) }));

/** As a caller without types does it. @returns what is wrong; else the template */
function made(props: unknown): readonly string[] | Template {
  const stack = newStack();
  try {
    Reflect.construct(RdsCrossRegionBackup, [stack, "this", props]);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [title, ...problems] = error.message.split("\n- ");
    if (title !== "The props of test/this are not valid:") throw error;
    return problems;
  }
  return new Template(stack);
}

/** The same without making anything, as cdktf forgets no token of a stack. */
function problemsOf(props: unknown): readonly string[] {
  try {
    Reflect.apply(validateProps, undefined, [props, "test/this"]);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n- ").slice(1) : [];
  }
}

/** What the sweep function is started with, once the keys are made. */
function environmentOf(template: Template): Record<string, string> {
  const text = JSON.stringify(template.resource("aws_lambda_function.sweep").environment);
  const resolved = text.replace(/\$\{aws_kms_key\.this\[\\+"([a-z0-9-]+)\\+"\]\.arn\}/g, (_, region) => keyArn(region));
  return JSON.parse(resolved).variables;
}

/** What is said of a value is shown, `undefined` in a list too; the rest are our own words. */
const withoutValue = (problem: string): string => problem.replace(/(, got: ).*$/s, "$1…");

describe("props, whatever a caller without types gives,", () => {
  test("are refused with clear problems, or make functions whose settings are valid", () =>
    fuzz(
      fc.property(fc.oneof({ weight: 9, arbitrary: oddProps }, mutated(GOOD, oddValue), oddValue), (props) => {
        const result = made(props);
        if (result instanceof Template) {
          expect(() => parseSettings({ ...environmentOf(result), AWS_REGION: "us-east-2" })).not.toThrow();
          return;
        }
        expect(result.length).toBeGreaterThan(0);
        for (const problem of result) expectClearText(withoutValue(problem));
      }),
      0.5,
    ));

  test("are refused with every problem at once", () =>
    fuzz(
      fc.property(oddProps, (props) => {
        const changed = NAMES.filter((name) => props[name] !== GOOD[name]);
        const alone = changed.flatMap((name) => problemsOf({ ...GOOD, [name]: props[name] }));
        const together = problemsOf(props);
        const ofOne = alone.filter((problem) => !/^instances(,| and) clusters/.test(problem));
        expect(together).toEqual(expect.arrayContaining(ofOne));
      }),
      0.25,
    ));
});
