import { describe, expect, test } from "@jest/globals";
import type { AccessRequest } from "../../simulation/iam/access";
import { arn } from "../../simulation/iam/arns";
import { ACCOUNT, Deployment, ELSEWHERE, OTHER_ACCOUNT, type Policy, SOURCE, TARGET } from "./deployments";
import { isAllowed } from "./iam";
import { isNoticed, mutations } from "./mutations";

/** A request, and who makes it with which rights of its own. */
interface Question extends AccessRequest {
  readonly what: string;
  readonly principal: string;
  readonly identity?: Policy;
}

const deployment = new Deployment("all", {
  name: "orders",
  targets: { [TARGET]: {} },
  notificationEmails: ["ops@example.com"],
});
const unprotected = new Deployment("unprotected", { targets: { [TARGET]: {} }, protectKmsKeys: false });

const FUNCTIONS = `arn:aws:sts::${ACCOUNT.id}:assumed-role/orders-${SOURCE}/orders-sweep`;
const ADMIN = `arn:aws:iam::${ACCOUNT.id}:role/admin`;
const STRANGER = `arn:aws:iam::${OTHER_ACCOUNT.id}:role/admin`;
const RDS = "events.rds.amazonaws.com";
const CLOUDWATCH = "cloudwatch.amazonaws.com";

const everything: Policy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Administrator", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};

/** Decides by a resource's policy, and by the rights of who asks. */
const by =
  (resource: unknown) =>
  ({ principal, identity, ...request }: Question): Promise<boolean> =>
    isAllowed(request, { principal, resource, ...(identity && { identity }) });

/** Checks what a policy allows and denies, and that nothing in it can be left out or loosened. */
async function proves(policy: Policy, needed: readonly Question[], others: readonly Question[]): Promise<void> {
  for (const question of needed) expect([question.what, await by(policy)(question)]).toEqual([question.what, true]);
  for (const question of others) expect([question.what, await by(policy)(question)]).toEqual([question.what, false]);
  for (const change of mutations(policy)) {
    const noticed = await isNoticed(change, { needed, others }, (question, changed) => by(changed)(question));
    expect([change.what, noticed]).toEqual([change.what, true]);
  }
}

/** What a service may publish to a topic, and variations of it. */
function publishing(topic: string, service: string, source: string, foreignSources: readonly string[]) {
  const [, , , region = "", , name = ""] = topic.split(":");
  const context = { "aws:SourceAccount": ACCOUNT.id, "aws:SourceArn": source };
  const base = { what: "publish", action: "sns:Publish", resource: topic, principal: service, context };
  const varied = (what: string, changes: Record<string, string>): Question => ({
    ...base,
    what,
    context: { ...context, ...changes },
  });
  const elsewhere = [
    arn(ACCOUNT, "sns", region, "payments"),
    arn(ACCOUNT, "sns", ELSEWHERE, name),
    arn(OTHER_ACCOUNT, "sns", region, name),
  ];
  const needed: Question[] = [base, varied("publish where TLS is not told", { "aws:SecureTransport": "" })];
  const others: Question[] = [
    varied("for another account", { "aws:SourceAccount": OTHER_ACCOUNT.id }),
    varied("for nobody", { "aws:SourceAccount": "" }),
    varied("about nothing", { "aws:SourceArn": "" }),
    ...foreignSources.map((foreign) => varied(`about ${foreign}`, { "aws:SourceArn": foreign })),
    varied("without TLS", { "aws:SecureTransport": "false" }),
    ...elsewhere.map((resource) => ({ ...base, what: `publish to ${resource}`, resource })),
    ...["s3.amazonaws.com", "events.amazonaws.com", service === RDS ? CLOUDWATCH : RDS].map((principal) => ({
      ...base,
      what: `publish as ${principal}`,
      principal,
    })),
    ...[FUNCTIONS, ADMIN, STRANGER].map((principal) => ({ ...base, what: `publish as ${principal}`, principal })),
    { ...base, what: "an administrator without TLS", principal: ADMIN, identity: everything, context: NO_TLS },
    ...["sns:Subscribe", "sns:SetTopicAttributes", "sns:DeleteTopic"].map((action) => ({
      ...base,
      what: action,
      action,
    })),
  ];
  return { needed, others };
}

