import { describe, expect, test } from "@jest/globals";
import { TerraformVariable, Token } from "cdktf";
import { environmentFits, keyArnToBe, wiringToBe } from "../../modules/environment-size";
import { hcl } from "../../modules/expressions";
import { literalEnvironment } from "../../modules/literal-environment";
import { TOO_MANY } from "../../modules/policy-size";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { validateProps } from "../../modules/validate-props";
import { camelCase } from "../../settings/kinds";
import { badExamplesFor } from "../settings/bad-examples";
import { baseProps, keyArn, newStack, synth, Template } from "./synth";

/** What a caller without types makes of it: a template, or lines that say what is wrong. */
function made(props: unknown): Template | readonly string[] {
  const stack = newStack();
  try {
    Reflect.construct(RdsCrossRegionBackup, [stack, "this", props]);
    return new Template(stack);
  } catch (error) {
    const [title, ...lines] = String(error).split("\n");
    expect(title).toBe("Error: The props of test/this are not valid:");
    return lines.map((line) => line.replace(/^- /, ""));
  }
}

const problems = (props: object): readonly string[] => {
  const result = made({ ...baseProps, ...props });
  return result instanceof Template ? [] : result;
};

/** Values in Terraform's form as props. */
function asProps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asProps);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [camelCase(name), asProps(item)]));
}

