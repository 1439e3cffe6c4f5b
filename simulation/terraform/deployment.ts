import type { AlarmDefinition } from "../cloudwatch/alarms";
import type { Account } from "../iam/arns";
import type { Value } from "./expression";
import { asObject, type Resource, Stack } from "./stack";
import { TerraformState } from "./state";

export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** `sweep.handler` */
  readonly handler: string;
  readonly runtime: string;
  readonly description: string;
  /** As in Lambda's configuration: what the stack says, nothing added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly roleArn: string;
  readonly roleName: string;
  /** JSON documents. */
  readonly policies: readonly string[];
  readonly logGroup: string;
  /** Undefined: none. */
  readonly reservedConcurrency: number | undefined;
  /** Whether the stack says anything of asynchronous invocations. */
  readonly configuresInvokes: boolean;
  /** Of asynchronous invocations; AWS's defaults where the stack says nothing. */
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly onFailure: string | undefined;
}

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly scheduleExpression: string;
  readonly enabled: boolean;
  readonly targets: readonly { readonly id: string; readonly arn: string; readonly input: string | undefined }[];
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
  /** That encrypts messages; undefined: none. */
  readonly kmsKeyArn: string | undefined;
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

export interface ParameterDefinition {
  readonly name: string;
  readonly region: string;
  readonly value: string;
  readonly type: string;
}

export interface RoleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  /** JSON documents. */
  readonly policies: readonly string[];
  /** JSON document. */
  readonly assumeRolePolicy: string;
  readonly permissionsBoundary: string | undefined;
}

export interface QueueDefinition {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** That encrypts messages; undefined: SQS's own. */
  readonly kmsKeyArn: string | undefined;
}

export interface InvokePermission {
  readonly statementId: string;
  readonly action: string;
  readonly functionName: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

/** What a synthesised stack makes AWS run. */
export interface Deployment {
  readonly region: string;
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly RoleDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly eventSubscriptions: readonly EventSubscriptionDefinition[];
  readonly topics: readonly TopicDefinition[];
  readonly keys: readonly KeyDefinition[];
  readonly parameters: readonly ParameterDefinition[];
  readonly alarms: readonly AlarmDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly invokePermissions: readonly InvokePermission[];
}

/**
 * Takes from a synthesised stack what the simulated AWS is to run; references become simulated ARNs.
 * @param json Terraform's JSON syntax, from literal props (`cdktf.out/stacks/<stack>/cdk.tf.json`, `Testing.synth`)
 * @param state of earlier applies of this stack. Default: there were none
 * @throws Error if anything in it is not understood, or a way is cut, such as a target without permission to invoke it
 */
export function readDeployment(json: string, account: Account, state = new TerraformState()): Deployment {
  const stack = new Stack(json, account, state);
  for (const resource of stack.resources) {
    if (!resource.data && !UNDERSTOOD.has(resource.type)) throw new Error(`${resource.address} is not understood.`);
  }
  return {
    region: stack.ofType("aws_lambda_function")[0]?.region ?? stack.region,
    functions: stack.ofType("aws_lambda_function").map((one) => functionOf(one, stack)),
    roles: stack.ofType("aws_iam_role").map((one) => roleOf(one, stack)),
    rules: stack.ofType("aws_cloudwatch_event_rule").map((one) => ruleOf(one, stack)),
    eventSubscriptions: stack.ofType("aws_db_event_subscription").map(eventSubscriptionOf),
    topics: stack.ofType("aws_sns_topic").map((one) => topicOf(one, stack)),
    keys: stack.ofType("aws_kms_key").map((one) => keyOf(one, stack)),
    parameters: stack.ofType("aws_ssm_parameter").map(parameterOf),
    alarms: stack.ofType("aws_cloudwatch_metric_alarm").map(alarmOf),
    queues: stack.ofType("aws_sqs_queue").map(queueOf),
    invokePermissions: stack.ofType("aws_lambda_permission").map(permissionOf),
  };
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_metric_alarm",
  "aws_cloudwatch_query_definition",
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
  "aws_ssm_parameter",
  "terraform_data",
]);

function functionOf(one: Resource, stack: Stack): FunctionDefinition {
  const roleArn = one.text("role");
  const role = stack
    .ofType("aws_iam_role")
    .map((candidate) => roleOf(candidate, stack))
    .find(({ arn }) => arn === roleArn);
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
    runtime: String(one.argument("runtime") ?? "nodejs24.x"),
    description: textOr(one, "description", ""),
    environment: strings(asObject(one.block("environment")?.variables) ?? {}),
    timeoutSeconds: one.number("timeout", 3),
    memoryMb: one.number("memory_size", 128),
    roleArn,
    roleName: role.name,
    policies: role.policies,
    logGroup: String(one.block("logging_config")?.log_group ?? `/aws/lambda/${name}`),
    reservedConcurrency:
      one.argument("reserved_concurrent_executions") === undefined
        ? undefined
        : one.number("reserved_concurrent_executions"),
    configuresInvokes: invoke !== undefined,
    retries: invoke?.number("maximum_retry_attempts", 2) ?? 2,
    maximumAgeSeconds: invoke?.number("maximum_event_age_in_seconds", 21_600) ?? 21_600,
    onFailure: onFailure && String(onFailure.destination),
  };
}

function roleOf(one: Resource, stack: Stack): RoleDefinition {
  const name = one.text("name");
  return {
    name,
    arn: one.text("arn"),
    description: textOr(one, "description", ""),
    policies: stack
      .ofType("aws_iam_role_policy")
      .filter((policy) => policy.text("role") === name)
      .map((policy) => policy.text("policy")),
    assumeRolePolicy: textOr(one, "assume_role_policy", ""),
    permissionsBoundary: textOr(one, "permissions_boundary", undefined),
  };
}

