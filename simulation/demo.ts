import { createBackupFinished } from "../handlers/run/create-backup-finished";
import { createSweep } from "../handlers/run/create-sweep";
import { checks } from "./demo/checks";
import { type Holding, holdings } from "./demo/copies";
import {
  heading,
  Progress,
  print,
  printAlarms,
  printChecks,
  printCopies,
  printList,
  printTimeline,
  printTotals,
  type Row,
} from "./demo/print";
import { DAYS, play, type Scenario, SOURCE_REGION, START, TARGET_REGIONS } from "./demo/scenario";
import { buildStack, loadBundles } from "./demo/stack";
import { actionOf, Timeline } from "./demo/timeline";
import { HOUR } from "./time/clock";
import { Random } from "./time/random";
import { World } from "./world";

/**
 * Two weeks of a deployment in a simulated AWS account, with troubles. Usage: `npm run demo [-- seed]`.
 * Exits with 1 if a database that could have fresh copies has none, a copy has a wrong key, or anything foreign was touched.
 */
async function main(seed: string): Promise<boolean> {
  print("RDS snapshots copied to other regions: two weeks in a simulated AWS account");
  const { json, resources } = await buildStack();
  const world = new World({ start: START, seed, assumptions: { sseRdsWithKey: "refused" } });
  try {
    const timeline = new Timeline(world);
    const deployment = await world.deploy(json, {
      "sweep.handler": (options) => createSweep(options),
      "backup-finished.handler": (options) => createBackupFinished(options),
    });
    const { functions, rules } = deployment;
    const announce = (text: string) => timeline.add("world", text);
    const scenario = play(world, deployment, new Random(seed).fork("scenario"), announce);
    const sizes = await loadBundles(functions);
    const bundles = [...sizes].map(([name, size]) => `${name} ${Math.round(size / 1024)} KiB`);
    printList("bundles", `${bundles.join(", ")}; both load`);
    const schedules = rules.map((rule) => rule.scheduleExpression);
    printList("stack", `${resources} resources; sweep at ${schedules.join(" and ")}`);
    const { expected, foreign } = scenario;
    printList(
      "estate",
      `${expected.size} databases in ${SOURCE_REGION}, to ${TARGET_REGIONS.join(" and ")}; beside ${foreign.length} snapshots there that are nobody's business`,
    );
    heading(`${DAYS} days from ${START.toISOString().slice(0, 10)}, seed ${seed}`);
    await run(world, timeline);
    const held = holdings(world);
    const results = checks(world, scenario, held);
    printTimeline(timeline.entries);
    printCopies(world, rowsOf(world, scenario, held));
    printAlarms(world);
    printTotals(world);
    printChecks(results);
    return results.every(({ problems }) => problems.length === 0);
  } finally {
    world.close();
  }
}

async function run(world: World, timeline: Timeline): Promise<void> {
  const progress = new Progress();
  for (let hour = 2; hour <= DAYS * 24; hour += 2) {
    await world.runUntil(START.getTime() + hour * HOUR);
    timeline.readLogs();
    progress.show(world);
  }
}

/** What the last whole run said about each database. */
function rowsOf(world: World, { expected }: Scenario, held: readonly Holding[]): Row[] {
  const lastSweep = world.lambda.invocations.findLast(({ functionName }) => functionName.endsWith("-sweep"));
  const notes = new Map<string, string>();
  for (const line of world.lambda.logs.filter(({ requestId }) => requestId === lastSweep?.requestId)) {
    const action = actionOf(line);
    if (!action || ["copied", "deleted"].includes(action.message) || action.reason === "orphan") continue;
    const note = `${action.message}: ${action.reason}`;
    notes.set(action.database, note);
    notes.set(`${action.database} ${action.target}`, note);
  }
  return held.map((holding) => {
    const { database, targetRegion, gone, stopped } = holding;
    const excluded = expected.get(database) === "not selected" ? "not selected" : "";
    const note = notes.get(`${database} ${targetRegion}`) ?? notes.get(database) ?? excluded;
    const state = gone ? "deleted: its copies are kept" : stopped ? "stopped" : "";
    return { ...holding, expected: expected.get(database), note: state || note };
  });
}

main(process.argv[2] ?? "1").then(
  (fine) => {
    process.exitCode = fine ? 0 : 1;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
