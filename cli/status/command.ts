import type { Command } from "commander";
import { paintOn } from "../colour";
import { lookForDeployments } from "../deployments/deployed";
import { Denied, EXIT, type ExitCode, Stop, Unreachable } from "../exit";
import { commandWith, DATABASE, printedJson } from "../options";
import { mustBeWritable, writePage } from "../page/write";
import { inSession, type Session } from "../session";
import type { Terminal } from "../terminal";
import { statusJson } from "./json";
import { statusOf } from "./look";
import { lookAtCopies } from "./look-at-copies";
import type { Seen, Status } from "./model";
import { type StatusFlags, type StatusRequest, statusRequest } from "./options";
import { STATUS_CALLS } from "./policy";
import { matching, notFound } from "./rows";
import { statusText } from "./text";
import { verdictOn } from "./verdict";
import { type Shown, watch } from "./watch";

const EXAMPLES = `
Examples:
  # Is every database covered right now? All deployments of Ireland
  npx rds-cross-region-backup status --region eu-west-1

  # Some databases of one deployment, again each half minute
  npx rds-cross-region-backup status --region eu-west-1 \\
    --deployment prod --database 'shop-*' --watch 30

  # The same with every recovery point, as a page to look at or to send
  npx rds-cross-region-backup status --region eu-west-1 --html status.html

  # Ireland is lost: what do the copies in Frankfurt tell?
  npx rds-cross-region-backup status --region eu-central-1 --max-age 36

Nothing is made or changed in AWS.
`;

/** @param end is told how it ended */
export function statusCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = {
    name: "status",
    description: "Is every database covered right now, and if not, why: state, age, copies and keys of each",
    region: "the databases, or only their copies,",
  };
  return commandWith(command, withOptions)
    .addHelpText("after", EXAMPLES)
    .action(async (flags: StatusFlags) => end(await status(flags, terminal)));
}

const withOptions = (command: Command): Command =>
  command
    .option("--deployment <name>", "only this one (default: all that are found)")
    .addOption(DATABASE)
    .option("--all", "show all that are well, and all causes, however many")
    .option("--html <file>", "write a page that shows each copy by day, too: one file, for any browser")
    .option("--watch [seconds]", "look again, each minute or so many seconds, until Ctrl-C")
    .option(
      "--max-age <hours>",
      "only look at copies in the region, and judge them by this age: if the source is gone",
    );

async function status(flags: StatusFlags, terminal: Terminal): Promise<ExitCode> {
  const request = statusRequest(flags);
  const { html } = request;
  if (html !== undefined) mustBeWritable(html);
  const look = async (): Promise<Shown> => {
    let text = "";
    const code = await inSession(flags, terminal, STATUS_CALLS, async (session) => {
      const seen = await see(request, session);
      text = shown(seen, request, session);
      if (html !== undefined) writePage(html, seen, terminal);
      return seen.notFound.length + seen.unreadable.length === 0 && seen.statuses.every((one) => verdictOn(one).isWell)
        ? EXIT.done
        : EXIT.partly;
    });
    return { text, code };
  };
  const { watchEach: seconds, json } = request;
  if (seconds !== undefined && !flags.printPolicy) return watch(look, { seconds, isForPeople: !json }, terminal);
  const { text, code } = await look();
  terminal.out(text);
  return code;
}

async function see(request: StatusRequest, session: Session): Promise<Seen> {
  const { databases } = request;
  const { statuses, unreadable } = await allStatuses(request, session);
  const wanted = databases === undefined ? statuses : statuses.flatMap((one) => matching(one, databases));
  return { statuses: wanted, notFound: notFound(statuses, databases), unreadable };
}

/** Of all deployments of the region; where it has none, of those that have copies in it. */
async function allStatuses(
  { deployment, maxAgeHours }: StatusRequest,
  session: Session,
): Promise<Omit<Seen, "notFound">> {
  const { aws } = session;
  if (maxAgeHours === undefined) {
    try {
      const found = await lookForDeployments(aws, deployment);
      const statuses: Status[] = [];
      for (const deployed of found.deployed) statuses.push(await statusOf(deployed, session));
      if (statuses.length > 0) return { statuses, unreadable: found.unreadable };
    } catch (thrown) {
      throw withAnotherWay(thrown, aws.region);
    }
  }
  const statuses = await lookAtCopies({ deployment, maxAgeHours }, session);
  if (statuses.length > 0) return { statuses, unreadable: [] };
  const whose = deployment === undefined ? "" : ` of ${deployment}`;
  const what =
    maxAgeHours === undefined
      ? `no deployment${whose && ` ${deployment}`}, and no copies${whose}`
      : `no copies${whose}`;
  throw new Stop(
    EXIT.aws,
    `${aws.region} has ${what}`,
    `name the region of the databases, or that of the copies, with --region, and the right account with --profile${
      deployment === undefined ? "" : "; without --deployment all that are there are shown"
    }`,
  );
}

/** Copies can be looked at without their source region, and without Lambda. */
function withAnotherWay(thrown: unknown, region: string): unknown {
  const way = thrown instanceof Unreachable ? `if ${region} is lost,` : thrown instanceof Denied ? "or" : undefined;
  if (way === undefined || !(thrown instanceof Stop)) return thrown;
  const remedy = `${thrown.remedy}; ${way} look at copies alone: status --max-age 36, with the --region of the copies`;
  return new Stop(thrown.code, thrown.message, remedy);
}

function shown(seen: Seen, { json, all, watchEach }: StatusRequest, { aws, terminal }: Session): string {
  if (json) {
    const answer = statusJson(seen, terminal.now());
    // One line a look, where there are several.
    return printedJson(answer, watchEach === undefined ? 2 : 0);
  }
  const layout = { columns: terminal.columns, paint: paintOn(terminal), all };
  return statusText(seen, { region: aws.region, now: terminal.now() }, layout);
}
