import type { AlarmDefinition } from "../cloudwatch/alarms";
import type { Account } from "../iam/arns";
import type { Value } from "./expression";
import { asObject, type Resource, Stack } from "./stack";

export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** `sweep.handler` */
  readonly handler: string;
  /** As in Lambda's configuration: what the stack says, nothing added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly roleArn: string;
  readonly roleName: string;
  /** JSON documents. */
  readonly policies: readonly string[];
  readonly logGroup: string;
  /** Of asynchronous invocations; AWS's defaults where the stack says nothing. */
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly onFailure: string | undefined;
}

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly scheduleExpression: string;
  readonly enabled: boolean;
  readonly targets: readonly { readonly arn: string; readonly input: string | undefined }[];
}

export interface EventSubscriptionDefinition {
  readonly name: string;
  readonly region: string;
  readonly topicArn: string;
  readonly sourceType: string | undefined;
  readonly categories: readonly string[];
  readonly sourceIds: readonly string[];
  readonly enabled: boolean;
}

export interface TopicDefinition {
  readonly arn: string;
  readonly region: string;
  /** JSON document; undefined is SNS's default. */
  readonly policy: string | undefined;
  readonly subscribers: readonly Subscriber[];
}

/** A function or another endpoint. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
  /** Where the subscription was made. */
  readonly region: string;
}

export interface KeyDefinition {
  readonly arn: string;
  readonly region: string;
  readonly policy: unknown;
  /** `alias/…` */
  readonly alias: string | undefined;
}

export interface InvokePermission {
  readonly functionName: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

/** What a synthesised stack makes AWS run. */
export interface Deployment {
  readonly region: string;
  readonly functions: readonly FunctionDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly eventSubscriptions: readonly EventSubscriptionDefinition[];
  readonly topics: readonly TopicDefinition[];
  readonly keys: readonly KeyDefinition[];
  readonly alarms: readonly AlarmDefinition[];
  readonly queues: readonly { readonly arn: string; readonly name: string }[];
  readonly invokePermissions: readonly InvokePermission[];
}

/**
 * Takes from a synthesised stack what the simulated AWS is to run; references become simulated ARNs.
 * @param json Terraform's JSON syntax, from literal props (`cdktf.out/stacks/<stack>/cdk.tf.json`, `Testing.synth`)
 * @throws Error if anything in it is not understood, or a way is cut, such as a target without permission to invoke it
 */
export function readDeployment(json: string, account: Account): Deployment {
  const stack = new Stack(json, account);
  for (const resource of stack.resources) {
    if (!resource.data && !UNDERSTOOD.has(resource.type)) throw new Error(`${resource.address} is not understood.`);
  }
  return {
    region: stack.ofType("aws_lambda_function")[0]?.region ?? stack.region,
    functions: stack.ofType("aws_lambda_function").map((one) => functionOf(one, stack)),
    rules: stack.ofType("aws_cloudwatch_event_rule").map((one) => ruleOf(one, stack)),
    eventSubscriptions: stack.ofType("aws_db_event_subscription").map(eventSubscriptionOf),
    topics: stack.ofType("aws_sns_topic").map((one) => topicOf(one, stack)),
    keys: stack.ofType("aws_kms_key").map((one) => keyOf(one, stack)),
    alarms: stack.ofType("aws_cloudwatch_metric_alarm").map(alarmOf),
    queues: stack.ofType("aws_sqs_queue").map((one) => ({ arn: one.text("arn"), name: one.text("name") })),
    invokePermissions: stack.ofType("aws_lambda_permission").map(permissionOf),
  };
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_metric_alarm",
  "aws_db_event_subscription",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_lambda_function",
  "aws_lambda_function_event_invoke_config",
  "aws_lambda_permission",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue",
  "aws_sqs_queue_policy",
]);

