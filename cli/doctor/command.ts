import type { Command } from "commander";
import { paintOn } from "../colour";
import { findDeployments } from "../deployments/deployed";
import { EXIT, type ExitCode } from "../exit";
import { type CommonFlags, commandWith, printedJson } from "../options";
import { tell } from "../problem";
import { inSession, type Session } from "../session";
import type { Terminal } from "../terminal";
import { findingsOf } from "./findings";
import { gather } from "./gather";
import { examinedJson } from "./json";
import { DOCTOR_CALLS } from "./policy";
import { type Examined, examinedText } from "./print";

interface DoctorFlags extends CommonFlags {
  readonly deployment?: string;
}

const EXAMPLES = `
Examples:
  # After the apply, and whenever something is odd: is all in place?
  npx rds-cross-region-backup doctor --region eu-west-1

  # One deployment, for a program
  npx rds-cross-region-backup doctor --region eu-west-1 --deployment prod --json

  # What it must be allowed to read
  npx rds-cross-region-backup doctor --print-policy

Nothing is made or changed in AWS. Keys are looked at as you may see them:
whether their policies let the function's role use them, only a copy shows.
`;

/** @param end is told how it ended */
export function doctorCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = {
    name: "doctor",
    description:
      "Check a deployment: permissions, keys, rules, events, schedule, quotas, who is told; OK or a remedy, each",
    region: "the databases",
  };
  return commandWith(command, (own) => own.option("--deployment <name>", "only this one (default: all in the region)"))
    .addHelpText("after", EXAMPLES)
    .action(async (flags: DoctorFlags) =>
      end(await inSession(flags, terminal, DOCTOR_CALLS, (session) => doctor(flags, session))),
    );
}

async function doctor(flags: DoctorFlags, session: Session): Promise<ExitCode> {
  const { aws, terminal } = session;
  const found = await findDeployments(aws, flags.deployment);
  const all: Examined[] = [];
  for (const deployed of found.deployed) {
    all.push({ deployed, findings: findingsOf(await gather(deployed, session)) });
  }
  if (flags.json) terminal.out(printedJson(examinedJson(aws.region, all, found.unreadable)));
  else
    terminal.out(
      all.map((one) => examinedText(one, { columns: terminal.columns, paint: paintOn(terminal) })).join("\n"),
    );
  tell({ problems: found.unreadable, warnings: [] }, terminal);
  return found.unreadable.length > 0 ? EXIT.partly : codeOf(all);
}

function codeOf(all: readonly Examined[]): ExitCode {
  const results = all.flatMap(({ findings }) => findings.map(({ result }) => result));
  if (results.every((result) => result === "ok")) return EXIT.done;
  return results.every((result) => result === "unknown") ? EXIT.aws : EXIT.partly;
}
