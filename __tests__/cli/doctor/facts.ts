import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Deployed } from "../../../cli/deployments/deployed";
import { functionArn, ruleArn, topicArn } from "../../../cli/doctor/arns";
import type { Facts } from "../../../cli/doctor/facts";
import type { Finding } from "../../../cli/doctor/finding";
import { findingsOf } from "../../../cli/doctor/findings";
import { expectedAlarms } from "../../../cli/doctor/judge/alarms";
import { known } from "../../../cli/doctor/known";
import type { FunctionFacts } from "../../../cli/doctor/look/functions";
import type { RuleFacts } from "../../../cli/doctor/look/rules";
import type { EstateLook } from "../../../cli/estate/look";
import type { Bundle } from "../../../handlers/core/deployment";
import type { Database, Kind } from "../../../handlers/core/model";
import type { Rule } from "../../../handlers/core/names";
import type { QuotaUse } from "../../../handlers/core/quota";
import { parseSettings } from "../../../handlers/settings/parse-settings";
import { keyArnToBe, wiringToBe } from "../../../modules/environment-size";
import { literalEnvironment } from "../../../modules/literal-environment";
import { validateProps } from "../../../modules/validate-props";

// A healthy deployment as AWS tells of it, of which tests change one thing.

export const NAME = "prod";
export const SOURCE = "eu-west-1";
export const TARGET = "eu-central-1";
export const ACCOUNT = "111122223333";
const NOW = new Date("2026-02-01T12:00:00Z");

type Props = Omit<Parameters<typeof validateProps>[0], "targets">;

export function deployed(props: Props = {}): Deployed {
  const settings = validateProps({ name: NAME, targets: { [TARGET]: {} }, ...props }, "test");
  const startup = parseSettings({
    AWS_REGION: SOURCE,
    ...literalEnvironment(settings, keyArnToBe),
    ...wiringToBe(NAME, [TARGET]),
    NOTIFICATION_TOPIC_ARN: topicArn(DEPLOYMENT, "notifications"),
  });
  return { deployment: DEPLOYMENT, startup, functionName: `${NAME}-sweep` };
}

export const DEPLOYMENT = { name: NAME, partition: "aws", account: ACCOUNT, sourceRegion: SOURCE };

const OK = { $metadata: {} };

/** As Lambda writes it. */
const permission = (service: string, source: string, bundle: Bundle, Sid: string) => ({
  Sid,
  Effect: "Allow",
  Principal: { Service: service },
  Action: "lambda:InvokeFunction",
  Resource: functionArn(DEPLOYMENT, bundle),
  Condition: { ArnLike: { "AWS:SourceArn": source } },
});

function lambdaFunction(bundle: Bundle): FunctionFacts {
  const statements =
    bundle === "sweep"
      ? [
          permission("events.amazonaws.com", ruleArn(DEPLOYMENT, "sweep"), bundle, "Sweep"),
          permission("events.amazonaws.com", ruleArn(DEPLOYMENT, "follow-up"), bundle, "FollowUp"),
        ]
      : [permission("sns.amazonaws.com", topicArn(DEPLOYMENT, "rds-events"), bundle, "RdsEvents")];
  const queue = `arn:aws:sqs:${SOURCE}:${ACCOUNT}:${NAME}-dead-letters`;
  return {
    configuration: known({
      ...OK,
      FunctionName: `${NAME}-${bundle}`,
      Role: `arn:aws:iam::${ACCOUNT}:role/${NAME}-${SOURCE}`,
      State: "Active",
      LastUpdateStatus: "Successful",
    }),
    concurrency: known(undefined),
    invocation: known({
      ...OK,
      MaximumRetryAttempts: bundle === "sweep" ? 0 : 2,
      DestinationConfig: bundle === "sweep" ? { OnSuccess: {}, OnFailure: {} } : { OnFailure: { Destination: queue } },
    }),
    policy: known(JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements })),
  };
}

function rule(which: Rule): RuleFacts {
  const Input = which === "sweep" ? { Input: '{"run":"daily"}' } : {};
  return {
    rule: known({
      ...OK,
      Name: `${NAME}-${which}`,
      State: "ENABLED",
      ScheduleExpression: which === "sweep" ? "cron(0 6 * * ? *)" : "rate(15 minutes)",
    }),
    targets: known([{ Id: "sweep", Arn: functionArn(DEPLOYMENT, "sweep"), ...Input }]),
  };
}

const subscription = (kind: Kind) => ({
  CustSubscriptionId: `${NAME}-${kind}s`,
  Enabled: true,
  Status: "active",
  SnsTopicArn: topicArn(DEPLOYMENT, "rds-events"),
  SourceType: kind === "instance" ? "db-instance" : "db-cluster-snapshot",
  EventCategoriesList: ["backup"],
  SourceIdsList: [],
});

