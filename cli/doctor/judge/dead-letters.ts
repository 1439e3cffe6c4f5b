import { deadLettersName } from "../../../handlers/core/names";
import { counted } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand } from "./remedies";

const { ok, mend, unknown } = saying("dead-letters");

export function deadLetterFindings({ deployed: { deployment }, deadLetters }: Facts): readonly Finding[] {
  const name = deadLettersName(deployment.name);
  return ifKnown(
    deadLetters,
    (why) => unknown(name, why),
    (queue) => {
      if (queue === undefined)
        return [mend(name, `there is no queue ${name}: events that are given up are lost`, APPLY)];
      const { messages, url } = queue;
      if (messages === undefined) {
        return [unknown(name, { cause: `SQS does not tell how many messages are in ${name}`, remedy: "try again" })];
      }
      if (messages === 0) return [ok(name, `${name} is empty`)];
      const at = `--queue-url ${url}`;
      return [
        mend(
          name,
          `${counted(messages, "event")} of finished backups ${messages === 1 ? "was" : "were"} given up`,
          "read why; when the cause is gone, purge the queue",
          {
            commands: [
              awsCommand(deployment, "sqs receive-message", at, "--max-number-of-messages 10"),
              awsCommand(deployment, "sqs purge-queue", at),
            ],
            runbook: "dead-letters",
          },
        ),
      ];
    },
  );
}
