import { addPastCopy, HANDLERS, plainStack, SOURCE, TARGET } from "../estate/plain-deployment";
import type { Kind } from "../rds/model";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import { DAY, HOUR, MINUTE } from "../time/clock";
import { Random } from "../time/random";
import type { Faults } from "../wire/faults";
import { World } from "../world";
import { drawLength, drawSize, figuresOf, type NightJob } from "./figures";
import { listSchedule } from "./list-schedule";
import { ModelNight, ORDERS } from "./model";

const START = Date.parse("2026-03-02T03:00:00Z");
/** All backups begin within it. */
const WINDOW = 30 * MINUTE;
const LONGEST_NIGHT = 23 * HOUR;

export interface NightOptions {
  readonly kind: Kind;
  readonly databases: number;
  /** Median of the copies' log-normal durations, in milliseconds; σ is about 1. */
  readonly medianCopy: number;
  readonly seed?: number;
  readonly faults?: Faults;
}

/** The real result, and that of the ideal list schedule of the same copies on the same slots, in milliseconds. */
export interface AgainstIdeal {
  readonly real: number;
  readonly ideal: number;
}

export interface Night {
  /** From the end of the first backup to the end of the last copy. */
  readonly makespan: AgainstIdeal;
  /** The greatest recovery point age of any database. */
  readonly worstAge: AgainstIdeal;
  /** Mean time from the end of a backup to the end of its copy; the ideal: of the same copies, the shortest first (see `ModelNight`). */
  readonly meanWait: AgainstIdeal;
  /** API calls of the functions. */
  readonly calls: number;
}

/**
 * Plays one night on a simulated clock: many databases are backed up in one window, and the deployed module copies them over RDS's 20 or 5
 * slots. Each database has a copy of the night before.
 */
export async function playNight(options: NightOptions): Promise<Night> {
  const { kind, databases, seed = 1, faults = {} } = options;
  const random = new Random(seed).fork("night");
  const lengths = new Map<string, number>();
  const sizes = new Map<string, number>();
  const released = new Map<string, number>();
  const ended = new Map<string, number>();
  const world = new World({
    start: new Date(START),
    seed,
    faults,
    durations: {
      backup: ({ id }, draw) => {
        const length = draw.between(2, 10) * MINUTE;
        released.set(id, world.clock.now() + length);
        return length;
      },
      copy: ({ databaseId }) => {
        const length = lengths.get(databaseId) ?? 0;
        ended.set(databaseId, world.clock.now() + length);
        return length;
      },
    },
  });
  try {
    const { aws, clock } = world;
    const source = aws.region(SOURCE);
    const manualSnapshots = { instance: 4 * databases, cluster: 4 * databases };
    aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, manualSnapshots };
    const copiedBefore = new Map<string, number>();
    for (let index = 0; index < databases; index++) {
      const size = drawSize(random);
      const id = `db-${String(index).padStart(4, "0")}`;
      lengths.set(id, drawLength(random, size, options.medianCopy));
      sizes.set(id, Math.round(size));
      // Its own window has passed: this night's backup is taken below.
      const properties = { id, sizeGib: Math.round(size), backupWindow: "02:30-03:00", createdAt: START - 30 * DAY };
      const database = kind === "instance" ? source.addInstance(properties) : source.addCluster(properties);
      const takenAt = START - DAY + random.between(0, WINDOW);
      copiedBefore.set(id, takenAt);
      addPastCopy(aws, database, takenAt);
      clock.at(START + random.between(0, WINDOW), () => source.backups.takeAutomated(database));
    }
    await world.run(world.deploy(plainStack(), HANDLERS));
    const last = () => (ended.size < databases ? Number.POSITIVE_INFINITY : Math.max(...ended.values()));
    while (clock.now() < last()) {
      if (clock.now() > START + LONGEST_NIGHT)
        throw new Error(`Only ${ended.size} copies are started by the next night.`);
      await world.runUntil(clock.now() + 10 * MINUTE);
    }
    const jobs = [...released].map(([id, releasedAt]): NightJob => {
      const copiedAt = copiedBefore.get(id) ?? 0;
      return { id, releasedAt, copiedAt, duration: lengths.get(id) ?? 0, sizeGib: sizes.get(id) ?? 0 };
    });
    const real = figuresOf(jobs, ended);
    const ideal = figuresOf(jobs, listSchedule(jobs, DEFAULT_QUOTAS.copiesInProgress[kind]));
    const shortestFirst = figuresOf(jobs, new ModelNight(kind, jobs, ORDERS["shortest first"], START).play());
    return {
      makespan: { real: real.makespan, ideal: ideal.makespan },
      worstAge: { real: DAY + real.worstAge, ideal: DAY + ideal.worstAge },
      meanWait: { real: real.meanWait, ideal: shortestFirst.meanWait },
      calls: aws.audit.totalCalls,
    };
  } finally {
    world.close();
  }
}