/** A database of the source region. */
export const database = (id: string, more: Partial<Database> = {}): Database => ({
  kind: "instance",
  id,
  resourceId: `db-${id.toUpperCase()}`,
  engine: "postgres",
  status: "available",
  createdAt: undefined,
  backupRetentionDays: 7,
  backupTarget: "region",
  memberOf: undefined,
  backupWindow: "03:00-03:30",
  tags: {},
  ...more,
});

export const quota = (more: Partial<QuotaUse> = {}): QuotaUse => ({
  route: { kind: "instance", targetRegion: TARGET },
  used: 3,
  maximum: 100,
  ours: 3,
  oursOrphaned: 0,
  others: 0,
  databases: 1,
  share: 3,
  needed: 3,
  headroom: 5,
  fullOn: undefined,
  ...more,
});

/** What a look at one database found, whose copies are all there. */
export function estate(more: Partial<EstateLook> = {}, databases = [database("orders")]): EstateLook {
  const route = { kind: "instance", targetRegion: TARGET } as const;
  const plan = { route, deletions: [], copies: [], notes: [], inProgress: [], quota: quota() };
  const kind = {
    kind: "instance" as const,
    plan: {
      kind: "instance" as const,
      routes: [],
      notes: [],
      seen: databases.length,
      selected: databases.length,
      uncovered: 0,
    },
    outcomes: [],
    routes: [{ route, plan, outcomes: [] }],
  };
  return {
    report: { run: "daily", kinds: [kind] },
    coverage: { databases: [], routes: [] },
    seen: [{ ...kind, inventory: { kind: "instance", databases, snapshots: [], targets: new Map() } }],
    unable: undefined,
    unknownNeeds: [],
    deployed: deployed(),
    now: NOW,
    ...more,
  };
}

export function facts(more: Partial<Facts> = {}): Facts {
  const healthy: Facts = {
    deployed: deployed(),
    now: NOW,
    functions: { sweep: lambdaFunction("sweep"), "backup-finished": lambdaFunction("backup-finished") },
    rules: { sweep: rule("sweep"), "follow-up": rule("follow-up") },
    events: {
      subscriptions: { instance: known(subscription("instance")), cluster: known(subscription("cluster")) },
      topic: known([
        {
          SubscriptionArn: `${topicArn(DEPLOYMENT, "rds-events")}:1f0c`,
          Protocol: "lambda",
          Endpoint: functionArn(DEPLOYMENT, "backup-finished"),
        },
      ]),
    },
    notifications: known([confirmed("oncall@example.com")]),
    alarms: known(new Map()),
    deadLetters: known({
      url: "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-dead-letters",
      messages: 0,
      keyId: undefined,
    }),
    memory: known({ text: "1 2026-02-01T06:00Z - - -", version: 7 }),
    estate: known(estate()),
    targetKeys: { missing: new Map(), unknown: new Map() },
    sourceKeys: { missing: new Map(), unknown: new Map() },
    role: {
      arn: `arn:aws:iam::${ACCOUNT}:role/${NAME}-${SOURCE}`,
      decisions: known([
        { action: "rds:DescribeEvents", resource: "*", region: SOURCE, isAllowed: true, by: undefined },
      ]),
    },
    leftovers: [],
  };
  return { ...healthy, alarms: known(quietAlarms(healthy)), ...more };
}

export const confirmed = (Endpoint: string, Protocol = "email") => ({
  SubscriptionArn: `${topicArn(DEPLOYMENT, "notifications")}:2a1b`,
  Protocol,
  Endpoint,
});

const quietAlarms = (of: Facts): Map<string, MetricAlarm> =>
  new Map(
    expectedAlarms(of).map(({ name }) => [
      name,
      {
        AlarmName: name,
        StateValue: "OK",
        ActionsEnabled: true,
        AlarmActions: [topicArn(DEPLOYMENT, "notifications")],
      } satisfies MetricAlarm,
    ]),
  );

/** The same, with some of them changed. */
export function alarmsWith(
  changes: Readonly<Record<string, Partial<MetricAlarm> | undefined>>,
): Map<string, MetricAlarm> {
  const alarms = quietAlarms(facts());
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined) alarms.delete(name);
    else alarms.set(name, { ...alarms.get(name), ...change });
  }
  return alarms;
}

export const unknown = { is: "unknown", cause: "x:Y is not allowed in eu-west-1", remedy: "have it allowed" } as const;

/** What is not in order. */
export const troubled = (more: Partial<Facts>): readonly Finding[] =>
  findingsOf(facts(more)).filter(({ result }) => result !== "ok");
