import type { Command } from "commander";
import type { Aws } from "../aws";
import { EXIT, type ExitCode } from "../exit";
import { commandWith, DATABASE, printedJson, SCHEMA, several } from "../options";
import { tell } from "../problem";
import { Progress } from "../progress";
import { inSession } from "../session";
import type { Terminal } from "../terminal";
import { choose, selected, until } from "./choose";
import { STEPS } from "./documents";
import { filesOf } from "./files";
import { folderOf } from "./folder";
import { keyProblems } from "./key-problems";
import { listed, listTable } from "./list";
import { lookAtKeys, lookAtRegion, lookForSnapshots } from "./look";
import { type RestoreFlags, type RestoreRequest, restoreRequest } from "./options";
import { RESTORE_CALLS } from "./policy";
import { recoveryPoints } from "./recovery-points";
import { claimText, type Result, resultJson, resultText } from "./result";
import { mustBeEmpty, writeFiles } from "./write";

const EXAMPLES = `
Examples:
  # What can be restored in Frankfurt?
  npx rds-cross-region-backup restore --region eu-central-1 --list

  # One database as of the end of a day, in a folder of Terraform
  npx rds-cross-region-backup restore --region eu-central-1 \\
    --database orders --at 2026-01-31 --out orders

  # Everything, into the network that is there
  npx rds-cross-region-backup restore --region eu-central-1 --all \\
    --subnet-group databases --security-group sg-0123456789abcdef0

Nothing is made or changed in AWS. The steps, a drill, and what no copy has:
${STEPS}
`;

/** @param end is told how it ended */
export function restoreCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = {
    name: "restore",
    description:
      "Write a folder of Terraform that brings databases back from their copies, in the region of the copies",
    region: "the copies",
  };
  return commandWith(command, withOptions)
    .addHelpText("after", EXAMPLES)
    .action(async (flags: RestoreFlags) => end(await restore(flags, terminal)));
}

const withOptions = (command: Command): Command =>
  command
    .addOption(DATABASE)
    .option("--all", "all databases")
    .option("--at <time>", "the newest copy of a backup from before this time, or the end of this day (UTC)")
    .option(
      "--snapshot <id>",
      "any manual snapshot, whoever made it, or cluster/ID; may be given several times",
      several,
    )
    .option("--deployment <name>", "only copies of this deployment")
    .option("--source-region <region>", "only copies from this region")
    .option("--out <folder>", "new or empty (default: restore-<region>)")
    .option("--subnet-group <name>", "for all databases, or LOST=THERE; may be given several times", several)
    .option("--security-group <id>", "for all databases, or LOST=THERE; may be given several times", several)
    .option("--rename <old=new>", "another name for one; may be given several times", several)
    .option("--name-prefix <text>", "before the name of all others")
    .option("--name-suffix <text>", "after the name of all others")
    .option("--list", "show what can be restored, and write nothing");

async function restore(flags: RestoreFlags, terminal: Terminal): Promise<ExitCode> {
  const request = flags.printPolicy ? undefined : restoreRequest(flags);
  return inSession(flags, terminal, RESTORE_CALLS, ({ aws }) =>
    request ? inRegion(request, aws, terminal) : Promise.resolve(EXIT.done),
  );
}

async function inRegion(request: RestoreRequest, aws: Aws, terminal: Terminal): Promise<ExitCode> {
  if (request.do === "list") return list(request, aws, terminal);
  const path = request.out ?? `restore-${aws.region}`;
  mustBeEmpty(path);
  const result = await write(request, path, aws, terminal);
  if (request.json) terminal.out(printedJson(resultJson(aws.region, result)));
  else terminal.out(resultText(result));
  const { problems, warnings, claims } = result;
  tell({ problems, warnings: [...warnings, ...claims.map(claimText)] }, terminal);
  return problems.length > 0 ? EXIT.partly : EXIT.done;
}

async function list({ wanted, json: asJson }: RestoreRequest, aws: Aws, terminal: Terminal): Promise<ExitCode> {
  const { items, problems } = await lookForSnapshots(aws, new Progress(terminal));
  const found = recoveryPoints(items, terminal.now());
  const { databases, problems: unknown } = selected(found, wanted, aws.region);
  const rows = databases.map((one) => listed(until(one, wanted.at)));
  const missing = [...problems, ...unknown];
  const warnings = found.claims.map(claimText);
  if (asJson)
    terminal.out(printedJson({ schema: SCHEMA, region: aws.region, databases: rows, warnings, problems: missing }));
  else if (rows.length > 0) terminal.out(listTable(rows, terminal.columns));
  tell({ problems: missing, warnings }, terminal);
  return missing.length > 0 ? EXIT.partly : EXIT.done;
}

async function write(
  { wanted, choices }: Extract<RestoreRequest, { readonly do: "write" }>,
  path: string,
  aws: Aws,
  terminal: Terminal,
): Promise<Result> {
  const progress = new Progress(terminal);
  const { items, problems } = await lookForSnapshots(aws, progress);
  const found = recoveryPoints(items, terminal.now());
  const choice = choose(found, wanted, aws.region);
  progress.say(`Looking at what ${aws.region} has …`);
  const [keys, there] = await Promise.all([
    lookAtKeys(
      choice.chosen.map(({ point }) => point.snapshot),
      aws,
    ),
    lookAtRegion(choice.chosen, aws),
  ]);
  progress.end();
  const broken = keyProblems(choice.chosen, found, keys.unusable);
  const all = [...problems, ...choice.problems, ...broken];
  const { chosen, groups } = there;
  const rest = { problems: all, warnings: [...there.warnings, ...keys.warnings], claims: found.claims };
  if (chosen.length === 0) return { folder: undefined, path: undefined, files: [], ...rest };
  const folder = folderOf({
    chosen,
    choices,
    groups,
    region: aws.region,
    now: terminal.now(),
    warnings: rest.warnings,
  });
  const files = filesOf(folder, all);
  writeFiles(path, files);
  return { folder, path, files: [...files.keys()], ...rest, warnings: folder.warnings };
}
