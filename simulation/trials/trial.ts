import { createHash } from "node:crypto";
import { DEFAULT_DURATIONS, type Durations } from "../rds/durations";
import { DAY, HOUR, MINUTE } from "../time/clock";
import { Random } from "../time/random";
import { World } from "../world";
import { type Aftermath, playAftermath } from "./aftermath";
import { makeEstate } from "./estate";
import { faultsOf } from "./faults";
import { Incidents } from "./incidents";
import { AlarmChecks } from "./invariants/alarms";
import { checkBriefLooks } from "./invariants/brief-looks";
import { CopyChecks } from "./invariants/copies";
import { checkDeletion } from "./invariants/deletions";
import { checkDigest } from "./invariants/digest";
import { LONGEST_BACKUP, LONGEST_COPY } from "./invariants/freshness";
import { keysUnderCopies } from "./invariants/keys";
import { checkMetrics, stateOf } from "./invariants/metrics";
import { checkOptionGroups } from "./invariants/option-groups";
import { checkPastRetention, PaceChecks, superfluousNow } from "./invariants/pace";
import { checkReport } from "./invariants/reports";
import { checkRestores } from "./invariants/restores";
import { Rests } from "./invariants/rests";
import { checkEvent, checkRun } from "./invariants/runs";
import { SilenceChecks } from "./invariants/silence";
import { ToldChecks } from "./invariants/told";
import { checkTurns } from "./invariants/turns";
import { checkWarnings } from "./invariants/warnings";
import { Ledger } from "./ledger";
import { type RunRecord, Runs } from "./runs";
import { QUIET_DAYS, type Scenario, type SettingsPlan, TARGET_REGIONS } from "./scenario";
import { SettingsHistory } from "./settings";
import { ACCOUNT, NAME, synthesise } from "./stack";
import type { Truth } from "./truth";
import { Verdict, type Violation } from "./verdict";

const START = new Date("2026-01-05T00:00:00Z");

export interface TrialResult extends Aftermath {
  readonly violations: readonly Violation[];
  readonly days: number;
  readonly runs: number;
  readonly calls: number;
  readonly copies: number;
  readonly deletions: number;
  /** How many of each kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** A hash of everything that happened. */
  readonly hash: string;
}

/**
 * Plays a scenario and checks every invariant all the time. It takes over the time of the process.
 * @param untilBroken whether it ends soon after the first invariant broke, for those who only ask whether one does
 */
export async function playTrial(scenario: Scenario, { untilBroken = false } = {}): Promise<TrialResult> {
  const world = new World({
    start: START,
    seed: scenario.seed,
    account: ACCOUNT,
    assumptions: {
      ...scenario.assumptions,
      tagsInLists: scenario.tagsInLists,
      copiedOptionGroups: scenario.optionGroups?.copies ?? "each",
    },
    durations: durationsOf(scenario),
  });
  try {
    return await new Trial(world, scenario, untilBroken).play();
  } finally {
    world.close();
  }
}

/** An invariant broke, and nobody asks for more. */
class Decided extends Error {}

class Trial {
  readonly #truth: Truth;
  readonly #incidents: Incidents;
  readonly #copyChecks: CopyChecks;
  readonly #alarmChecks: AlarmChecks;
  readonly #toldChecks: ToldChecks;
  readonly #silenceChecks: SilenceChecks;
  readonly #paceChecks: PaceChecks;
  readonly #hash = createHash("sha256");
  readonly #end: number;
  readonly #foreign;
  #totals = { runs: 0, copies: 0, deletions: 0 };

