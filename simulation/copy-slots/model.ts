import { groupBy } from "../../handlers/core/identity";
import type { Kind } from "../../handlers/core/model";
import { type Turn, takeTurns } from "../../handlers/core/slots";
import { inTurn } from "../../handlers/core/turns";
import { LEAVE_MS, POLL_MS } from "../../handlers/run/watch";
import { SETTINGS } from "../../settings/settings";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import { DAY, HOUR, MINUTE, SECOND } from "../time/clock";
import { Random } from "../time/random";
import { drawLength, drawSize, type Figures, figuresOf, type NightJob } from "./figures";
import { listSchedule } from "./list-schedule";

/** The model's sweeps pass on slots as the real ones do. */
const INTERVAL = SETTINGS.follow_up_interval_minutes.default * MINUTE;
const AFTER_EVENT = 5 * SECOND;

/** Copies of one kind to one target region. */
export interface Lane {
  readonly kind: Kind;
  readonly databases: number;
  /** Median of the copies' durations, in milliseconds. */
  readonly medianCopy: number;
  /** Spread of the sizes: 1 is usual; with 1.6 the largest tenth holds most of the data. */
  readonly sigma?: number;
  /** When backup windows of half an hour begin, in milliseconds. */
  readonly windows?: readonly number[];
}

interface DueJob extends Turn {
  readonly job: NightJob;
}

/** Who goes first of those that wait, each with what it is expected to send. @param running GiB that are left of each in progress */
export type Order = (due: readonly DueJob[], running: readonly number[], kind: Kind) => readonly DueJob[];

/** What can be known of copies. */
export interface Knowledge {
  /** Whether each copy takes exactly what its size lets expect. */
  readonly durations: boolean;
  /** Whether RDS shows how much of a copy it has sent. */
  readonly progress: boolean;
}

const USUAL: Knowledge = { durations: false, progress: true };

/** Where nothing is uncertain, nothing has to be left for that: the end that is aimed at is the limit. */
const CERTAIN: Readonly<Record<Kind, number>> = { instance: 1.05, cluster: 1.15 };

type OrderName = "ours" | "ours if durations are known" | "shortest first" | "longest first";

export const ORDERS: Readonly<Record<OrderName, Order>> = {
  ours: (due, running, kind) => {
    const slots = DEFAULT_QUOTAS.copiesInProgress[kind];
    const { now, later } = takeTurns(due, { kind, slots, running, retriesInProgress: 0 });
    return [...now, ...later];
  },
  "ours if durations are known": (due, running, kind) => {
    const groups = groupBy(
      [...due].sort((a, b) => hours(b) - hours(a)),
      (one) => `${hours(one)}`,
    );
    const slots = DEFAULT_QUOTAS.copiesInProgress[kind];
    return inTurn([...groups.values()], { slots, running, patience: { limit: CERTAIN[kind], longest: 1 } });
  },
  "shortest first": (due) => [...due].sort((a, b) => hours(b) - hours(a) || a.expectedGib - b.expectedGib),
  "longest first": (due) => [...due].sort((a, b) => hours(b) - hours(a) || b.expectedGib - a.expectedGib),
};

const hours = ({ age }: Turn): number => Math.floor(age / 3600);

function drawJobs({ databases, medianCopy, sigma, windows = [0] }: Lane, seed: string, known: Knowledge): NightJob[] {
  const random = new Random(seed).fork("night");
  return Array.from({ length: databases }, (_, index) => {
    const size = drawSize(random, sigma);
    const duration = drawLength(random, size, medianCopy, known.durations ? 0 : undefined);
    const window = random.pick(windows);
    return {
      id: `db-${index}`,
      sizeGib: Math.round(size),
      duration,
      copiedAt: window + random.between(0, 30 * MINUTE) - DAY,
      releasedAt: window + random.between(0, 30 * MINUTE) + random.between(2, 10) * MINUTE,
    };
  });
}

/** A night without RDS and functions: only who gets which slot when. A hundred times as fast as one that is played. */
export class ModelNight {
  readonly #slots: number;
  readonly #ends = new Map<string, number>();
  #toCome: NightJob[];
  #running: NightJob[] = [];

  constructor(
    readonly kind: Kind,
    readonly jobs: readonly NightJob[],
    readonly order: Order,
    readonly begin = 0,
    readonly showsProgress = true,
  ) {
    this.#slots = DEFAULT_QUOTAS.copiesInProgress[kind];
    this.#toCome = [...jobs].sort((a, b) => a.releasedAt - b.releasedAt);
  }

