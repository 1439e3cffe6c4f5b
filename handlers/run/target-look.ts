import { HOUR_MS } from "../core/day";
import type { Database, TargetSnapshot } from "../core/model";
import type { Inventory } from "../core/plan";
import type { SweepKind } from "../core/plan-route";
import { isSettled, newestCopyIds } from "../core/settled";
import type { Lister } from "./lister";
import type { Part } from "./read-snapshots";
import type { Run } from "./run";

/** How late a rule may start a run (docs/aws-facts.md#schedules). */
const LATE_MS = 90_000;

/**
 * Whether a run may look at target regions briefly: not the daily one, nor the first in each hour of the clock, as alarms take the greatest
 * value of an hour (decisions/0021-brief-looks.md).
 */
export function mayBeBrief(sweep: SweepKind, { now, settings }: Pick<Run, "now" | "settings">): boolean {
  const intoTheHour = now.getTime() % HOUR_MS;
  return sweep === "follow-up" && intoTheHour >= settings.followUpIntervalMinutes * 60_000 + LATE_MS;
}

/**
 * A look at the target regions: a brief one asks for the copies of each database's newest snapshot alone, and becomes a whole one, which
 * lists all copies, as soon as something else than those is needed.
 */
export class TargetLook {
  readonly #found = new Map<string, TargetSnapshot[]>();
  readonly #wholeIfLeftWith: number;
  #whole: Promise<Inventory["targets"]> | undefined;

  /** @param stopWith time in milliseconds to leave for what follows a whole look */
  constructor(
    readonly lister: Lister,
    readonly stopWith: number,
  ) {
    const { settings, timeLeft } = lister.run;
    for (const region of settings.targets) this.#found.set(region, []);
    // A whole look needs time as well.
    this.#wholeIfLeftWith = timeLeft() / 2;
  }

  get isBrief(): boolean {
    return this.#whole === undefined;
  }

  /** Begins to list everything. */
  beWhole(): Promise<Inventory["targets"]> {
    this.#whole ??= this.lister.listTargets(undefined, this.stopWith);
    return this.#whole;
  }

  /** Looks at the copies of some databases, unless the look is whole anyway. */
  async lookAt(databases: readonly Database[], snapshots: Part["snapshots"]): Promise<void> {
    if (!this.isBrief) return;
    const { lister } = this;
    const isTime = lister.run.timeLeft() > this.#wholeIfLeftWith;
    const ids = newestCopyIds(databases, snapshots, lister.run.deployment);
    const targets = isTime ? await lister.findInTargets(ids) : undefined;
    const inventory = targets && { kind: lister.kind, databases, snapshots, targets };
    if (inventory === undefined || !isSettled(inventory, lister.run)) {
      this.beWhole();
      return;
    }
    for (const [region, copies] of inventory.targets) this.#found.get(region)?.push(...copies);
  }

  /** The copies that were found, or all if the look is whole, as it becomes where a part was not looked at. */
  async targets(isComplete: boolean): Promise<Inventory["targets"]> {
    return this.isBrief && isComplete ? this.#found : this.beWhole();
  }
}