  constructor(
    readonly world: World,
    readonly scenario: Scenario,
    readonly untilBroken: boolean,
  ) {
    this.#end = START.getTime() + scenario.days * DAY;
    const random = new Random(scenario.seed).fork("trial");
    const verdict = new Verdict(() => world.clock.now());
    const estate = makeEstate(world.aws, scenario);
    this.#foreign = estate.foreign;
    const functions = new Set([`${NAME}-sweep`, `${NAME}-backup-finished`]);
    const ledger = new Ledger(world, functions);
    const runs = new Runs(world, scenario.briefAbove);
    this.#truth = { world, scenario, ledger, verdict, settings: new SettingsHistory(), runs, rests: new Rests(world) };
    this.#truth.runs.onEnd = (run) => this.#ended(run);
    this.#truth.runs.look = () => {
      this.#silenceChecks.look(this.#toldChecks.look());
      return stateOf(this.#truth);
    };
    this.#copyChecks = new CopyChecks(this.#truth);
    this.#alarmChecks = new AlarmChecks(this.#truth);
    this.#silenceChecks = new SilenceChecks(this.#truth);
    this.#incidents = new Incidents(world, scenario, estate.databases, random.fork("incidents"), this.#end, (one) => {
      return ledger.find(one) !== undefined;
    });
    this.#toldChecks = new ToldChecks(this.#truth, this.#incidents.memoryDisturbed);
    this.#paceChecks = new PaceChecks(this.#truth, this.#incidents.holdsChanged);
    for (const name of TARGET_REGIONS) {
      const region = world.aws.region(name);
      const manualSnapshots = {
        instance: this.#incidents.quotaOf("instance"),
        cluster: this.#incidents.quotaOf("cluster"),
      };
      region.quotas = { ...region.quotas, manualSnapshots };
    }
    world.aws.faults = faultsOf(world, scenario, this.#incidents, random.fork("faults"), this.#end);
    this.#watch();
  }

  async play(): Promise<TrialResult> {
    let aftermath: Aftermath = { recovery: undefined, delay: undefined };
    try {
      aftermath = await this.#playToTheEnd();
    } catch (error) {
      if (!(error instanceof Decided)) throw error;
    }
    const { audit } = this.world.aws;
    return {
      violations: this.#truth.verdict.violations,
      days: (this.world.clock.now() - START.getTime()) / DAY,
      calls: audit.totalCalls,
      faults: Object.fromEntries(audit.faults),
      ...this.#totals,
      ...aftermath,
      hash: this.#hash.digest("hex"),
    };
  }

  async #playToTheEnd(): Promise<Aftermath> {
    const { scenario } = this;
    await this.#deploy(scenario.settings);
    const changes = [...scenario.changes].sort((a, b) => a.hour - b.hour);
    for (const { hour, settings } of changes) {
      await this.#runUntil(Math.min(START.getTime() + hour * HOUR, this.#end - MINUTE));
      await this.#deploy(settings);
    }
    await this.#runUntil(this.#end);
    const { broken } = this.#incidents;
    const pastRetention = superfluousNow(this.#truth);
    const aftermath = await playAftermath(this.#truth, broken, this.#end + QUIET_DAYS * DAY, (time) =>
      this.#runUntil(time),
    );
    if (!this.#truth.settings.current.dryRun)
      checkPastRetention(this.#truth, pastRetention, this.#incidents.undeletable);
    this.#compareForeign();
    await checkRestores(this.#truth);
    return aftermath;
  }

  #watch(): void {
    const { ledger, verdict } = this.#truth;
    this.world.aws.audit.onEntry((entry) => {
      this.#note([entry.time, entry.region, entry.caller, entry.action, entry.outcome, entry.parameters]);
      if (ledger.isOurs(entry)) this.#paceChecks.checkHold(entry);
      if (!ledger.isOurs(entry) || entry.outcome !== "ok") return;
      if (entry.action.startsWith("Copy")) {
        this.#totals.copies++;
        const copy = ledger.record(entry);
        if (copy) this.#copyChecks.check(copy);
        return;
      }
      if (!entry.action.startsWith("Delete")) {
        verdict.broken("only ours is touched", `${entry.caller} called ${entry.action}`);
        return;
      }
      this.#totals.deletions++;
      checkDeletion(entry, this.#truth);
      const copy = entry.snapshot && ledger.find(entry.snapshot);
      if (!copy) return;
      this.#paceChecks.check(entry, copy);
      if (entry.snapshot?.status === "failed") this.#copyChecks.failedCopyDeleted(copy, entry.run);
    });
  }

  async #deploy(settings: SettingsPlan): Promise<void> {
    const { world } = this;
    const checkKeys = keysUnderCopies(this.#truth);
    const deployment = await world.run(world.deploy(synthesise(settings), this.#truth.runs.factories));
    checkKeys();
    const keys = new Map(deployment.keys.map(({ region, arn }) => [region, arn]));
    this.#truth.settings.deployed(world.clock.now(), settings, keys);
    this.#silenceChecks.deployed();
  }

  async #runUntil(time: number): Promise<void> {
    const { clock } = this.world;
    while (clock.now() < time) {
      await this.world.runUntil(Math.min(time, clock.now() + 6 * HOUR));
      this.#alarmChecks.check();
      this.#toldChecks.check();
      this.#silenceChecks.check();
      if (this.untilBroken && this.#truth.verdict.violations.length > 0) throw new Decided();
    }
  }

  #ended(run: RunRecord): void {
    const { end } = run;
    this.#totals.runs++;
    this.#note([run.id, run.function, run.startedAt, end?.endedAt, end?.outcome, run.lines.map(traceOf)]);
    checkRun(run, TARGET_REGIONS.length, this.scenario.databases.length, this.#truth.verdict);
    checkReport(run, this.#truth);
    checkMetrics(run, this.#truth);
    checkTurns(run, this.#truth);
    checkEvent(run, this.#truth);
    checkBriefLooks(run, this.#truth);
    checkDigest(run, this.#truth);
    checkOptionGroups(run, this.#truth);
    checkWarnings(run, this.#truth, this.#incidents.groupsChanged);
    this.#toldChecks.ended(run);
    this.#silenceChecks.ended(run);
    this.#copyChecks.runEnded(run);
  }

  #compareForeign(): void {
    for (const snapshot of this.#foreign) {
      if (this.world.aws.region(snapshot.region).current(snapshot) === snapshot) continue;
      this.#truth.verdict.broken("only ours is touched", `${snapshot.arn} is not as it was`);
    }
  }

  #note(happened: unknown): void {
    this.#hash.update(JSON.stringify(happened));
  }
}

/** A log line without what differs between machines. */
function traceOf({ time, text, record }: { time: number; text: string; record: object | undefined }): unknown {
  if (!record) return [time, text];
  const { error: _error, ...rest } = { error: undefined, ...record };
  return [time, rest];
}

function durationsOf({ slowness }: Scenario): Durations {
  return {
    ...DEFAULT_DURATIONS,
    backup: (database, random) => Math.min(LONGEST_BACKUP, DEFAULT_DURATIONS.backup(database, random)),
    copy: (source, incremental, random) =>
      Math.min(LONGEST_COPY, slowness * DEFAULT_DURATIONS.copy(source, incremental, random)),
  };
}
