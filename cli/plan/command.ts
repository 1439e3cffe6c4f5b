import type { Command } from "commander";
import { wrapped } from "../../handlers/core/told/lines";
import { type Returned, returnedBy } from "../../handlers/run/summary";
import { asSentence } from "../capital";
import { type Deployed, findDeployments } from "../deployments/deployed";
import { originOf } from "../deployments/origin";
import { fromFlags } from "../deployments/settings-from-flags";
import { asRead } from "../estate/as-read";
import { lookAtEstate } from "../estate/look";
import { EXIT, type ExitCode } from "../exit";
import { commandWith, printedJson, SCHEMA, several } from "../options";
import { type Problem, problemBullets, tell } from "../problem";
import { bullets, WIDEST } from "../prose";
import { inSession, type Session } from "../session";
import { summaryText } from "../summary/text";
import type { Terminal } from "../terminal";
import { type Action, actionsOf } from "./actions";
import { type PlanFlags, type PlanRequest, planRequest } from "./options";
import { PLAN_CALLS } from "./policy";
import { actionGroups, actionTable } from "./text";

const EXAMPLES = `
Examples:
  # What would the daily run of each deployment of Ireland do now?
  npx rds-cross-region-backup plan --region eu-west-1

  # Before anything is deployed: what would be copied to Frankfurt, and does
  # the quota suffice?
  npx rds-cross-region-backup plan --region eu-west-1 --target eu-central-1 \\
    --set 'retention={"keep_last":7}' --set 'instances={"exclude":["test-*"]}'

Nothing is made or changed in AWS.
`;

/** @param end is told how it ended */
export function planCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = {
    name: "plan",
    description: "What a run would do now, each with its reason; of settings that are deployed, or are to be",
    region: "the databases",
  };
  return commandWith(command, withOptions)
    .addHelpText("after", EXAMPLES)
    .action(async (flags: PlanFlags) => end(await plan(flags, terminal)));
}

const withOptions = (command: Command): Command =>
  command
    .option("--deployment <name>", "only this one (default: all that are found)")
    .option("--daily", "what the daily run would do (default)")
    .option("--follow-up", "what a follow-up would do")
    .option("--target <region>", "nothing is deployed: a target region; may be given several times", several)
    .option("--set <name=value>", "nothing is deployed: a setting of the module; may be given several times", several)
    .option("--all", "list each action");

/** Of one deployment. */
interface Planned {
  readonly deployed: Deployed;
  readonly summary: Returned;
  readonly actions: readonly Action[];
  readonly unread: readonly Problem[];
  /** Sentences. */
  readonly notes: readonly string[];
}

async function plan(flags: PlanFlags, terminal: Terminal): Promise<ExitCode> {
  const request = planRequest(flags);
  return inSession(flags, terminal, PLAN_CALLS, async (session) => {
    const { aws } = session;
    const { deployed: all, unreadable } = request.settings
      ? { deployed: [await fromFlags(request.settings, aws, terminal.now())], unreadable: [] }
      : await findDeployments(aws, request.deployment);
    const plans: Planned[] = [];
    for (const deployed of all) plans.push(await planOf(deployed, request, session));
    if (request.json) terminal.out(printedJson(planJson(plans, unreadable, terminal.now())));
    else terminal.out(plans.map((one) => planText(one, request, terminal.columns)).join("\n"));
    tell({ problems: unreadable, warnings: [] }, terminal);
    return unreadable.length === 0 && plans.every(isWhole) ? EXIT.done : EXIT.partly;
  });
}

async function planOf(deployed: Deployed, { run }: PlanRequest, session: Session): Promise<Planned> {
  const look = await lookAtEstate(deployed, run, session);
  const { report, unread } = asRead(look);
  return {
    deployed,
    summary: returnedBy(report, [], { ...deployed.startup.settings, dryRun: true }),
    actions: actionsOf(report),
    unread,
    notes: look.unknownNeeds.map(asSentence),
  };
}

const isWhole = ({ summary, unread }: Planned): boolean =>
  summary.failed.length === 0 && summary.uncovered === 0 && unread.length === 0;

/** What `--json` prints. Public: docs/command-line.md. */
const planJson = (plans: readonly Planned[], unreadable: readonly Problem[], now: Date): object => ({
  schema: SCHEMA,
  planned_at: now.toISOString(),
  deployments: plans.map(({ deployed: { deployment, functionName: name }, summary, actions, unread, notes }) => ({
    name: deployment.name,
    account: deployment.account,
    source_region: deployment.sourceRegion,
    settings_from: name === undefined ? "flags" : "function",
    summary,
    actions,
    could_not_be_read: unread,
    notes,
  })),
  could_not_be_read: unreadable,
});

function planText({ deployed, summary, actions, unread, notes }: Planned, { all, run }: PlanRequest, columns: number) {
  const width = Math.min(columns, WIDEST);
  const { deployment } = deployed;
  const isDeployed = deployed.functionName !== undefined;
  const what = run === "daily" ? "daily run" : "follow-up";
  const whose = isDeployed
    ? `the ${what} of ${deployment.name} in ${deployment.sourceRegion}`
    : `a ${what} in ${deployment.sourceRegion} with these settings, of which nothing is deployed,`;
  const listed = all && actions.length > 0 ? [actionTable(actions, columns)] : actionGroups(actions, width);
  const sections = [
    wrapped("", `What ${whose} would do now:${listed.length === 0 ? " nothing." : ""}`, width),
    ...listed,
    ...problemBullets("COULD NOT BE READ", unread, width),
    ...bullets("NOT KNOWN", notes, width),
    summaryText(summary, columns, isDeployed ? originOf(deployment) : undefined),
  ];
  return sections.join("\n\n");
}
