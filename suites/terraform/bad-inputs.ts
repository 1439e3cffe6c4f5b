import assert from "node:assert/strict";
import { badExamplesFor, key } from "../../__tests__/settings/bad-examples";
import { TOO_MANY } from "../../modules/policy-size";
import { NOTHING_SELECTED, REGION_RULES } from "../../settings/rules";
import { ALARM_ACTION, DATABASE_ID, SOURCE_KMS_KEY, SOURCE_KMS_KEYS } from "../../settings/texts";
import type { Checks } from "../checks";
import { unknownInputs } from "./unknown-inputs";
import type { Workspace } from "./workspace";

const OK = { targets: { "eu-central-1": {} } };

export interface BadInput {
  readonly title: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly region?: string;
  /** What a person sees, from its begin. */
  readonly message: string;
  /** Addresses of the variable, or of the resources, whose conditions it breaks; absent where it is not a condition, or a test would have to make the databases that it is about. */
  readonly refusedBy?: readonly string[];
}

const LONG_IDS = Array.from({ length: 120 }, (_, index) => `database-with-a-long-name-${index}`);
const ON_CALL = "arn:aws:sns:eu-west-1:123456789012:on-call";
const RESPONSE_PLAN = "arn:aws:ssm-incidents::123456789012:response-plan/databases";
const NINE_REGIONS = Array.from({ length: 9 }, (_, index) => `ap-southeast-${index + 1}`);
const SOURCE_KEYS = Array.from({ length: 26 }, (_, index) =>
  key("eu-west-1", `1234abcd-12ab-34cd-56ef-12345678${1000 + index}`),
);
const keysOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, key("eu-central-1")]));
const SETTINGS_SIZE =
  "instances, clusters, targets and copy_tags must be shorter: Lambda takes 4096 bytes of settings, as JSON";
const FUNCTIONS = ["aws_lambda_function.sweep", "aws_lambda_function.backup_finished"]; // both have the settings
const [SAME, CHINA, GOVCLOUD] = REGION_RULES.map(({ sentence }) => sentence);

