import { CopyDBSnapshotCommand } from "@aws-sdk/client-rds";
import { describe, expect, jest, test } from "@jest/globals";
import type { SNSEvent } from "aws-lambda";
import { ENABLED_BY_DEFAULT } from "../../../modules/opt-in-regions";
import { snsPrincipal } from "../../../simulation/sns/sns-delivery";
import { HOUR } from "../../../simulation/time/clock";
import { START } from "../support";
import { hcl, type StackFixture, set, stackFixture } from "../terraform/stack-fixture";
import { isScheduled, type Work, worldWith } from "../world-support";

/** Machines that run these may be busy with much else. */
jest.setTimeout(60_000);

const EACH = hcl("each.key");
const TOPIC = hcl("aws_sns_topic.copies[each.key].arn");

/** The fixture, with a topic for copy events in each target region. */
function withCopyEvents(principals: Readonly<Record<string, string>>, more: (stack: StackFixture) => void = () => {}) {
  const perRegion = { for_each: principals, region: EACH };
  return stackFixture((stack) => {
    const statement = [
      {
        actions: ["sns:Publish"],
        resources: [TOPIC],
        principals: [{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }],
        condition: [{ test: "ArnLike", variable: "aws:SourceArn", values: [`arn:aws:rds:${EACH}:111122223333:*`] }],
      },
    ];
    const policy = hcl("data.aws_iam_policy_document.copies[each.key].json");
    const subscription = { sns_topic: TOPIC, source_type: "db-snapshot", event_categories: ["notification"] };
    set("data.aws_iam_policy_document.copies", { for_each: principals, statement })(stack);
    set("aws_sns_topic.copies", { ...perRegion, name: "copies" })(stack);
    set("aws_sns_topic_policy.copies", { ...perRegion, arn: TOPIC, policy })(stack);
    set("aws_sns_topic_subscription.copies", {
      ...perRegion,
      topic_arn: TOPIC,
      protocol: "lambda",
      endpoint: hcl("aws_lambda_function.sweep.arn"),
    })(stack);
    set("aws_lambda_permission.copies", {
      for_each: principals,
      function_name: "sweep",
      principal: hcl("each.value"),
      source_arn: TOPIC,
    })(stack);
    set("aws_db_event_subscription.copies", { ...perRegion, name: "copies", ...subscription })(stack);
    more(stack);
  });
}

const allowCopies = set("data.aws_iam_policy_document.functions", {
  statement: [{ actions: ["rds:*", "logs:*", "sqs:SendMessage"], resources: ["*"] }],
});

/** A function that copies a snapshot by hand to a target region, and is told of it. */
async function copiedTo(target: string, principal: string) {
  let copied = false;
  const work = async ({ event, rdsIn }: Work) => {
    if (copied || !isScheduled(event)) return;
    copied = true;
    await rdsIn(target).send(
      new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: "arn:aws:rds:eu-west-1:111122223333:snapshot:by-hand",
        TargetDBSnapshotIdentifier: "copy",
      }),
    );
  };
  const { world, events } = await worldWith(work, {}, withCopyEvents({ [target]: principal }, allowCopies));
  world.aws.region("eu-west-1").addSnapshot("instance", { id: "by-hand", sizeGib: 20 });
  await world.runUntil(START.getTime() + 5 * HOUR);
  return events
    .filter((event): event is SNSEvent => !isScheduled(event))
    .map(({ Records: [record] }) => [record?.Sns.TopicArn, record?.Sns.Message ?? ""] as const)
    .filter(([topic]) => topic?.endsWith(":copies"));
}

