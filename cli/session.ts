import { deadlineIn } from "../handlers/rds/deadline";
import { type Aws, awsOf } from "./aws";
import { EXIT, type ExitCode } from "./exit";
import { type CommonFlags, printedJson } from "./options";
import { type Calls, policyOf } from "./policy";
import { useKeys, useProfile } from "./profile";
import { Progress } from "./progress";
import { regionOf } from "./region";
import type { Terminal } from "./terminal";

const AT_MOST_MS = 30 * 60_000;

export interface Session {
  readonly aws: Aws;
  readonly terminal: Terminal;
  readonly progress: Progress;
  /** Until the command gives up. */
  readonly timeLeft: () => number;
}

/**
 * What all commands have in common: the policy instead of an answer, credentials and region as the AWS CLI takes them, an end.
 *
 * @param calls what the command calls
 * @throws Stop
 */
export async function inSession(
  flags: CommonFlags,
  terminal: Terminal,
  calls: Calls,
  work: (session: Session) => Promise<ExitCode>,
  atMost = AT_MOST_MS,
): Promise<ExitCode> {
  if (flags.printPolicy) {
    terminal.out(printedJson(policyOf(calls, flags.region)));
    return EXIT.done;
  }
  await useProfile(flags.profile, terminal.env);
  const region = await regionOf(flags.region, terminal.env);
  if (flags.profile === undefined) useKeys(region, terminal.env);
  const progress = new Progress(terminal);
  const deadline = deadlineIn(atMost, "AWS");
  const endsAt = Date.now() + atMost;
  try {
    const aws = awsOf(region, deadline, () => progress.count());
    return await work({ aws, terminal, progress, timeLeft: () => endsAt - Date.now() });
  } finally {
    progress.end();
    deadline.clear();
  }
}