describe("props with a value that is not valid are refused, once", () => {
  test.each(badExamplesFor("props").map((example) => [example.title, example] as const))("%s", (_, example) => {
    const said = problems(Object(asProps(example.values)));
    expect(said).toEqual([expect.stringContaining(camelCase(example.problem))]);
  });
});

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe("a caller without types is told of", () => {
  test.each<[string, object, string]>([
    [
      "null",
      { encryptionKeyArn: null },
      "encryptionKeyArn must be the ARN of a key of the source region (…:key/…, not an alias), got: null",
    ],
    [
      "a hole in a list",
      { alarmActions: new Array(1) },
      "alarmActions must be a list of ARNs of the source region, got: undefined",
    ],
    ["a map of tags", { tags: new Map([["a", "b"]]) }, "tags must be an object, got: Map(1) { 'a' => 'b' }"],
    ["a big number", { stuckCopyHours: 24n }, "stuckCopyHours must be a whole number from 1 to 8760, got: 24n"],
    ["no number", { stuckCopyHours: Number.NaN }, "stuckCopyHours must be a whole number from 1 to 8760, got: NaN"],
    [
      "something cyclic",
      { retention: { keepLast: cyclic } },
      "retention.keepLast must be a whole number from 1 to 1000, got: <ref *1> { self: [Circular *1] }",
    ],
    ["no target at all", { targets: undefined }, "targets is missing"],
    ["a provider's name", { provider: "aws.source" }, 'provider must be a provider, got: "aws.source"'],
    ["arguments that are none", { sweepFunctionConfig: 512 }, "sweepFunctionConfig must be an object, got: 512"],
  ])("%s", (_, props, problem) => {
    expect(problems(props)).toEqual([problem]);
  });

  test.each([
    [
      "eu-central-1",
      "targets must not name the source region, as a copy there would be lost with it, got: eu-central-1",
    ],
    [
      "us-gov-west-1",
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: us-gov-west-1, eu-central-1",
    ],
    ["Ireland", 'region must be the name of a region, such as eu-west-1, got: "Ireland"'],
  ])("a source region that does not go with its target regions: %s", (region, problem) => {
    expect(problems({ region })).toEqual([problem]);
  });

  test("a misspelt prop, with the nearest there is", () => {
    expect(problems({ dryrun: true, sweepFunctionConf: {} })).toEqual([
      expect.stringMatching(
        /^dryrun is unknown, the nearest is dryRun: there are targets, region, name, .*, provider, /,
      ),
      expect.stringMatching(/^sweepFunctionConf is unknown, the nearest is sweepFunctionConfig: there are /),
    ]);
  });

  test.each([
    [undefined, "null"],
    [null, "null"],
    ["eu-central-1", '"eu-central-1"'],
  ])("props that are %p", (props, shown) => {
    expect(made(props)).toEqual([`they must be an object, got: ${shown}`]);
  });

  test("everything at once, of form and of value", () => {
    expect(
      made({ targets: { frankfurt: {} }, name: 7, retention: { keepLast: 0, keepDaily: "7" }, dryRun: 1, provider: 2 }),
    ).toHaveLength(6);
  });

  test("a huge value on a short line", () => {
    const region = "x".repeat(10_000);
    expect(made({ targets: { [region]: {} } })).toEqual([expect.stringMatching(/, got: "x{199}…$/)]);
  });
});

test("what is undefined means the default, at any depth", () => {
  const result = made({
    targets: { "eu-central-1": { createKmsKey: undefined, kmsKeyArn: undefined, databaseKmsKeyArns: undefined } },
    name: undefined,
    retention: { keepLast: 5, keepDaily: undefined },
    maxCopiesInProgress: { instances: undefined, clusters: 3 },
    instances: { include: undefined },
    tags: undefined,
    unknown: undefined,
  });
  const same = made({
    targets: { "eu-central-1": {} },
    retention: { keepLast: 5 },
    maxCopiesInProgress: { clusters: 3 },
    instances: {},
  });
  expect(result).toBeInstanceOf(Template);
  expect(result).toEqual(same);
});

describe("what is at its bound is taken", () => {
  test.each<[string, Partial<RdsCrossRegionBackupProps>]>([
    ["text of full length", { name: `a${"-1".repeat(19)}a` }],
    ["smallest number", { scheduleMarginMinutes: 0 }],
    ["largest number", { scheduleMarginMinutes: 720 }],
    ["numbers by name", { retention: { keepLast: 1, keepDaily: 1000, keepWeekly: 0 } }],
    ["a number that is one of some", { logRetentionInDays: 0 }],
    ["one kind off", { instances: { include: [] } }],
    ["as many alarm actions as fit beside the topic", { alarmActions: Array(4).fill("arn:aws:sns:eu-west-1:1:a") }],
    [
      "a margin that does not fit, but is not used",
      { backupWindows: ["00:00-23:00"], scheduleExpression: "rate(1 day)" },
    ],
    [
      "a margin that does not fit given windows, where Terraform reads more",
      { backupWindows: ["00:00-23:00"], backupWindowInstances: ["orders"] },
    ],
    ["GovCloud only", { targets: { "us-gov-west-1": { createKmsKey: false } } }],
  ])("%s: %j", (_, props) => {
    expect(problems(props)).toEqual([]);
  });
});

test("where the source region is given, keys and alarm actions must be of it", () => {
  const ofRegion = (region: string) => ({
    alarmActions: [`arn:aws:sns:${region}:123456789012:on-call`, "arn:aws:ssm-incidents::123456789012:response-plan/a"],
    encryptionKeyArn: keyArn(region),
    sourceKmsKeyArns: [keyArn(region)],
  });
  expect(problems({ region: "eu-west-2", ...ofRegion("eu-west-2") })).toEqual([]);
  expect(problems({ region: "eu-west-2", ...ofRegion("eu-west-1") })).toEqual([
    'alarmActions must be a list of ARNs of the source region, got: "arn:aws:sns:eu-west-1:123456789012:on-call"',
    expect.stringMatching(
      /^sourceKmsKeyArns must be a list of ARNs of keys of the source region .*, got: "arn:aws:kms:eu-west-1:/,
    ),
    expect.stringMatching(
      /^encryptionKeyArn must be the ARN of a key of the source region .*, got: "arn:aws:kms:eu-west-1:/,
    ),
  ]);
  expect(problems(ofRegion("eu-west-1"))).toEqual([]);
});

test("the permissions fit into the role's policy", () => {
  const regions = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`ap-southeast-${index + 1}`, {}]));
  expect(problems({ targets: regions(7) })).toEqual([]);
  expect(problems({ targets: regions(9) })).toEqual([TOO_MANY]);
});

describe("the settings fit into Lambda's environment", () => {
  // What is left of 4096 bytes, filled with one tag of the databases.
  const sized = (length: number) => problems({ instances: { tags: { a: "é".repeat(length) } } });
  const free =
    Array.from({ length: 2000 }, (_, length) => length).findLast((length) => sized(length).length === 0) ?? 0;

  test("up to their size as JSON, in bytes", () => {
    expect(free).toBeGreaterThan(1450);
    expect(sized(free + 1)).toEqual([
      expect.stringMatching(
        /^instances, clusters, targets and copy_tags must be shorter: Lambda takes 4096 bytes of settings, as JSON, got: 409[78]$/,
      ),
    ]);
  });

  test("with the ARNs of keys that are not made yet", () => {
    const tags = { a: "é".repeat(free) };
    expect(problems({ instances: { tags }, targets: { "eu-central-1": { createKmsKey: false } } })).toEqual([]);
    expect(problems({ instances: { tags }, targets: { "eu-central-1": {}, "eu-north-1": {} } })).toHaveLength(1);
  });
});

