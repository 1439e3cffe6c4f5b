import { parseArgs } from "node:util";
import { bundleCommandLine } from "../scripts/bundle";
import { checks } from "./demo/checks";
import { type Holding, holdings } from "./demo/copies";
import { deployed } from "./demo/deployed";
import { loseRegion } from "./demo/lost/lose-region";
import { NamedCheck } from "./demo/named";
import { noteOf } from "./demo/notes";
import { onCall } from "./demo/on-call";
import { writePage } from "./demo/page";
import {
  heading,
  Progress,
  print,
  printAlarms,
  printChecks,
  printCopies,
  printList,
  printMessage,
  printTimeline,
  printTotals,
  type Row,
} from "./demo/print";
import { DAYS, type Scenario, SOURCE_REGION, START, TARGET_REGIONS } from "./demo/scenario";
import { loadBundles } from "./demo/stack";
import type { Timeline } from "./demo/timeline";
import { HOUR } from "./time/clock";
import { saidIn } from "./trials/invariants/messages";
import type { World } from "./world";

/**
 * Twelve days of a deployment in a simulated AWS account, with troubles. Usage: `npm run demo [-- seed] [--html FILE]`. The file is
 * for the page of `status --html`; by default it is a temporary one.
 * Exits with 1 if a database that could have fresh copies has none, a copy has a wrong key, anything foreign was touched,
 * or a database in trouble was not named in a message.
 *
 * `npm run demo -- --lose-region [seed]`: on the tenth day the source region is gone, and the databases are restored in a target region.
 * Exits with 1 if one that has a copy is not, or differs from the lost one for no known reason.
 */
async function main(seed: string, html: string | undefined): Promise<boolean> {
  print("RDS snapshots copied to other regions: twelve days in a simulated AWS account");
  const commandLine = await bundleCommandLine();
  const { world, timeline, deployment, scenario, resources } = await deployed(seed);
  try {
    const { functions, rules } = deployment;
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
    const named = new NamedCheck(world, scenario);
    await run(world, timeline, named);
    const held = holdings(world);
    const results = [...checks(world, scenario, held), named.result];
    printTimeline(timeline.entries);
    printCopies(world, rowsOf(world, scenario, held));
    printAlarms(world);
    const news = world.told.findLast((told) => !told.subject?.startsWith("Digest") && saidIn(told).troubles.length > 0);
    if (news) printMessage(news);
    printTotals(world);
    results.push(...(await onCall(world)), await writePage(world, commandLine, html));
    printChecks(results);
    return results.every(({ problems }) => problems.length === 0);
  } finally {
    world.close();
  }
}

async function run(world: World, timeline: Timeline, named: NamedCheck): Promise<void> {
  const progress = new Progress();
  for (let hour = 2; hour <= DAYS * 24; hour += 2) {
    await world.runUntil(START.getTime() + hour * HOUR);
    timeline.read();
    named.look(holdings(world));
    progress.show(world);
  }
}

/** With what the last whole run said about each database. */
function rowsOf(world: World, { expected }: Scenario, held: readonly Holding[]): Row[] {
  const lastSweep = world.lambda.invocations.findLast(
    ({ functionName, outcome }) => functionName.endsWith("-sweep") && outcome === "ok",
  );
  return held.map((holding) => {
    const ofDatabase = expected.get(holding.database);
    const excluded = ofDatabase === "not selected" ? "not selected" : "";
    return { ...holding, expected: ofDatabase, note: noteOf(holding, lastSweep?.result) || excluded };
  });
}

const { values, positionals } = parseArgs({
  options: { "lose-region": { type: "boolean" }, html: { type: "string" } },
  allowPositionals: true,
});
const [seed = "1"] = positionals;

(values["lose-region"] ? loseRegion(seed) : main(seed, values.html)).then(
  (fine) => {
    process.exitCode = fine ? 0 : 1;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