describe("copies that have ended in a target region", () => {
  test.each([
    ["eu-central-1", "sns.amazonaws.com"],
    ["eu-south-1", "sns.eu-south-1.amazonaws.com"],
  ])("are told to a function in the source region: from %s by %s", async (target, principal) => {
    const messages = await copiedTo(target, principal);
    const topic = `arn:aws:sns:${target}:111122223333:copies`;
    expect(messages.map(([from]) => from)).toEqual([topic, topic, topic]);
    const [greeting, ...told] = messages.map(([, message]) => message);
    expect(greeting).toContain("event notifications of type db-snapshot");
    expect(told.map((message) => JSON.parse(message))).toMatchObject([
      { "Event Message": "Started copy of snapshot by-hand from region eu-west-1." },
      {
        "Event ID": expect.stringMatching(/#RDS-EVENT-0060$/),
        "Source ARN": `arn:aws:rds:${target}:111122223333:snapshot:copy`,
      },
    ]);
  });
});

describe("a deployment is refused", () => {
  const deployed = (stack: string) => worldWith(async () => undefined, {}, stack);
  const opted = { "eu-south-1": "sns.eu-south-1.amazonaws.com" };
  const usual = { "eu-central-1": "sns.amazonaws.com" };

  test.each<[string, string, string]>([
    [
      "whose function lets SNS of an opt-in region in by its usual name only",
      withCopyEvents({ "eu-south-1": "sns.amazonaws.com" }),
      "sns.eu-south-1.amazonaws.com may not invoke sweep",
    ],
    [
      "whose function lets SNS in by the name of a region that is not opt-in",
      withCopyEvents({ "eu-central-1": "sns.eu-central-1.amazonaws.com" }),
      "sns.amazonaws.com may not invoke sweep",
    ],
    [
      "whose function is in an opt-in region, the topic in another one of these",
      withCopyEvents(opted, (stack) => Object.assign(stack, { provider: { aws: [{ region: "af-south-1" }] } })),
      "SNS does not deliver from arn:aws:sns:eu-south-1:111122223333:copies to arn:aws:lambda:af-south-1:",
    ],
    [
      "whose function is in an opt-in region, the topic in no such one",
      withCopyEvents(usual, (stack) => Object.assign(stack, { provider: { aws: [{ region: "af-south-1" }] } })),
      "SNS does not deliver from arn:aws:sns:eu-central-1:111122223333:copies to arn:aws:lambda:af-south-1:",
    ],
    [
      "that subscribes in another region than the topic's",
      withCopyEvents(usual, set("aws_sns_topic_subscription.copies", { region: "eu-west-1" })),
      "A subscription to arn:aws:sns:eu-central-1:111122223333:copies is made in eu-west-1",
    ],
    [
      "that gives a topic its policy in another region",
      withCopyEvents(usual, set("aws_sns_topic_policy.copies", { region: "eu-west-1" })),
      'aws_sns_topic_policy.copies["eu-central-1"] is not in the region of',
    ],
    [
      "that asks RDS of one region to report to a topic of another",
      withCopyEvents(usual, set("aws_db_event_subscription.copies", { region: "eu-west-1" })),
      "The event subscription copies of eu-west-1 has the topic arn:aws:sns:eu-central-1:111122223333:copies",
    ],
    [
      "whose topic takes events of another region only",
      withCopyEvents(usual, (stack) => {
        const copies = stack.data.aws_iam_policy_document?.copies;
        const text = JSON.stringify(copies).replace(`arn:aws:rds:${EACH}:`, "arn:aws:rds:us-east-1:");
        set("data.aws_iam_policy_document.copies", JSON.parse(text))(stack);
      }),
      "RDS may not publish to arn:aws:sns:eu-central-1:111122223333:copies",
    ],
  ])("%s", async (_what, stack, message) => {
    await expect(deployed(stack)).rejects.toThrow(message);
  });

  test("but not one all of whose parts lie in one opt-in region", async () => {
    await deployed(stackFixture((stack) => Object.assign(stack, { provider: { aws: [{ region: "af-south-1" }] } })));
  });
});

test("what the module takes for enabled by default, SNS does", () => {
  for (const region of ENABLED_BY_DEFAULT) expect(snsPrincipal("eu-central-1", region)).toBe("sns.amazonaws.com");
});