describe("what Terraform adds to the settings", () => {
  const since = (region: string) => `{"${region}":"2026-01-31T03:07:00Z"}`;

  test("has room in Lambda's environment too", () => {
    const settings = validateProps({ targets: { "eu-central-1": {} } }, "test");
    const alone = (length: number) =>
      environmentFits(literalEnvironment({ ...settings, copyTags: { a: "é".repeat(length) } }, keyArnToBe));
    const most = Array.from({ length: 2000 }, (_, length) => length).findLast((length) => alone(length).length === 0);
    const instances = { tags: { a: "é".repeat((most ?? 0) - 50) } };
    expect(problems({ instances })).toEqual([expect.stringContaining("must be shorter")]);
  });

  test.each([
    ["o", "eu-west-1", "aws"],
    ["n".repeat(40), "ap-southeast-1", "aws"],
    ["orders", "us-gov-west-1", "aws-us-gov"],
    ["orders", "eusc-de-east-1", "aws-eusc"],
  ])("is measured as long as it is for %s in %s, or longer", (name, region, partition) => {
    const toBe = wiringToBe(name, [region]);
    const topic = `arn:${partition}:sns:${region}:123456789012:${name}-notifications`;
    expect(toBe.NOTIFICATION_TOPIC_ARN.length).toBeGreaterThanOrEqual(topic.length);
    expect(toBe.TOLD_PARAMETER).toBe(`/${name}/told`);
    expect(toBe.TARGETS_SINCE).toHaveLength(since(region).length);
  });
});

describe("what only the plan knows", () => {
  const stack = newStack();
  const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
  const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
  const list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
  const flag = new TerraformVariable(stack, "flag", { type: "bool" }).booleanValue;

  test("is left to the plan", () => {
    new RdsCrossRegionBackup(stack, "this", {
      name: text,
      targets: {
        "eu-central-1": { createKmsKey: false, kmsKeyArn: text, databaseKmsKeyArns: { orders: text } },
      },
      instances: { include: list, exclude: [text] },
      retention: { keepLast: number },
      followUpIntervalMinutes: number,
      maxRecoveryPointAgeHours: number,
      alarmActions: [text],
      encryptionKeyArn: text,
      permissionsBoundary: text,
      scheduleExpression: text,
      logRetentionInDays: number,
    });
    const synthesised = new Template(stack);
    expect(synthesised.resource("aws_lambda_function.sweep")).toMatchObject({
      environment: {
        variables: {
          NAME: hcl("var.text"),
          INSTANCES: expect.stringContaining("jsonencode({"),
          RETENTION: expect.stringContaining('"keep_last" = var.number'),
          MAX_RECOVERY_POINT_AGE_HOURS: expect.stringContaining("var.number"),
        },
      },
    });
    expect(synthesised.resource("aws_cloudwatch_metric_alarm.recovery_point_age").threshold).toMatch(
      /var\.number \* 3600/,
    );
    expect(synthesised.resource("aws_cloudwatch_event_rule.follow_up").schedule_expression).toMatch(
      /^rate\(.*var\.number.* minutes\)$/,
    );
  });

  test("cannot stand for all of what others are added to, but for each value of it", () => {
    const said = problems({
      targets: { "eu-central-1": { databaseKmsKeyArns: Token.asStringMap(text) } },
      alarmActions: list,
      okActions: list,
      sourceKmsKeyArns: list,
    });
    const names = ['targets["eu-central-1"].databaseKmsKeyArns', "alarmActions", "okActions", "sourceKmsKeyArns"];
    expect(said.toSorted()).toEqual(
      names
        .map((name) => `${name} must be known at synth, got a token for all of it: only its values may be tokens`)
        .toSorted(),
    );
    const each = {
      targets: { "eu-central-1": { databaseKmsKeyArns: { orders: text } } },
      alarmActions: [text],
      okActions: [text],
      sourceKmsKeyArns: [text],
    };
    expect(problems(each)).toEqual([]);
  });

  test("cannot decide which resources there are, or when the sweep is", () => {
    const said = problems({
      targets: { "eu-central-1": { createKmsKey: flag } },
      notificationEmails: list,
      backupWindows: [text],
      backupWindowInstances: [text],
      backupWindowClusters: list,
      scheduleMarginMinutes: number,
    });
    const names = [
      'targets["eu-central-1"].createKmsKey',
      "backupWindows",
      "backupWindowInstances",
      "backupWindowClusters",
      "scheduleMarginMinutes",
      "notificationEmails",
    ];
    expect(said).toEqual(
      names.map(
        (name) => `${name} must be known at synth, got a token; the Terraform module takes such values at plan`,
      ),
    );
  });
});

test("the base is valid", () => {
  expect(synth()).toBeInstanceOf(Template);
});