function queueOf(one: Resource): QueueDefinition {
  return {
    name: one.text("name"),
    arn: one.text("arn"),
    url: one.text("url"),
    kmsKeyArn: textOr(one, "kms_master_key_id", undefined),
  };
}

/** An argument; a default where the stack leaves it out. */
function textOr<Otherwise>(one: Resource, name: string, otherwise: Otherwise): string | Otherwise {
  return (one.argument(name) ?? null) === null ? otherwise : one.text(name);
}

function ruleOf(one: Resource, stack: Stack): RuleDefinition {
  const name = one.text("name");
  return {
    name,
    arn: one.text("arn"),
    description: textOr(one, "description", ""),
    scheduleExpression: one.text("schedule_expression"),
    enabled: (one.argument("state") ?? "ENABLED") === "ENABLED",
    targets: stack
      .ofType("aws_cloudwatch_event_target")
      .filter((target) => target.text("rule") === name)
      .map((target) => {
        const input = target.argument("input");
        return {
          id: textOr(target, "target_id", "terraform"),
          arn: target.text("arn"),
          input: input === undefined ? undefined : String(input),
        };
      }),
  };
}

function eventSubscriptionOf(one: Resource): EventSubscriptionDefinition {
  return {
    name: one.text("name"),
    region: one.region,
    topicArn: one.text("sns_topic"),
    sourceType: textOr(one, "source_type", undefined),
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
    kmsKeyArn: textOr(one, "kms_master_key_id", undefined),
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

function parameterOf(one: Resource): ParameterDefinition {
  return { name: one.text("name"), region: one.region, value: one.text("value"), type: one.text("type") };
}

const NOT_OF_ALARMS = [
  "actions_enabled",
  "evaluation_window",
  "extended_statistic",
  "insufficient_data_actions",
  "threshold_metric_id",
  "unit",
];

function alarmOf(one: Resource): AlarmDefinition {
  const unknown = NOT_OF_ALARMS.filter((name) => (one.argument(name) ?? null) !== null);
  if (unknown.length > 0) throw new Error(`${one.address} has ${unknown.join(", ")}, which is not understood.`);
  const evaluationPeriods = one.number("evaluation_periods");
  return {
    name: one.text("alarm_name"),
    region: one.region,
    description: one.text("alarm_description"),
    ...watchedBy(one),
    evaluationPeriods,
    datapointsToAlarm: one.number("datapoints_to_alarm", evaluationPeriods),
    threshold: one.number("threshold"),
    comparisonOperator: one.text("comparison_operator"),
    treatMissingData: String(one.argument("treat_missing_data") ?? "missing"),
    alarmActions: one.texts("alarm_actions"),
    okActions: one.texts("ok_actions"),
  };
}

type WatchedByAlarm = Pick<AlarmDefinition, "metrics" | "expressions" | "watched" | "period">;

/** One metric, or `metric_query` blocks of which one returns data. */
function watchedBy(one: Resource): WatchedByAlarm {
  const given = one.argument("metric_query");
  if (given === undefined) {
    const metric = {
      id: "m1",
      namespace: one.text("namespace"),
      metricName: one.text("metric_name"),
      dimensions: strings(one.block("dimensions") ?? {}),
      statistic: one.text("statistic"),
    };
    return { metrics: [metric], expressions: [], watched: metric.id, period: one.number("period") };
  }
  const queries = (Array.isArray(given) ? given : [given]).map((query) => queryOf(query, one));
  const watched = queries.filter(({ returnsData }) => returnsData);
  const periods = new Set(queries.flatMap(({ period }) => period ?? []));
  const [period] = periods;
  const [result] = watched;
  if (!result || watched.length > 1)
    throw new Error(`Not one of ${one.address}'s queries returns data, but ${watched.length}.`);
  if (period === undefined || periods.size > 1)
    throw new Error(`${one.address} has queries of several periods, or of none.`);
  return {
    metrics: queries.flatMap(({ metric }) => metric ?? []),
    expressions: queries.flatMap(({ id, expression }) => (expression === undefined ? [] : { id, expression })),
    watched: result.id,
    period,
  };
}

function queryOf(raw: Value, one: Resource) {
  const query = asObject(raw) ?? {};
  const id = String(query.id);
  const metric = asObject(query.metric ?? undefined);
  const expression = typeof query.expression === "string" ? query.expression : undefined;
  const allowed = ["id", "expression", "label", "metric", "period", "return_data"];
  const unknown = Object.keys(query).filter((name) => query[name] !== null && !allowed.includes(name));
  if (unknown.length > 0) throw new Error(`${one.address} has a query with ${unknown.join(", ")}.`);
  if ((metric === undefined) === (expression === undefined)) {
    throw new Error(`The query ${id} of ${one.address} must have either a metric or an expression.`);
  }
  const period = metric?.period ?? query.period;
  return {
    id,
    expression,
    returnsData: query.return_data === true,
    period: typeof period === "number" ? period : undefined,
    metric: metric && {
      id,
      namespace: String(metric.namespace),
      metricName: String(metric.metric_name),
      dimensions: strings(asObject(metric.dimensions ?? undefined) ?? {}),
      statistic: String(metric.stat),
    },
  };
}

function permissionOf(one: Resource): InvokePermission {
  return {
    statementId: textOr(one, "statement_id", "terraform"),
    action: textOr(one, "action", "lambda:InvokeFunction"),
    functionName: one.text("function_name"),
    principal: one.text("principal"),
    sourceArn: textOr(one, "source_arn", undefined),
  };
}

function strings(values: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
