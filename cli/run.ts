import { Command, CommanderError } from "commander";
import { messageOf } from "../handlers/rds/errors";
import { version } from "../package.json";
import { copiesCommand } from "./copies/command";
import { doctorCommand } from "./doctor/command";
import { EXIT, type ExitCode, MEANINGS, Stop, stopText } from "./exit";
import { harmlessTerminal } from "./harmless";
import { planCommand } from "./plan/command";
import { beside } from "./prose";
import { restoreCommand } from "./restore/command";
import { runCommand } from "./start/command";
import { statusCommand } from "./status/command";
import type { Terminal } from "./terminal";

const HELP_COLUMNS = 100;
/** Room for a description, beside the option: Commander wraps none in less than 40. */
const LEAST_ROOM = 20;

const EXAMPLES = `
Examples:
  # Is every database covered right now, and if not, why?
  npx rds-cross-region-backup status --region eu-west-1

  # Start a run now, and see what came of it
  npx rds-cross-region-backup run --region eu-west-1

  # The source region is lost: what can be restored in Frankfurt?
  npx rds-cross-region-backup restore --region eu-central-1 --list

Credentials and regions are as of the AWS CLI. Each command has --help with
examples.
`;

const EXIT_CODES = `Exit codes:
${Object.entries(MEANINGS)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join("\n")}
`;

/** @param end is told how a command ended */
export function programOf(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command("rds-cross-region-backup")
    .description("Copies of RDS databases in other regions: are they there, what is wrong, and how to bring them back")
    .version(version)
    .addHelpText("after", EXAMPLES)
    .addCommand(statusCommand(terminal, end))
    .addCommand(planCommand(terminal, end))
    .addCommand(doctorCommand(terminal, end))
    .addCommand(copiesCommand(terminal, end))
    .addCommand(runCommand(terminal, end))
    .addCommand(restoreCommand(terminal, end));
}

/** Runs a command line, without the names of node and script. Nothing is thrown. */
export async function run(args: readonly string[], given: Terminal): Promise<ExitCode> {
  const terminal = harmlessTerminal(given);
  let code: ExitCode = EXIT.done;
  const program = programOf(terminal, (ended) => (code = ended));
  for (const command of withAllUnder(program)) {
    command
      .addHelpText("after", EXIT_CODES)
      .exitOverride()
      .configureHelp({ minWidthToWrap: LEAST_ROOM })
      .configureOutput({
        writeOut: terminal.out,
        writeErr: terminal.err,
        getOutHelpWidth: () => Math.min(terminal.columns, HELP_COLUMNS),
      });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

const withAllUnder = (command: Command): Command[] => [command, ...command.commands.flatMap(withAllUnder)];

function failed(error: unknown, terminal: Terminal): ExitCode {
  // Commander has said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Stop) {
    terminal.err(beside(stopText(error), terminal));
    return error.code;
  }
  terminal.err(`This is a fault of this program: ${messageOf(error)}\n`);
  if (error instanceof Error && error.stack !== undefined) terminal.err(`${error.stack}\n`);
  return EXIT.bug;
}
