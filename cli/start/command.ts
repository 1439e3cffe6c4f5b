import type { Command } from "commander";
import { functionName } from "../../handlers/core/deployment";
import type { SweepKind } from "../../handlers/core/plan-route";
import { type Deployed, FINDING, findDeployment } from "../deployments/deployed";
import { originOf } from "../deployments/origin";
import { EXIT, type ExitCode, Stop } from "../exit";
import { type CommonFlags, commandWith, printedJson, SCHEMA } from "../options";
import { inSession, type Session } from "../session";
import { isWell, parseReturned } from "../summary/returned";
import { summaryText } from "../summary/text";
import type { Terminal } from "../terminal";
import { INVOKING, invoke } from "./invoke";

const EXAMPLES = `
Examples:
  # Copy what is due, and see what came of it
  npx rds-cross-region-backup run --region eu-west-1

  # The daily run, of one of several deployments, for a program
  npx rds-cross-region-backup run --region eu-west-1 \\
    --daily --deployment prod --json

It is started once, and lasts up to 15 minutes while databases wait for copy
slots. Interrupt it, and it goes on in AWS. What a run would do, without one:
plan.
`;

interface RunFlags extends CommonFlags {
  readonly daily?: boolean;
  readonly deployment?: string;
}

/** @param end is told how it ended */
export function runCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return commandWith(
    {
      name: "run",
      description: "Start a run of the deployed function, and show what came of it",
      region: "the databases",
    },
    (command) =>
      command
        .option("--daily", "a daily run, which deletes what retention does not keep and sends the digest")
        .option("--deployment <name>", "which one, where the region has several"),
  )
    .addHelpText("after", EXAMPLES)
    .action(async (flags: RunFlags) => end(await startRun(flags, terminal)));
}

/** A function may run for 15 minutes, and its answer takes a moment. */
const AT_MOST_MS = 16 * 60_000;

const startRun = (flags: RunFlags, terminal: Terminal): Promise<ExitCode> =>
  inSession(flags, terminal, CALLS, (session) => inRegion(flags, session), AT_MOST_MS);

const CALLS = { needed: [...FINDING, ...INVOKING], isInOneRegion: true };

async function inRegion({ daily, deployment, json }: RunFlags, session: Session): Promise<ExitCode> {
  const { aws, terminal } = session;
  session.progress.say(`Looking for the deployment in ${aws.region} …`);
  const deployed = await findDeployment(aws, deployment);
  const value = await watched(deployed, daily ? "daily" : "follow-up", session);
  const returned = parseReturned(value);
  if (typeof returned === "string") {
    throw new Stop(
      EXIT.aws,
      `The run has ended, and returned what this version of the command does not know (${returned})`,
      "take the version that is deployed, or apply the module of this one",
    );
  }
  terminal.out(
    json
      ? printedJson(envelope(deployed, value))
      : summaryText(returned, terminal.columns, originOf(deployed.deployment)),
  );
  return isWell(returned) ? EXIT.done : EXIT.partly;
}

/** Public: `--json` prints it. */
const envelope = ({ deployment }: Deployed, summary: unknown): object => ({
  schema: SCHEMA,
  deployment: deployment.name,
  account: deployment.account,
  source_region: deployment.sourceRegion,
  function: functionName(deployment.name, "sweep"),
  summary,
});

/** Runs it, while a person sees that it lasts. */
async function watched(deployed: Deployed, run: SweepKind, { aws, terminal, progress }: Session): Promise<unknown> {
  const { deployment, startup } = deployed;
  if (startup.settings.dryRun) {
    terminal.err(`${deployment.name} has dry_run = true: the run plans, and starts, deletes and tells nothing.\n`);
  }
  const { logGroup, sourceRegion } = originOf(deployed.deployment);
  const log = `aws logs tail ${logGroup} --region ${sourceRegion} --since 20m`;
  const begun = terminal.now().getTime();
  const say = () => {
    const lasts = inMinutes(terminal.now().getTime() - begun);
    progress.say(`${run === "daily" ? "Daily run" : "Follow-up"} of ${deployment.name}: ${lasts} …`);
  };
  say();
  const ticking = setInterval(say, SECOND_MS);
  try {
    const named = functionName(deployment.name, "sweep");
    return await invoke({ functionName: named, log, interruption: terminal.interruption() }, run, aws);
  } finally {
    clearInterval(ticking);
    progress.end();
  }
}

const SECOND_MS = 1_000;

const inMinutes = (ms: number): string => {
  const seconds = Math.round(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
};
