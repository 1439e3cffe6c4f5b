import { wrap } from "../../handlers/core/told/lines";
import type { AlarmState } from "../cloudwatch/alarms";
import type { Told } from "../sns/told";
import { DAY, HOUR } from "../time/clock";
import type { World } from "../world";
import type { Check } from "./checks";
import { keyOf } from "./checks";
import { type Holding, sourceTime } from "./copies";
import { DAYS, type Expected, START } from "./scenario";
import { type Mark, shorten, type TimelineEntry } from "./timeline";

/** What any terminal has. */
export const WIDTH = 80;
const BAR = 20;
/** Kept before the simulated clock replaces the process's time. */
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

/** What the progress tells of a world. */
interface Played {
  readonly clock: { now(): number };
  readonly lambda: { readonly invocations: readonly unknown[] };
  readonly aws: { readonly audit: { readonly totalCalls: number } };
}

/** A bar that is redrawn on a terminal; a line for each day elsewhere. */
export class Progress {
  readonly #began = realTime();
  readonly #whole: number;

  constructor(end: number = START.getTime() + DAYS * DAY) {
    this.#whole = end - START.getTime();
  }

  show(world: Played): void {
    const passed = world.clock.now() - START.getTime();
    const done = passed === this.#whole;
    const seconds = Number(realTime() - this.#began) / 1e9;
    const counts = `${world.lambda.invocations.length} runs, ${world.aws.audit.totalCalls} API calls, ${seconds.toFixed(1)} s`;
    const day = String(Math.ceil(passed / DAY)).padStart(2);
    const days = Math.ceil(this.#whole / DAY);
    if (process.stdout.isTTY) {
      const filled = Math.round((passed / this.#whole) * BAR);
      const bar = `${"█".repeat(filled)}${dim("░".repeat(BAR - filled))}`;
      process.stdout.write(`\r\u001b[K  ${bar}  day ${day} of ${days}   ${dim(counts)}${done ? "\n" : ""}`);
    } else if (passed % DAY === 0 || done) print(`  day ${day} of ${days}: ${counts}`);
  }
}

const MARKS: Readonly<Record<Mark, string>> = {
  world: bold("*"),
  failed: red("x"),
  deferred: yellow("-"),
  repaired: green("+"),
  uncovered: yellow("!"),
  message: bold("m"),
  alarm: red("A"),
  over: green("a"),
};

export function printTimeline(entries: readonly TimelineEntry[]): void {
  heading("What happened");
  print(dim("  * the scenario   x failed        - waits   + repaired   ! reported"));
  print(dim("  m message        A alarm rings   a alarm is over"));
  for (const { time, mark, text, subjects, targets } of entries) {
    const who = subjects.includes("*") ? "everything" : subjects.join(", ");
    const where = targets.length > 0 ? ` → ${targets.join(", ")}` : "";
    const what = [`${who}${where}`, text].filter(Boolean).join(": ");
    printWrapped(`  ${dim(stamp(time))}  ${MARKS[mark]}  `, 19, what);
  }
}

export interface Row extends Holding {
  readonly expected: Expected | undefined;
  readonly note: string;
}

export function printCopies(world: World, rows: readonly Row[]): void {
  heading("Copies");
  print(dim("  copies: available + in progress"));
  const columns: readonly number[] = [14, 9, 14, 14, 7, 14];
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)).join("")}`.trimEnd();
  print(dim(line(["database", "kind", "target", "newest copy", "age", "key", "copies"])));
  for (const [index, row] of rows.entries()) {
    const same = row.resourceId === rows[index - 1]?.resourceId;
    const next = rows[index + 1];
    const never = rows.every(({ resourceId, copies }) => resourceId !== row.resourceId || copies.length === 0);
    if (never && same) continue;
    const who = same ? ["", ""] : [row.database, row.kind];
    const cells = never ? [...who, "any"] : [...who, row.targetRegion, ...describe(world, row)];
    print(line(cells));
    const again = !never && next?.resourceId === row.resourceId && next.note === row.note;
    if (row.note !== "" && !again) printWrapped("    ", 4, row.note, dim);
  }
}

/** Cells about the copies of one row. */
function describe(world: World, row: Row): string[] {
  const [newest] = row.copies;
  const count = `${row.copies.length}${row.inProgress > 0 ? `+${row.inProgress}` : ""}`;
  if (!newest) return ["-", "-", "-", count];
  const age = Math.round((world.clock.now() - sourceTime(newest)) / HOUR);
  return [stamp(sourceTime(newest)), `${age} h`, keyName(world, row), count];
}

function keyName(world: World, { copies, targetRegion }: Row): string {
  const [newest] = copies;
  if (newest?.encryption === "sse-rds") return "AWS's own";
  if (!newest?.kmsKeyArn) return "unencrypted";
  return newest.kmsKeyArn === keyOf(world, targetRegion) ? "the region's" : "ANOTHER";
}

export function printAlarms(world: World): void {
  heading("Alarms");
  for (const { definition, state, changes } of world.alarms.values()) {
    const raised = changes.filter(({ to }) => to === "ALARM").length;
    const name = definition.name.replace("rds-cross-region-backup-", "");
    const times = raised === 0 ? dim("silent") : raised === 1 ? "rang once" : `rang ${raised} times`;
    print(`  ${name.padEnd(40)}${STATES[state]}  ${times}`);
  }
}

const STATES: Readonly<Record<AlarmState, string>> = {
  ALARM: red("ALARM  "),
  OK: green("OK     "),
  INSUFFICIENT_DATA: dim("no data"),
};

/** A message as a mail has it, but for the ids of keys, which are wider than a terminal. */
export function printMessage({ subject, text, time }: Told): void {
  heading(`The last message of changes, ${stamp(time)} (ids of keys shortened)`);
  printWrapped("  Subject: ", 11, subject ?? "");
  print();
  for (const line of shorten(text).trimEnd().split("\n")) print(line === "" ? "" : `  ${line}`);
}

export function printTotals(world: World): void {
  heading("Totals");
  const { invocations } = world.lambda;
  const outcomes = count(
    invocations.map(
      ({ functionName, outcome }) => `${functionName.replace("rds-cross-region-backup-", "")} ${outcome}`,
    ),
  );
  printList("runs", `${invocations.length} = ${list(outcomes)}`);
  const { totalCalls, calls, faults } = world.aws.audit;
  printList("API calls", `${totalCalls} = ${list(calls)}`);
  printList("faults", list(faults));
}

/** `what` in a column of its own. */
export function printList(what: string, text: string): void {
  printWrapped(`  ${what.padEnd(11)}`, 13, text);
}

/** @param indent columns that `begin` takes, colours aside */
export function printWrapped(begin: string, indent: number, text: string, colour = (line: string) => line): void {
  for (const [index, line] of wrap(text, WIDTH - indent).entries()) {
    print(`${index === 0 ? begin : " ".repeat(indent)}${colour(line)}`);
  }
}

export function printChecks(all: readonly Check[]): void {
  heading("Checks");
  for (const { text, problems } of all) {
    printWrapped(`  ${problems.length === 0 ? green("ok    ") : red("BROKEN")}  `, 10, text);
    for (const problem of problems) printWrapped(" ".repeat(10), 10, problem);
  }
  const failed = all.filter(({ problems }) => problems.length > 0).length;
  print(`\n${all.length - failed} passed, ${failed} failed`);
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
