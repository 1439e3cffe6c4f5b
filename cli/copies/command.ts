import { Command } from "commander";
import { shown } from "../../handlers/core/shown";
import { type ExitCode, wrongUsage } from "../exit";
import { commandWith, DATABASE, several } from "../options";
import { inSession } from "../session";
import type { Terminal } from "../terminal";
import { deleteCopies } from "./delete";
import { changeHolds } from "./holds";
import { listCopies } from "./list";
import { type CopiesFlags, newHold, wantedOf } from "./options";
import { COPIES_CALLS } from "./policy";

const LISTING = `
  # All copies of the deployments of Ireland; those of shop from January
  npx rds-cross-region-backup copies --region eu-west-1
  npx rds-cross-region-backup copies list --region eu-west-1 \\
    --database 'shop*' --from 2026-01-01 --to 2026-01-31

  # Ireland is lost: what is in Frankfurt?
  npx rds-cross-region-backup copies --target-region eu-central-1
`;

const HOLDING = `
  # Keep a copy, and let retention have it again
  npx rds-cross-region-backup copies hold orders-eu-west-1-2026-01-31-03-07 \\
    --region eu-west-1 --until 2027-01-31 --why "audit 2026"
  npx rds-cross-region-backup copies release orders-eu-west-1-2026-01-31-03-07 \\
    --region eu-west-1
`;

const DELETING = `
  # Delete what is left of databases that are gone or not selected any more,
  # and what a deployment left that is gone: shows what goes, then asks
  npx rds-cross-region-backup copies delete --region eu-west-1 --orphaned
  npx rds-cross-region-backup copies delete --target-region eu-central-1 \\
    --deployment-gone --deployment old-name

Never deleted are: the newest available copy of a database that exists, or of
its name, or of which that is not known; what is held; what is being made or
copied; and snapshots that are no copies. Who does not confirm gets exit code 2.
`;

const examples = (...of: readonly string[]): string => `\nExamples:${of.join("")}`;

/** @param end is told how it ended */
export function copiesCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const list = sub("list", "List copies (default)", LISTING, limiting)
    .allowExcessArguments()
    .option("--held", "only those that are held")
    .option("--orphaned", "only those whose database is gone or not selected")
    .action(async (flags: CopiesFlags, { args: [extra] }: Command) => {
      if (extra !== undefined) throw wrongUsage([noCommand(extra)], "see npx rds-cross-region-backup copies --help");
      const wanted = wantedOf(flags);
      end(
        await inSession(placed(flags), terminal, COPIES_CALLS.list, (session) =>
          listCopies(wanted, flags.json ?? false, session),
        ),
      );
    });
  const hold = sub("hold", "Keep copies from being deleted by retention", HOLDING, placing)
    .argument("[id...]", "of copies, or cluster/ID")
    .option("--until <day>", "last day (UTC), such as 2027-01-31, or forever")
    .option("--why <text>", "for who finds the hold later")
    .action(async (ids: readonly string[], flags: CopiesFlags) => {
      mustName(ids, flags);
      const work = flags.printPolicy ? undefined : newHold(flags, terminal.now());
      const wanted = wantedOf(flags, ids, work?.problems);
      end(
        await inSession(placed(flags), terminal, COPIES_CALLS.hold, (session) =>
          changeHolds(wanted, work?.hold, flags.json ?? false, session),
        ),
      );
    });
  const release = sub("release", "Take holds off: retention counts the copies again", HOLDING, placing)
    .argument("[id...]", "of copies, or cluster/ID")
    .action(async (ids: readonly string[], flags: CopiesFlags) => {
      mustName(ids, flags);
      const wanted = wantedOf(flags, ids);
      end(
        await inSession(placed(flags), terminal, COPIES_CALLS.release, (session) =>
          changeHolds(wanted, undefined, flags.json ?? false, session),
        ),
      );
    });
  const remove = sub("delete", "Delete copies: shows what goes and what stays, then asks", DELETING, limiting)
    .argument("[id...]", "of copies, or cluster/ID")
    .option("--orphaned", "those whose database is gone, has another name now, or is not selected")
    .option("--deployment-gone", "those of deployments that are not there any more")
    .option("--yes", "ask nobody")
    .action(async (ids: readonly string[], flags: CopiesFlags) => {
      const wanted = wantedOf(flags, ids);
      const isLimited = ids.length > 0 || wanted.databases || wanted.orphaned || wanted.deploymentGone;
      if (!isLimited && !flags.printPolicy)
        throw wrongUsage([WHICH], "see npx rds-cross-region-backup copies delete --help, with examples");
      const request = { wanted, yes: flags.yes ?? false, json: flags.json ?? false };
      end(await inSession(placed(flags), terminal, COPIES_CALLS.delete, (session) => deleteCopies(request, session)));
    });
  return new Command("copies")
    .description("List copies, hold and release them, delete what nobody needs")
    .addCommand(list, { isDefault: true })
    .addCommand(hold)
    .addCommand(release)
    .addCommand(remove)
    .addHelpText("after", examples(LISTING, HOLDING, DELETING));
}

/** Where nothing else is to be asked, nothing else needs to be said. */
const placed = (flags: CopiesFlags): CopiesFlags => {
  const region = flags.region ?? flags.targetRegion?.[0];
  return region === undefined ? flags : { ...flags, region };
};

const WHICH = "Which copies? Name ids, --database, --orphaned or --deployment-gone";

/** @throws Stop if it does not say of which copies, but for a policy, which is that of all */
function mustName(ids: readonly string[], { printPolicy }: CopiesFlags): void {
  if (ids.length === 0 && !printPolicy)
    throw wrongUsage(["Which copies? Name their ids"], "copies list shows them; --help has examples");
}

/** What is no command is an argument of the one that needs no name. */
const noCommand = (word: string): string =>
  `${shown(word)} is no command of copies (list, hold, release, delete), and list takes no ids: --database names databases`;

const sub = (name: string, description: string, example: string, own: (command: Command) => Command): Command =>
  commandWith(
    { name, description, region: "the databases, or their copies where nothing is deployed," },
    own,
  ).addHelpText("after", examples(example));

const placing = (command: Command): Command =>
  command
    .option(
      "--target-region <region>",
      "where the copies are, if nothing else is to be asked, from anywhere or --region; may be given several times",
      several,
    )
    .option("--deployment <name>", "only copies of this deployment");

const limiting = (command: Command): Command =>
  placing(command)
    .addOption(DATABASE)
    .option("--from <time>", "only copies of backups from this time or day (UTC) on")
    .option("--to <time>", "only copies of backups up to this time, or the end of this day (UTC)")
    .option("--key <key>", "only copies under this KMS key: its ARN or id");
