import { topicName } from "../../../handlers/core/names";
import { listed } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Command, type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand } from "./remedies";

const { ok, mend, unknown } = saying("notifications");

const MOST = 3;

/** Whether there is a topic for people, and somebody who is told. */
export function notificationFindings(facts: Facts): readonly Finding[] {
  const { deployed, notifications } = facts;
  const name = topicName(deployed.deployment.name, "notifications");
  if (notifications === undefined) {
    return [
      mend(name, "the functions have no topic to tell people of troubles", APPLY, { runbook: "messages-failed" }),
    ];
  }
  return ifKnown(
    notifications,
    (why) => unknown(name, why),
    (subscriptions) => {
      if (subscriptions === undefined) {
        const cause = `there is no topic ${name}: no message and no alarm reaches anybody`;
        return [mend(name, cause, APPLY, { runbook: "messages-failed" })];
      }
      const waiting = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === "PendingConfirmation");
      const told = subscriptions.filter(({ SubscriptionArn = "" }) => SubscriptionArn.startsWith("arn:"));
      const found = waiting.map(({ Protocol = "?", Endpoint = "?" }) =>
        mend(
          `${Protocol} ${Endpoint}`,
          `${Endpoint} is told nothing: the subscription (${Protocol}) is not confirmed`,
          "have it confirmed: the link is in a mail of AWS, which this sends again",
          { commands: [resend(facts, Protocol, Endpoint)] },
        ),
      );
      if (told.length > 0) {
        const names = told.map(({ Protocol = "?", Endpoint = "?" }) =>
          Protocol.startsWith("email") ? Endpoint : Protocol,
        );
        return [...found, ok(name, `${name} tells ${listed(names, MOST)}`)];
      }
      return found.length > 0 ? found : [nobody(name, facts)];
    },
  );
}

/** SNS asks again when the same is subscribed again. */
const resend = ({ deployed: { deployment, startup } }: Facts, protocol: string, endpoint: string): Command =>
  awsCommand(
    deployment,
    "sns subscribe",
    `--topic-arn ${startup.wiring.notificationTopicArn}`,
    `--protocol ${protocol}`,
    `--notification-endpoint ${endpoint}`,
  );

/** Alarms may tell others, who look after the metrics; messages by name and the digest then reach nobody. */
function nobody(name: string, { alarms, deployed: { startup } }: Facts): Finding {
  const { notificationTopicArn } = startup.wiring;
  const others =
    alarms.is === "known"
      ? [...alarms.value.values()]
          .flatMap(({ AlarmActions = [] }) => AlarmActions)
          .filter((to) => to !== notificationTopicArn)
      : [];
  const [one] = others;
  if (one !== undefined) {
    return ok(name, `nobody has subscribed to it, so no message by name reaches anybody; alarms tell ${one}`);
  }
  return mend(
    name,
    `nobody has subscribed to ${name}: no message and no alarm reaches anybody`,
    "set notification_emails, or subscribe something else to the topic",
  );
}