/** What only a plan knows: the source region, what databases say, how long the environment is. */
const OF_A_PLAN: readonly BadInput[] = [
  {
    title: "target region that is the source region",
    variables: { targets: { "eu-west-1": {}, "eu-central-1": {} } },
    message: `${SAME}, got: eu-west-1 to eu-west-1`,
    refusedBy: ["var.targets"],
  },
  {
    title: "target region that is the source region given",
    variables: { region: "eu-west-2", targets: { "eu-west-2": {}, "eu-west-1": {} } },
    message: `${SAME}, got: eu-west-2 to eu-west-2`,
    refusedBy: ["var.targets"],
  },
  {
    title: "source key of another region than that given",
    variables: { ...OK, region: "eu-west-2", source_kms_key_arns: [key("eu-west-1"), key("eu-west-2")] },
    message: `source_kms_key_arns must be a list of ${SOURCE_KMS_KEYS.mustBe}, got: "${key("eu-west-1")}"`,
    refusedBy: ["var.source_kms_key_arns"],
  },
  {
    title: "topic of another region for alarms",
    variables: {
      ...OK,
      alarm_actions: ["arn:aws:sns:us-east-1:123456789012:on-call", RESPONSE_PLAN, ON_CALL],
    },
    message: `alarm_actions must be a list of ${ALARM_ACTION.mustBe}, got: "arn:aws:sns:us-east-1:123456789012:on-call"`,
    refusedBy: ["var.alarm_actions"],
  },
  {
    title: "source region in China",
    variables: { targets: { "cn-northwest-1": { create_kms_key: false } } },
    region: "cn-north-1",
    message: `${CHINA}, got: cn-north-1 to cn-northwest-1`,
    refusedBy: ["var.targets"],
  },
  {
    title: "source region in GovCloud, target region elsewhere",
    variables: { targets: { "us-gov-east-1": { create_kms_key: false }, "us-east-1": { create_kms_key: false } } },
    region: "us-gov-west-1",
    message: `${GOVCLOUD}, got: us-gov-west-1 to us-east-1`,
    refusedBy: ["var.targets"],
  },
  {
    title: "encryption key of another region",
    variables: { ...OK, encryption_key_arn: key("eu-central-1") },
    message: `encryption_key_arn must be ${SOURCE_KMS_KEY.mustBe}, got: "${key("eu-central-1")}"`,
    refusedBy: ["var.encryption_key_arn"],
  },
  {
    title: "ARN instead of the id of a cluster",
    variables: { ...OK, backup_window_clusters: ["arn:aws:rds:eu-west-1:123456789012:cluster:shop"] },
    message: `backup_window_clusters must be a list of ${DATABASE_ID.mustBe}, got: "arn:aws:rds:eu-west-1:123456789012:cluster:shop"`,
    refusedBy: ["var.backup_window_clusters"],
  },
  {
    title: "margin that does not fit between windows of databases",
    variables: {
      ...OK,
      backup_windows: ["11:00-21:30"],
      backup_window_instances: ["orders"],
      backup_window_clusters: ["archive"],
      schedule_margin_minutes: 30,
    },
    message:
      "schedule_margin_minutes must be less than the longest stretch free of backup windows, 30 minutes, got: 30",
  },
  {
    title: "windows of databases that cover the whole day",
    variables: { ...OK, backup_window_instances: ["reports"], backup_window_clusters: ["archive"] },
    message:
      "backup_windows must leave a part of the day free, together they cover all of it, got: 10:00-23:00, 23:00-10:30",
  },
  {
    title: "more settings than Lambda takes, before the keys are made",
    variables: { ...OK, instances: { exclude: LONG_IDS } },
    message: SETTINGS_SIZE,
    refusedBy: FUNCTIONS,
  },
  {
    title: "more keys than Lambda takes as settings",
    variables: { targets: { "eu-central-1": { database_kms_key_arns: keysOf(LONG_IDS.slice(0, 30)) } } },
    message: SETTINGS_SIZE,
    refusedBy: FUNCTIONS,
  },
  {
    title: "more target regions than the role's policy has room for, before the keys are made",
    variables: { targets: Object.fromEntries(NINE_REGIONS.map((region) => [region, {}])) },
    message: TOO_MANY,
    refusedBy: ["var.targets"],
  },
  {
    title: "more source keys than the role's policy has room for",
    variables: { ...OK, source_kms_key_arns: SOURCE_KEYS },
    message: TOO_MANY,
    refusedBy: ["var.targets"],
  },
  {
    title: "settings that are short in characters, and long in bytes",
    variables: {
      name: "o",
      targets: { "eu-central-1": {}, "eu-north-1": { create_kms_key: false, kms_key_arn: key("eu-north-1") } },
      instances: { tags: { 'ñ<é&>"': "𝔘".repeat(900), a: "'" } },
    },
    message: SETTINGS_SIZE,
    refusedBy: FUNCTIONS,
  },
  { title: "no targets given", variables: { targets: null }, message: "required variable may not be set to null" },
];

/** The variable that says it: the one that it is about; of two, the one that has the rule. */
function refuser(problem: string): string | undefined {
  if (problem === NOTHING_SELECTED.sentence) return "clusters";
  if (problem.startsWith("backup_windows must leave a part of the day free")) return "schedule_margin_minutes";
  return /[a-z_]+/.exec(problem.replace("The keys of ", ""))?.[0];
}

export const BAD_INPUTS: readonly BadInput[] = [
  ...badExamplesFor("terraform").map(({ title, values, problem }) => ({
    title,
    variables: { ...OK, ...values },
    message: problem,
    refusedBy: [`var.${refuser(problem)}`],
  })),
  ...OF_A_PLAN,
];

/** Each bad input fails the plan, with its message and no other error; what a plan cannot know does not. */
export function badInputs(checks: Checks, workspace: Workspace): void {
  unknownInputs(checks, workspace);
  const init = workspace.terraform("terraform", ["init"]);
  assert.ok(init.ok, init.output);
  for (const { title, variables, region, message, refusedBy = [""] } of BAD_INPUTS) {
    checks.check(`bad input: ${title}`, () => {
      const { exitCode, output } = workspace.terraform("terraform", ["plan"], { variables, ...(region && { region }) });
      const errors = output.split(/^(?=Error: )/m).slice(1);
      assert.equal(exitCode, 1, "the plan succeeds");
      assert.ok(unwrapped(errors.join("")).includes(message), `expected: ${message}\n${errors.join("")}`);
      assert.equal(errors.length, refusedBy.length, errors.join(""));
    });
  }
}

/** Terraform breaks long lines where its window ends. */
const unwrapped = (output: string): string => output.replace(/\s+/g, " ");
