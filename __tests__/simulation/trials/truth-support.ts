import { scenarioOf } from "../../../simulation/trials/arbitrary";
import { addDatabase } from "../../../simulation/trials/estate";
import { Rests } from "../../../simulation/trials/invariants/rests";
import { Ledger } from "../../../simulation/trials/ledger";
import { type RunRecord, Runs } from "../../../simulation/trials/runs";
import { type DatabasePlan, TARGET_REGIONS } from "../../../simulation/trials/scenario";
import { SettingsHistory } from "../../../simulation/trials/settings";
import type { Truth } from "../../../simulation/trials/truth";
import { Verdict } from "../../../simulation/trials/verdict";
import { START } from "../support";
import { newWorld } from "../world-support";

export const ORDERS: DatabasePlan = {
  kind: "instance",
  id: "orders",
  engine: "postgres",
  encryption: "none",
  status: "available",
  backupRetentionDays: 7,
  backupWindow: "03:00-03:30",
  sizeGib: 10,
  tags: {},
  copyTagsToSnapshot: true,
  backupTarget: "region",
};

/** A world with one database, `orders`, all of which is selected for one target region, and no function that runs. */
export function truthWith(plan: Partial<DatabasePlan> = {}) {
  const world = newWorld();
  const drawn = scenarioOf(1, 30);
  const database = addDatabase(world.aws, { ...ORDERS, ...plan });
  const settings = new SettingsHistory();
  const [target] = drawn.settings.targets;
  if (!target) throw new Error("no target");
  const current = {
    ...drawn.settings,
    targets: [{ ...target, region: TARGET_REGIONS[0] }],
    include: ["*"],
    exclude: [],
  };
  settings.deployed(START.getTime(), { ...current, onlyProd: false, dryRun: false }, new Map());
  const verdict = new Verdict(() => world.clock.now());
  const ledger = new Ledger(world, new Set());
  const scenario = { ...drawn, rates: { ...drawn.rates, listedLate: 0, taggedLate: 0 } };
  const truth: Truth = { world, scenario, ledger, settings, verdict, runs: new Runs(world), rests: new Rests(world) };
  return { truth, database, later: (time: number) => world.runUntil(world.clock.now() + time) };
}

/** The invariants that broke. */
export const brokenIn = ({ verdict }: Truth): string[] =>
  verdict.violations.map(({ invariant, text }) => `${invariant}: ${text}`);

/** A sweep that ends now, well, after a second. */
export function sweepNow({ world }: Truth, over: Partial<RunRecord> = {}): RunRecord {
  const endedAt = world.clock.now();
  const [id, startedAt] = [`run-${endedAt}`, endedAt - 1000];
  const end = {
    requestId: id,
    functionName: "sweep",
    event: {},
    attempt: 1,
    startedAt,
    endedAt,
    outcome: "ok" as const,
    result: {},
    error: undefined,
  };
  return {
    id,
    function: "sweep",
    isDaily: false,
    startedAt,
    requests: [],
    asides: [],
    looks: [],
    overlapped: false,
    lines: [],
    end,
    before: undefined,
    after: undefined,
    ...over,
  };
}