const NO_TLS = { "aws:SecureTransport": "false" };

test("to the topic of RDS events, only RDS publishes, about this account and region, over TLS", async () => {
  const topic = deployment.text("aws_sns_topic.this", "arn");
  const { needed, others } = publishing(topic, RDS, arn(ACCOUNT, "rds", SOURCE, "db:orders"), [
    arn(OTHER_ACCOUNT, "rds", SOURCE, "db:orders"),
    arn(ACCOUNT, "rds", TARGET, "db:orders"),
    arn(ACCOUNT, "rds-db", SOURCE, "orders"),
  ]);
  await proves(deployment.policy("aws_sns_topic_policy.this"), needed, others);
});

test("to the topic of messages, beside the functions only alarms of this deployment publish, over TLS", async () => {
  const topic = deployment.text("aws_sns_topic.notifications", "arn");
  const { needed, others } = publishing(
    topic,
    CLOUDWATCH,
    arn(ACCOUNT, "cloudwatch", SOURCE, "alarm:orders-dead-letters"),
    [
      arn(OTHER_ACCOUNT, "cloudwatch", SOURCE, "alarm:orders-dead-letters"),
      arn(ACCOUNT, "cloudwatch", TARGET, "alarm:orders-dead-letters"),
      arn(ACCOUNT, "cloudwatch", SOURCE, "alarm:payments-dead-letters"),
    ],
  );
  await proves(deployment.policy("aws_sns_topic_policy.notifications"), needed, others);
});

test("the queue takes failed invocations of the functions, over TLS only", async () => {
  const resource = deployment.text("aws_sqs_queue.dlq", "arn");
  const send = { action: "sqs:SendMessage", resource, principal: FUNCTIONS, identity: deployment.rolePolicy };
  await proves(
    deployment.policy("aws_sqs_queue_policy.dlq"),
    [
      { what: "send", ...send },
      { what: "send where TLS is not told", ...send, context: { "aws:SecureTransport": "" } },
      { what: "read", action: "sqs:ReceiveMessage", resource, principal: ADMIN, identity: everything },
    ],
    [
      { what: "send without TLS", ...send, context: NO_TLS },
      {
        what: "read without TLS",
        ...send,
        action: "sqs:ReceiveMessage",
        principal: ADMIN,
        identity: everything,
        context: NO_TLS,
      },
      { what: "send from another account", ...send, principal: STRANGER, identity: everything, resource },
      { what: "read without rights", action: "sqs:ReceiveMessage", resource, principal: ADMIN },
      ...["sns.amazonaws.com", "events.amazonaws.com"].map((principal) => ({
        what: `send as ${principal}`,
        action: "sqs:SendMessage",
        resource,
        principal,
      })),
    ],
  );
});

describe("a key that the module makes", () => {
  const context = { "kms:ViaService": `rds.${TARGET}.amazonaws.com` };
  const questions = (of: Deployment) => {
    const resource = of.text("aws_kms_key.this", "arn");
    const use = { action: "kms:Decrypt", resource, principal: FUNCTIONS, identity: of.rolePolicy, context };
    const admin = (action: string): Question => ({
      what: `${action} as an administrator`,
      action: `kms:${action}`,
      resource,
      principal: ADMIN,
      identity: everything,
    });
    return {
      needed: [
        { what: "use through RDS", ...use },
        // Otherwise nobody could give the key up: set protect_kms_keys to false, apply, then remove it.
        ...["PutKeyPolicy", "DescribeKey", "EnableKey", "CancelKeyDeletion", "CreateGrant", "Decrypt"].map(admin),
      ],
      others: [
        { what: "use without rights", ...use, identity: { Version: "2012-10-17", Statement: [] } },
        { what: "use from another account", ...use, principal: STRANGER, identity: everything },
      ],
      destroying: ["ScheduleKeyDeletion", "DisableKey"].map(admin),
    };
  };

  test("is used as IAM says, and destroyed by nobody, as long as it is protected", async () => {
    const { needed, others, destroying } = questions(deployment);
    await proves(deployment.policy("aws_kms_key.this"), needed, [...others, ...destroying]);
  });

  test("can be destroyed by an administrator, and by nobody else, once it is not protected", async () => {
    const { needed, others, destroying } = questions(unprotected);
    const byFunctions = destroying.map((question) => ({
      ...question,
      what: `${question.action} as the functions`,
      principal: FUNCTIONS,
      identity: unprotected.rolePolicy,
    }));
    await proves(unprotected.policy("aws_kms_key.this"), [...needed, ...destroying], [...others, ...byFunctions]);
  });
});

