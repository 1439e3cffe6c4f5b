import { setTimeout as pause } from "node:timers/promises";
import { Random } from "../../../simulation/time/random";
import type { Invocation } from "../functions";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { actions } from "../readings";
import type { Deployment } from "../world";
import { contradictions, type Due } from "./contradictions";
import type { Estate } from "./estate";
import { drawFault, type Weather } from "./faults";
import type { FireProxy } from "./proxy";

const DAYS = 8;
/** A day is shorter than many a run: runs of several days overlap, as those of one do. */
const DAY_MS = 6_000;
/** A day waits for the runs of days before it while there are more of them: a slow machine has long days. */
const MOST_RUNS = 10;
/** Lambda repeats a failed event as often. */
const RETRIES = 2;
const EVENTS_AT_ONCE = 2;
const WEATHERS: readonly Weather[] = ["fair", "fair", "fair", "fair", "storm", "storm", "outage", "read-only"];

/** Days of backups, events and sweeps while the network burns. */
export class Campaign {
  /** What was wrong with invocations, each with what it did. */
  readonly wrongs: string[] = [];
  well = 0;
  failed = 0;

  readonly #random: Random;
  readonly #running = new Set<Promise<void>>();

  constructor(
    readonly estate: Estate,
    readonly deployment: Deployment,
    readonly proxy: FireProxy,
  ) {
    this.#random = new Random(proxy.seed);
  }

  async run(): Promise<void> {
    for (let day = 1; day <= DAYS; day++) {
      await this.estate.backUp(day);
      const weather = this.#weatherOf(day);
      this.proxy.burn((random, { region, changes }) => drawFault(random, weather.get(region) ?? "fair", changes));
      this.#begin(day);
      await pause(DAY_MS);
      const conditions = [...weather].map((one) => one.join(" ")).join(", ");
      console.log(
        `        day ${day} (${conditions}): ${this.proxy.requests} requests so far, ${this.#running.size} runs under way`,
      );
      while (this.#running.size > MOST_RUNS) await Promise.race(this.#running);
    }
    await Promise.all(this.#running);
  }

  #weatherOf(day: number): Map<string, Weather> {
    const random = this.#random.fork(`weather of day ${day}`);
    return new Map([SOURCE_REGION, ...TARGET_REGIONS].map((region) => [region, random.pick(WEATHERS)]));
  }

  /** Two sweeps that overlap, and the events beside them. */
  #begin(day: number): void {
    for (const number of [1, 2]) {
      const name = `sweep ${number} of day ${day}`;
      this.#start(name, () => this.#sweep(name));
    }
    const events = this.estate.eventsOf(day);
    for (let index = 0; index < events.length; index += EVENTS_AT_ONCE) {
      const name = `events from ${index} of day ${day}`;
      this.#start(name, () => this.#tell(name, events.slice(index, index + EVENTS_AT_ONCE)));
    }
  }

  /** Begins something at any time in the first half of the day. */
  #start(name: string, work: () => Promise<void>): void {
    const wait = this.#random.fork(name).integer(0, DAY_MS / 2);
    const running = pause(wait)
      .then(work)
      .catch((error: unknown) => {
        this.wrongs.push(`${name}: ${error instanceof Error ? error.message : error}`);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #tell(name: string, events: ReturnType<Estate["eventsOf"]>): Promise<void> {
    const due = events.flatMap((event) => event.due);
    for (let attempt = 0; attempt <= RETRIES; attempt++) {
      const invocation = await this.deployment.backupFinished(...events.map(({ message }) => message));
      this.#judge(`${name}, attempt ${attempt + 1}`, invocation, events.length, due);
      if (invocation.error === undefined) return;
    }
  }

  async #sweep(name: string): Promise<void> {
    const due = this.estate.due();
    this.#judge(name, await this.deployment.sweep(), 1, due);
  }

  #judge(name: string, invocation: Invocation, summaries: number, due: readonly Due[]): void {
    if (invocation.error === undefined) this.well++;
    else this.failed++;
    const found = contradictions(invocation, { summaries, due }, this.proxy.carriedOut);
    if (found.length === 0) return;
    const did = actions(invocation).map((line) => `    ${line}`);
    this.wrongs.push([`${name}:`, ...found.map((one) => `  ${one}`), ...did].join("\n"));
  }
}
