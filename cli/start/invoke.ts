import { InvokeCommand, type InvokeCommandOutput, LambdaServiceException } from "@aws-sdk/client-lambda";
import type { SweepKind } from "../../handlers/core/plan-route";
import { clause } from "../../handlers/core/sentence";
import { shown } from "../../handlers/core/shown";
import { runbookLink } from "../../handlers/core/told/runbook";
import { messageOf } from "../../handlers/rds/errors";
import type { Aws } from "../aws";
import { awsProblem } from "../aws-problem";
import { EXIT, Stop } from "../exit";

/** What starting a run calls. */
export const INVOKING = ["lambda:InvokeFunction"];

/** What runs a deployment, and the command that shows its log: never the end of a sentence, as people copy it with the full stop. */
export interface Started {
  readonly functionName: string;
  readonly log: string;
  /** That of the person who waits for its end. */
  readonly interruption: AbortSignal;
}

/**
 * Runs a function once and waits for its end (docs/aws-facts.md#invoking-a-function).
 *
 * @returns what it returned
 * @throws Stop if Lambda refuses, if the run ends with an error, or if its end is not known
 */
export async function invoke(started: Started, run: SweepKind, aws: Aws): Promise<unknown> {
  const { region, operators, deadline } = aws;
  const abortSignal = AbortSignal.any([deadline.signal, started.interruption]);
  const command = new InvokeCommand({
    FunctionName: started.functionName,
    InvocationType: "RequestResponse",
    Payload: JSON.stringify({ run }),
  });
  let answer: InvokeCommandOutput;
  try {
    answer = await deadline.before(operators.invoker(region).send(command, { abortSignal }));
  } catch (thrown) {
    throw whyNoAnswer(thrown, started, region);
  }
  const text = answer.Payload?.transformToString() ?? "";
  const payload = parsed(text);
  if (answer.FunctionError !== undefined) throw whyItEnded(payload, text, started);
  return payload;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Refusals of runs that have not begun, and what helps. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /^TooManyRequests/,
    `try again in a minute; if it stays, see who uses the account's concurrent executions of Lambda: ${runbookLink("function-throttled")}`,
  ],
  [
    /^Resource(Conflict|NotReady)/,
    "it is being made or updated: try again in a minute, and apply the module again if that stays",
  ],
  [
    /^KMS/,
    "enable the key of the function's environment, and let the role of the function use it; a role that was made anew needs the module to be applied again",
  ],
  [/^ResourceNotFound/, "it was deleted a moment ago: apply the module again"],
];

function whyNoAnswer(thrown: unknown, { functionName, log, interruption }: Started, region: string): Stop {
  if (interruption.aborted) {
    return new Stop(
      EXIT.aws,
      `Interrupted: the run of ${functionName} in ${region} goes on in AWS`,
      `with ${log} you see its log`,
    );
  }
  const name = thrown instanceof Error ? thrown.name : "Error";
  const says = `${name}: ${clause(messageOf(thrown))}`;
  const refusal = REFUSALS.find(([pattern]) => pattern.test(name));
  if (refusal) return new Stop(EXIT.aws, `Lambda did not run ${functionName} in ${region} (${says})`, refusal[1]);
  if (isRefusal(thrown)) return awsProblem(thrown, { action: INVOKING.join(), region });
  return new Stop(
    EXIT.aws,
    `It is not known what became of the run of ${functionName} in ${region}, as Lambda's answer did not come (${says})`,
    `if it has begun it goes on in AWS, so look with ${log} before you start another`,
  );
}

/** Whether Lambda has answered, and that it does not do what it was asked for. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof LambdaServiceException && (thrown.$metadata.httpStatusCode ?? 500) < 500;

/** Errors with which a function ends, and their sections of the runbook. */
const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/Task timed out after/, "task-timed-out"],
  [/settings in the environment are not valid/, "settings-not-valid"],
  [/could not do its work/, "could-not-do-its-work"],
];

function whyItEnded(payload: unknown, text: string, { functionName, log }: Started): Stop {
  const message = messageIn(payload) ?? shown(text);
  const [, heading = "functions-that-end-with-an-error"] = ERRORS.find(([pattern]) => pattern.test(message)) ?? [];
  return new Stop(
    EXIT.aws,
    `The run of ${functionName} ended with an error.\n${clause(message)}`,
    `what it means, and what helps: ${runbookLink(heading)}\n  With ${log} you see its log`,
  );
}

const messageIn = (payload: unknown): string | undefined =>
  typeof payload === "object" &&
  payload !== null &&
  "errorMessage" in payload &&
  typeof payload.errorMessage === "string"
    ? payload.errorMessage
    : undefined;
