import { HOUR } from "../time/clock";
import type { World } from "../world";
import { type Holding, identity, madeByFunctions, sourceTime } from "./copies";
import type { Scenario } from "./scenario";

export interface Check {
  readonly text: string;
  readonly problems: readonly string[];
}

/** The default of `max_recovery_point_age_hours`. */
export const FRESH = 36 * HOUR;

/** What has to be true at the end of the run. */
export function checks(world: World, scenario: Scenario, holdings: readonly Holding[]): Check[] {
  return [
    {
      text: "Every selected database without a standing fault has a fresh copy in each target region",
      problems: holdings.flatMap((holding) => staleness(world, scenario, holding)),
    },
    {
      text: "Every copy is encrypted with the key of its region, or cannot be",
      problems: holdings.flatMap((holding) => wrongKeys(world, holding)),
    },
    { text: "Nothing foreign was touched", problems: touched(world, scenario) },
  ];
}

function staleness(world: World, { expected }: Scenario, holding: Holding): string[] {
  if (holding.gone || expected.get(holding.database) !== "fresh") return [];
  const [newest] = holding.copies;
  const where = `${holding.database} in ${holding.targetRegion}`;
  if (!newest) return [`${where}: no copy at all`];
  const age = world.clock.now() - sourceTime(newest);
  if (age <= FRESH || (holding.stopped && sourceTime(newest) === holding.newestSnapshot)) return [];
  return [`${where}: the newest copy is ${Math.round(age / HOUR)} hours old`];
}

/** Unencrypted clusters stay unencrypted. The demo assumes that clusters under an AWS owned key keep that key. */
function wrongKeys(world: World, { database, kind, encryption, targetRegion, copies }: Holding): string[] {
  const expected = kind === "instance" || encryption === "sse-kms" ? keyOf(world, targetRegion) : undefined;
  return copies
    .filter(({ kmsKeyArn }) => kmsKeyArn !== expected)
    .map(({ id, kmsKeyArn }) => `${id} of ${database} in ${targetRegion} has the key ${kmsKeyArn ?? "none"}`);
}

/** The key that the deployment made in a target region. */
export function keyOf(world: World, region: string): string | undefined {
  return world.aws.kms.resolve(region, "alias/rds-cross-region-backup-eu-west-1")?.arn;
}

function touched(world: World, { foreign }: Scenario): string[] {
  const own = madeByFunctions(world);
  const changed = foreign.filter((snapshot) => world.aws.region(snapshot.region).current(snapshot) !== snapshot);
  const others = world.aws.audit.entries.filter(
    ({ action, outcome, snapshot }) =>
      outcome === "ok" && !action.startsWith("Copy") && !(snapshot && own.has(identity(snapshot))),
  );
  return [
    ...changed.map(({ arn }) => `${arn} is not as it was`),
    ...others.map(({ action, caller, parameters }) => `${caller} did ${action} on ${JSON.stringify(parameters)}`),
  ];
}
