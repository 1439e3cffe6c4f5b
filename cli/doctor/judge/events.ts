import { KINDS, type Kind } from "../../../handlers/core/model";
import { eventSubscriptionName, topicName } from "../../../handlers/core/names";
import { functionArn, topicArn } from "../arns";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand } from "./remedies";

const { ok, mend, unknown } = saying("events");

/** What is lost without events: time alone. */
const LATER = "so backups are copied by the next follow-up, not within seconds";

/** Whether RDS's events of backups reach the function: event subscriptions, topic, and its subscription. */
export const eventFindings = (facts: Facts): Finding[] => [
  ...KINDS.flatMap((kind) => ofKind(kind, facts)),
  ...ofTopic(facts),
];

function ofKind(kind: Kind, { deployed: { deployment, startup }, events }: Facts): readonly Finding[] {
  const name = eventSubscriptionName(deployment.name, kind);
  const isWanted = startup.settings.selection[kind].include.length > 0;
  return ifKnown(
    events.subscriptions[kind],
    (why) => unknown(name, why),
    (subscription) => {
      if (!isWanted) return [ok(name, `not needed: the settings select no ${kind}s`)];
      if (subscription === undefined) {
        return [mend(name, `there is no RDS event subscription ${name}, ${LATER}`, APPLY)];
      }
      const { Enabled, Status = "unknown", SnsTopicArn, EventCategoriesList = [], SourceIdsList = [] } = subscription;
      if (Enabled === false) {
        const options = [`--subscription-name ${name}`, "--enabled"];
        return [
          mend(name, `the RDS event subscription ${name} is disabled, ${LATER}`, "enable it", {
            commands: [awsCommand(deployment, "rds modify-event-subscription", ...options)],
          }),
        ];
      }
      const wrong = [
        ...(/^(active|creating|modifying)$/.test(Status) ? [] : [`has the status ${Status}`]),
        ...(SnsTopicArn === topicArn(deployment, "rds-events") ? [] : [`reports to ${SnsTopicArn ?? "no topic"}`]),
        ...(EventCategoriesList.length === 0 || EventCategoriesList.includes("backup") ? [] : ["leaves backups out"]),
        ...(SourceIdsList.length === 0 ? [] : [`is of ${SourceIdsList.join(", ")} alone`]),
      ];
      if (wrong.length === 0) return [ok(name, `${name} is active`)];
      return [mend(name, `the RDS event subscription ${name} ${wrong.join(", and ")}, ${LATER}`, APPLY)];
    },
  );
}

function ofTopic({ deployed: { deployment }, events }: Facts): readonly Finding[] {
  const name = topicName(deployment.name, "rds-events");
  return ifKnown(
    events.topic,
    (why) => unknown(name, why),
    (subscriptions) => {
      if (subscriptions === undefined) return [mend(name, `there is no topic ${name}, ${LATER}`, APPLY)];
      const wanted = functionArn(deployment, "backup-finished");
      const isThere = subscriptions.some(({ Protocol, Endpoint }) => Protocol === "lambda" && Endpoint === wanted);
      return isThere
        ? [ok(name, `the events of ${name} reach the function`)]
        : [mend(name, `the topic ${name} does not pass events on to ${wanted}, ${LATER}`, APPLY)];
    },
  );
}