  /** @returns id → end of its copy */
  play(): ReadonlyMap<string, number> {
    for (let sweep = this.begin; this.#ends.size < this.jobs.length; sweep += INTERVAL) this.#sweep(sweep);
    return this.#ends;
  }

  #sweep(begin: number): void {
    this.#events(begin);
    this.#finish(begin);
    const released = this.jobs.filter(({ id, releasedAt }) => releasedAt <= begin && !this.#ends.has(id));
    const due = released.map((job) => ({
      job,
      age: (begin - job.copiedAt) / 1000,
      attempt: 1,
      expectedGib: job.sizeGib,
      database: job,
    }));
    const running = this.#running.map((job) => this.#left(job, begin));
    const queue = [...this.order(due, running, this.kind)];
    for (let now = begin; ; now += POLL_MS) {
      this.#events(now);
      this.#finish(now);
      while (this.#running.length < this.#slots && queue.length > 0) this.#start(queue.shift()?.job, now);
      if (queue.length === 0 || now >= begin + INTERVAL - LEAVE_MS - POLL_MS) return;
    }
  }

  /** GiB. RDS shows progress in whole percent. */
  #left({ id, sizeGib, duration }: NightJob, now: number): number {
    const left = ((this.#ends.get(id) ?? 0) - now) / duration;
    return this.showsProgress ? (sizeGib * Math.ceil(100 * left)) / 100 : sizeGib;
  }

  /** A backup that ends while a slot is free is copied at once. */
  #events(until: number): void {
    for (let [next] = this.#toCome; next && next.releasedAt <= until; [next] = this.#toCome) {
      this.#toCome.shift();
      const now = next.releasedAt + AFTER_EVENT;
      this.#finish(now);
      if (this.#running.length < this.#slots) this.#start(next, now);
    }
  }

  #finish(now: number): void {
    this.#running = this.#running.filter(({ id }) => (this.#ends.get(id) ?? 0) > now);
  }

  #start(job: NightJob | undefined, now: number): void {
    if (!job || this.#ends.has(job.id)) return;
    this.#ends.set(job.id, now + job.duration);
    this.#running.push(job);
  }
}

/** Of one lane in one night. */
export interface Comparison {
  /** As the module does it. */
  readonly real: Figures;
  readonly shortestFirst: Figures;
  readonly longestFirst: Figures;
  /** The longest first, by somebody who knows all durations. */
  readonly ideal: Figures;
}

/** @param lanes share no slots, as they are of different kinds or target regions */
export function compare(lanes: readonly Lane[], seed: number, known: Knowledge = USUAL): Comparison[] {
  return lanes.map((lane, index) => {
    const jobs = drawJobs(lane, `${seed}/${index}`, known);
    const play = (order: Order) => figuresOf(jobs, new ModelNight(lane.kind, jobs, order, 0, known.progress).play());
    return {
      real: play(ORDERS[known.durations ? "ours if durations are known" : "ours"]),
      shortestFirst: play(ORDERS["shortest first"]),
      longestFirst: play(ORDERS["longest first"]),
      ideal: figuresOf(jobs, listSchedule(jobs, DEFAULT_QUOTAS.copiesInProgress[lane.kind])),
    };
  });
}

const INSTANCES: Lane = { kind: "instance", databases: 400, medianCopy: 8 * MINUTE };
const CLUSTERS: Lane = { kind: "cluster", databases: 100, medianCopy: 2.5 * MINUTE };
const WINDOWS = [0, 2 * HOUR, 4 * HOUR];

export const NIGHTS: Readonly<Record<string, readonly Lane[]>> = {
  "200 instances": [{ ...INSTANCES, databases: 200 }],
  "400 instances": [INSTANCES],
  "1,000 instances": [{ ...INSTANCES, databases: 1_000 }],
  "100 clusters": [CLUSTERS],
  "400 clusters": [{ ...CLUSTERS, databases: 400 }],
  "400 instances, three windows": [{ ...INSTANCES, windows: WINDOWS }],
  "100 clusters, three windows": [{ ...CLUSTERS, windows: WINDOWS }],
  "400 instances, two regions": [INSTANCES, INSTANCES],
  "400 instances and 100 clusters": [INSTANCES, CLUSTERS],
  "400 instances, skewed": [{ ...INSTANCES, sigma: 1.6 }],
  "100 clusters, skewed": [{ ...CLUSTERS, sigma: 1.6 }],
};
