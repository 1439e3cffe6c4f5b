import { runCommand } from "../command-line";
import type { Told } from "../sns/told";
import { saidIn } from "../trials/invariants/messages";
import type { World } from "../world";
import type { Check } from "./checks";
import { heading, print } from "./print";
import { SOURCE_REGION } from "./scenario";

/** What is printed of each answer; the rest is there for who runs it. */
const LINES = 24;

interface Shown {
  readonly command: string;
  readonly what: string;
  /** How it must end: 1, where something is in trouble. */
  readonly code: number;
}

const COMMANDS: readonly Shown[] = [
  { command: "status", what: "Is every database covered right now, and if not, why?", code: 1 },
  { command: "plan", what: "What would a run do now?", code: 1 },
  { command: "doctor", what: "Is the deployment itself in order?", code: 1 },
  { command: "copies", what: "Which copies are there?", code: 0 },
];

/** The command line, as people on call run it at the end: what it shows, and whether that is what the messages have said. */
export async function onCall(world: World): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { command, what, code } of COMMANDS) {
    const args = [command, "--region", SOURCE_REGION];
    const ended = await runCommand(world.aws, args);
    heading(what);
    print(`$ npx rds-cross-region-backup ${args.join(" ")}`);
    printBeginning(ended.out || ended.err);
    const problems = ended.code === code ? [] : [`it ended with ${ended.code}: ${ended.err || ended.out}`];
    checks.push({ text: `${command} ends with ${code}`, problems });
  }
  checks.push({
    text: "status shows the troubles that the messages have told, neither more nor fewer",
    problems: differences(standing(world.told), await shown(world)),
  });
  return checks;
}

function printBeginning(text: string): void {
  const lines = text.trimEnd().split("\n");
  for (const line of lines.slice(0, LINES)) print(line);
  if (lines.length > LINES) print(`… ${lines.length - LINES} more lines`);
}

/** Of one trouble in `status --json`. */
interface Named {
  readonly database: string;
  readonly kind: string;
  readonly target_region: string;
  readonly trouble: string;
}

const nameOf = ({ database, kind, target_region, trouble }: Named) =>
  `${kind} ${database} in ${target_region}: ${trouble}`;

/** What messages have said that has begun, without what they have said is over. */
export function standing(messages: readonly Told[]): ReadonlySet<string> {
  const standing = new Map<string, string>();
  for (const { type, troubles, over } of messages.map(saidIn)) {
    if (type !== "changes") continue;
    for (const { id } of over) standing.delete(id);
    for (const one of troubles) standing.set(one.id, nameOf({ ...one, target_region: one.region }));
  }
  return new Set(standing.values());
}

async function shown({ aws }: World): Promise<ReadonlySet<string>> {
  const { out } = await runCommand(aws, ["status", "--region", SOURCE_REGION, "--json"]);
  const { deployments }: { deployments: readonly { troubles: readonly Named[] }[] } = JSON.parse(out);
  return new Set(deployments.flatMap(({ troubles }) => troubles.map(nameOf)));
}

export function differences(told: ReadonlySet<string>, shown: ReadonlySet<string>): string[] {
  return [
    ...[...told].filter((one) => !shown.has(one)).map((one) => `${one}: told, and not shown`),
    ...[...shown].filter((one) => !told.has(one)).map((one) => `${one}: shown, and never told`),
  ];
}
