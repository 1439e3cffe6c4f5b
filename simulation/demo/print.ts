import { DAY, HOUR } from "../clock";
import type { World } from "../world";
import type { Check } from "./checks";
import { keyOf } from "./checks";
import { type Holding, sourceTime } from "./copies";
import { DAYS, type Expected, START } from "./scenario";
import type { Happening, Mark } from "./timeline";

const WIDTH = 118;
/** Taken before the time of the process is simulated. */
const realTime = process.hrtime.bigint;
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint(1);
const dim = paint(2);
const red = paint(31);
const green = paint(32);
const yellow = paint(33);

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

export function heading(text: string): void {
  print();
  print(bold(text));
}

/** A bar that is redrawn on a terminal; a line for each day elsewhere. */
export class Progress {
  readonly #began = realTime();

  show(world: World, done: boolean): void {
    const passed = world.clock.now() - START.getTime();
    const day = Math.min(DAYS, Math.floor(passed / DAY) + (done ? 0 : 1));
    const seconds = Number(realTime() - this.#began) / 1e9;
    const counts = `${world.lambda.invocations.length} runs, ${world.aws.audit.totalCalls} API calls, ${seconds.toFixed(1)} s`;
    if (process.stdout.isTTY) {
      const filled = Math.round((passed / (DAYS * DAY)) * 40);
      const bar = `${"█".repeat(filled)}${dim("░".repeat(40 - filled))}`;
      process.stdout.write(`\r\u001b[K  ${bar}  day ${day} of ${DAYS}  ${dim(counts)}${done ? "\n" : ""}`);
    } else if (done || passed % DAY === 0) print(`  day ${String(day).padStart(2)} of ${DAYS}: ${counts}`);
  }
}

const MARKS: Readonly<Record<Mark, string>> = {
  world: bold("*"),
  failed: red("x"),
  repaired: green("+"),
  told: yellow("!"),
  alarm: red("A"),
  over: green("a"),
};

export function printTimeline(happenings: readonly Happening[]): void {
  heading("What happened");
  print(dim(`  *: the scenario   x: a failure   +: repaired   !: reported   A: an alarm rings   a: it is over`));
  for (const { time, mark, text } of [...happenings].sort((a, b) => a.time - b.time)) {
    const [first = "", ...others] = wrap(text, WIDTH - 20);
    print(`  ${dim(stamp(time))}  ${MARKS[mark]}  ${first}`);
    for (const line of others) print(`${" ".repeat(20)}${line}`);
  }
}

export interface Row extends Holding {
  readonly expected: Expected | undefined;
  readonly note: string;
}

export function printCopies(world: World, rows: readonly Row[]): void {
  heading("Copies");
  const columns: readonly number[] = [14, 9, 13, 13, 7, 15, 10, 7];
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)).join("")}`.trimEnd();
  print(dim(line(["database", "kind", "target", "newest copy", "age", "key", "encrypted", "copies", "note"])));
  let last = "";
  for (const row of rows) {
    const [newest] = row.copies;
    const age = newest ? (world.clock.now() - sourceTime(newest)) / HOUR : undefined;
    const same = row.resourceId === last;
    last = row.resourceId;
    const cells = [
      same ? "" : row.database,
      same ? "" : row.kind,
      row.targetRegion,
      newest ? stamp(sourceTime(newest)) : "-",
      age === undefined ? "-" : `${Math.round(age)} h`,
      newest ? keyName(world, row) : "-",
      newest ? { none: "no", "sse-kms": "yes", "sse-rds": "yes" }[newest.encryption] : "-",
      `${row.copies.length}${row.inProgress > 0 ? `+${row.inProgress}` : ""}`,
    ];
    print(`${line(cells).padEnd(2 + columns.reduce((sum, width) => sum + width))}${clip(row.note, 30)}`.trimEnd());
  }
}

function keyName(world: World, { copies, targetRegion }: Row): string {
  const [newest] = copies;
  if (newest?.encryption === "sse-rds") return "AWS's own";
  if (!newest?.kmsKeyArn) return "none";
  return newest.kmsKeyArn === keyOf(world, targetRegion) ? "the region's" : "ANOTHER";
}

export function printAlarms(world: World): void {
  heading("Alarms");
  for (const { definition, state, changes } of world.alarms.values()) {
    const rang = changes.filter(({ to }) => to === "ALARM").length;
    const name = definition.name.replace("rds-cross-region-backup-", "");
    const times = rang === 1 ? "rang once" : `rang ${rang} times`;
    print(
      `  ${name.padEnd(36)}${state === "ALARM" ? red("ALARM") : green(state.padEnd(5))}  ${rang > 0 ? times : dim("silent")}`,
    );
  }
}

export function printTotals(world: World): void {
  heading("Totals");
  const { invocations } = world.lambda;
  const outcomes = count(
    invocations.map(
      ({ functionName, outcome }) => `${functionName.replace("rds-cross-region-backup-", "")} ${outcome}`,
    ),
  );
  print(`  runs        ${list(outcomes)}`);
  print(`  API calls   ${world.aws.audit.totalCalls}: ${list(world.aws.audit.calls)}`.slice(0, 400));
  print(`  faults      ${list(world.aws.audit.faults)}`);
}

export function printChecks(all: readonly Check[]): void {
  heading("Checks");
  for (const { text, problems } of all) {
    print(`  ${problems.length === 0 ? green("ok    ") : red("BROKEN")}  ${text}`);
    for (const problem of problems) print(`          ${problem}`);
  }
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function list(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, number]) => `${number} ${name}`).join(", ");
}

/** `day  3 06:15` */
export function stamp(time: number): string {
  const day = Math.floor((time - START.getTime()) / DAY) + 1;
  return `day ${String(day).padStart(2)} ${new Date(time).toISOString().slice(11, 16)}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
