import { createHash } from "node:crypto";
import { type Account, arn } from "../iam/arns";
import type { Value } from "./expression";

/** One resource or data source, after `for_each` and `count`, as computed attributes see it. */
export interface Instance {
  /** `aws_kms_key.this["eu-central-1"]`; data sources begin with `data.`. */
  readonly address: string;
  readonly type: string;
  readonly data: boolean;
  readonly region: string;
  /** An argument, evaluated; undefined if the stack does not set it. */
  argument(name: string): Value | undefined;
}

type Compute = (instance: Instance, account: Account) => Value;

/** Attributes that AWS assigns. The id of a key follows from its address, so that it stays the same. */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, Compute>>>> = {
  aws_cloudwatch_event_rule: {
    arn: byName("events", "name", (name) => `rule/${name}`),
    region: ({ region }) => region,
  },
  aws_cloudwatch_log_group: { arn: byName("logs", "name", (name) => `log-group:${name}`) },
  aws_cloudwatch_metric_alarm: { arn: byName("cloudwatch", "alarm_name", (name) => `alarm:${name}`) },
  aws_iam_role: {
    arn: (instance, account) => `arn:${account.partition}:iam::${account.id}:role/${text(instance, "name")}`,
  },
  aws_kms_key: {
    key_id: ({ address }) => uuid(address),
    arn: (instance, account) => arn(account, "kms", instance.region, `key/${uuid(instance.address)}`),
  },
  aws_lambda_function: { arn: byName("lambda", "function_name", (name) => `function:${name}`) },
  aws_sns_topic: { arn: byName("sns", "name", (name) => name) },
  aws_ssm_parameter: {
    arn: (instance, account) => {
      const name = text(instance, "name");
      return arn(account, "ssm", instance.region, `parameter${name.startsWith("/") ? "" : "/"}${name}`);
    },
  },
  terraform_data: {
    output: (instance) => instance.argument("input") ?? null,
  },
  aws_sqs_queue: {
    arn: byName("sqs", "name", (name) => name),
    url: (instance, account) => `https://sqs.${instance.region}.amazonaws.com/${account.id}/${text(instance, "name")}`,
  },
};

/** @throws Error for an attribute that is not in the table */
export function computed(instance: Instance, attribute: string, account: Account): Value {
  const compute = COMPUTED[`${instance.data ? "data." : ""}${instance.type}`]?.[attribute];
  if (!compute) throw new Error(`It is not known what ${instance.address}.${attribute} is.`);
  return compute(instance, account);
}

function byName(service: string, argument: string, resource: (name: string) => string): Compute {
  return (instance, account) => arn(account, service, instance.region, resource(text(instance, argument)));
}

function text(instance: Instance, argument: string): string {
  const value = instance.argument(argument);
  if (typeof value !== "string") throw new Error(`${instance.address} has no ${argument}.`);
  return value;
}

function uuid(address: string): string {
  const hex = createHash("sha256").update(address).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
