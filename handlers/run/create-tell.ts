import type { Context } from "aws-lambda";
import type { AwsClients } from "../aws/clients";
import { memory } from "../aws/memory";
import { notifier } from "../aws/notifier";
import { deadlineIn } from "../rds/deadline";
import type { Wiring } from "../settings/wiring";
import type { Run } from "./run";
import type { Telemetry } from "./telemetry";
import { Teller, type Telling } from "./tell";

/** Messages may not take the time of a run. */
const AT_MOST_MS = 30_000;
const LEFT_TO_LAMBDA_MS = 5_000;

/** Tells people of a run's coverage, or nobody where there is no topic or no memory: others read the metrics then. */
export function createTell(
  { notificationTopicArn, toldParameter }: Pick<Wiring, "notificationTopicArn" | "toldParameter">,
  telemetry: Telemetry,
  clients: Pick<AwsClients, "sns" | "ssm">,
): (telling: Telling, run: Run, context: Context) => Promise<void> {
  const teller = new Teller(telemetry);
  return async (telling, run, context) => {
    if (notificationTopicArn === undefined || toldParameter === undefined) return;
    const { name, account, sourceRegion } = run.deployment;
    const deadline = deadlineIn(Math.max(0, Math.min(AT_MOST_MS, run.timeLeft() - LEFT_TO_LAMBDA_MS)), "AWS");
    try {
      await teller.tell(
        telling,
        { ...run, origin: { name, account, sourceRegion, logGroup: context.logGroupName } },
        {
          notifier: notifier(notificationTopicArn, clients.sns(sourceRegion), deadline),
          memory: memory(toldParameter, clients.ssm(sourceRegion), deadline),
        },
      );
    } finally {
      deadline.clear();
    }
  };
}