function functionOf(one: Resource, stack: Stack): FunctionDefinition {
  const roleArn = one.text("role");
  const role = stack.ofType("aws_iam_role").find((candidate) => candidate.text("arn") === roleArn);
  if (!role) throw new Error(`The role of ${one.address} is not in the stack: ${roleArn}`);
  const name = one.text("function_name");
  const invoke = stack
    .ofType("aws_lambda_function_event_invoke_config")
    .find((config) => [name, one.text("arn")].includes(config.text("function_name")));
  const onFailure = asObject(asObject(invoke?.argument("destination_config"))?.on_failure);
  return {
    name,
    arn: one.text("arn"),
    handler: one.text("handler"),
    environment: strings(asObject(one.block("environment")?.variables) ?? {}),
    timeoutSeconds: one.number("timeout", 3),
    memoryMb: one.number("memory_size", 128),
    roleArn,
    roleName: role.text("name"),
    policies: stack
      .ofType("aws_iam_role_policy")
      .filter((policy) => policy.text("role") === role.text("name"))
      .map((policy) => policy.text("policy")),
    logGroup: String(one.block("logging_config")?.log_group ?? `/aws/lambda/${name}`),
    retries: invoke?.number("maximum_retry_attempts", 2) ?? 2,
    maximumAgeSeconds: invoke?.number("maximum_event_age_in_seconds", 21_600) ?? 21_600,
    onFailure: onFailure && String(onFailure.destination),
  };
}

function ruleOf(one: Resource, stack: Stack): RuleDefinition {
  const name = one.text("name");
  return {
    name,
    arn: one.text("arn"),
    scheduleExpression: one.text("schedule_expression"),
    enabled: (one.argument("state") ?? "ENABLED") === "ENABLED",
    targets: stack
      .ofType("aws_cloudwatch_event_target")
      .filter((target) => target.text("rule") === name)
      .map((target) => {
        const input = target.argument("input");
        return { arn: target.text("arn"), input: input === undefined ? undefined : String(input) };
      }),
  };
}

function eventSubscriptionOf(one: Resource): EventSubscriptionDefinition {
  const sourceType = one.argument("source_type");
  return {
    name: one.text("name"),
    region: one.region,
    topicArn: one.text("sns_topic"),
    sourceType: typeof sourceType === "string" ? sourceType : undefined,
    categories: one.texts("event_categories"),
    sourceIds: one.texts("source_ids"),
    enabled: one.argument("enabled") !== false,
  };
}

function topicOf(one: Resource, stack: Stack): TopicDefinition {
  const topicArn = one.text("arn");
  const policy = stack.ofType("aws_sns_topic_policy").find((candidate) => candidate.text("arn") === topicArn);
  if (policy && policy.region !== one.region) throw new Error(`${policy.address} is not in the region of ${topicArn}.`);
  return {
    arn: topicArn,
    region: one.region,
    policy: policy?.text("policy"),
    subscribers: stack
      .ofType("aws_sns_topic_subscription")
      .filter((subscription) => subscription.text("topic_arn") === topicArn)
      .map((subscription) => ({
        protocol: subscription.text("protocol"),
        endpoint: subscription.text("endpoint"),
        region: subscription.region,
      })),
  };
}

function keyOf(one: Resource, stack: Stack): KeyDefinition {
  const alias = stack
    .ofType("aws_kms_alias")
    .find((candidate) => candidate.region === one.region && candidate.text("target_key_id") === one.text("key_id"));
  const policy = one.argument("policy");
  return {
    arn: one.text("arn"),
    region: one.region,
    policy: typeof policy === "string" ? JSON.parse(policy) : undefined,
    alias: alias?.text("name"),
  };
}

function alarmOf(one: Resource): AlarmDefinition {
  const evaluationPeriods = one.number("evaluation_periods");
  return {
    name: one.text("alarm_name"),
    description: one.text("alarm_description"),
    namespace: one.text("namespace"),
    metricName: one.text("metric_name"),
    dimensions: strings(one.block("dimensions") ?? {}),
    statistic: one.text("statistic"),
    period: one.number("period"),
    evaluationPeriods,
    datapointsToAlarm: one.number("datapoints_to_alarm", evaluationPeriods),
    threshold: one.number("threshold"),
    comparisonOperator: one.text("comparison_operator"),
    treatMissingData: String(one.argument("treat_missing_data") ?? "missing"),
    alarmActions: one.texts("alarm_actions"),
    okActions: one.texts("ok_actions"),
  };
}

function permissionOf(one: Resource): InvokePermission {
  const sourceArn = one.argument("source_arn");
  return {
    functionName: one.text("function_name"),
    principal: one.text("principal"),
    sourceArn: typeof sourceArn === "string" ? sourceArn : undefined,
  };
}

function strings(values: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