test("the role is assumed by Lambda only", async () => {
  const resource = deployment.text("aws_iam_role.this", "arn");
  const assume = { action: "sts:AssumeRole", resource };
  await proves(
    deployment.policy("aws_iam_role.this", "assume_role_policy"),
    [{ what: "Lambda", ...assume, principal: "lambda.amazonaws.com" }],
    [
      ...["rds.amazonaws.com", "ec2.amazonaws.com", "events.amazonaws.com"].map((principal) => ({
        what: principal,
        ...assume,
        principal,
      })),
      { what: "an administrator", ...assume, principal: ADMIN, identity: everything },
      { what: "a stranger", ...assume, principal: STRANGER, identity: everything },
      { what: "another action", ...assume, action: "sts:TagSession", principal: "lambda.amazonaws.com" },
    ],
  );
});

describe("a function is invoked by its own sources only:", () => {
  const topic = (region: string, name: string, account = ACCOUNT) => arn(account, "sns", region, name);
  const rule = (name: string, account = ACCOUNT) => arn(account, "events", SOURCE, `rule/${name}`);
  const SNS = "sns.amazonaws.com";
  const EVENTS = "events.amazonaws.com";

  test.each<[string, readonly [principal: string, source: string][]]>([
    [
      "sweep",
      [
        [EVENTS, rule("orders-sweep")],
        [EVENTS, rule("orders-follow-up")],
      ],
    ],
    ["backup_finished", [[SNS, topic(SOURCE, "orders-rds-events")]]],
  ])("%s", async (role, sources) => {
    const resource = deployment.text(`aws_lambda_function.${role}`, "arn");
    const invoke = (principal: string, source: string): Question => ({
      what: `${principal} for ${source}`,
      action: "lambda:InvokeFunction",
      resource,
      principal,
      context: { "AWS:SourceArn": source },
    });
    const needed = sources.map(([principal, source]) => invoke(principal, source));
    const allowed = new Set(needed.map(({ what }) => what));
    const principals = [SNS, `sns.${TARGET}.amazonaws.com`, EVENTS, RDS, "s3.amazonaws.com"];
    const everySource = [
      "",
      ...[SOURCE, TARGET, ELSEWHERE].flatMap((region) =>
        ["orders-rds-events", "payments"].map((name) => topic(region, name)),
      ),
      topic(SOURCE, "orders-rds-events", OTHER_ACCOUNT),
      ...["orders-sweep", "orders-follow-up", "payments"].flatMap((name) => [rule(name), rule(name, OTHER_ACCOUNT)]),
      arn(ACCOUNT, "events", TARGET, "rule/orders-sweep"),
      arn(ACCOUNT, "events", TARGET, "rule/orders-follow-up"),
    ];
    const name = deployment.text(`aws_lambda_function.${role}`, "function_name");
    const otherFunctions = [
      arn(ACCOUNT, "lambda", SOURCE, "function:payments"),
      arn(ACCOUNT, "lambda", TARGET, `function:${name}`),
      arn(OTHER_ACCOUNT, "lambda", SOURCE, `function:${name}`),
    ];
    const others = [
      ...needed.flatMap((question) => otherFunctions.map((other) => ({ ...question, what: other, resource: other }))),
      ...principals.flatMap((principal) => everySource.map((source) => invoke(principal, source))),
      ...[ADMIN, STRANGER].flatMap((principal) => sources.map(([, source]) => invoke(principal, source))),
      ...needed.map((question) => ({ ...question, action: "lambda:UpdateFunctionCode", what: "change the code" })),
    ].filter(({ what }) => !allowed.has(what));
    await proves(deployment.functionPolicy(role), needed, others);
  });
});
