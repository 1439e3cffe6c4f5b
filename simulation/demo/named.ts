import type { Told } from "../sns/told";
import { HOUR } from "../time/clock";
import { saidIn } from "../trials/invariants/messages";
import type { World } from "../world";
import { type Check, FRESH } from "./checks";
import { type Holding, sourceTime } from "./copies";
import { type Scenario, START } from "./scenario";

/** A follow-up comes every 15 minutes, and may fail. */
const NAMED_WITHIN = 2 * HOUR;

type SeenTrouble = "stale" | "uncovered" | "orphaned";

interface Seen extends Pick<Holding, "kind" | "database" | "targetRegion"> {
  readonly trouble: SeenTrouble;
  readonly since: number;
}

/** Watches who is in trouble, as it can be seen from outside, and whether people are told. */
export class NamedCheck {
  readonly #seen = new Map<string, Seen>();

  constructor(
    readonly world: Pick<World, "clock" | "told">,
    readonly scenario: Pick<Scenario, "expected">,
  ) {}

  /** To be called every few hours. */
  look(holdings: readonly Holding[]): void {
    const since = this.world.clock.now();
    for (const holding of holdings) {
      const trouble = this.#troubleOf(holding);
      if (!trouble) continue;
      const { kind, database, targetRegion, resourceId } = holding;
      const key = `${trouble} ${resourceId} ${targetRegion}`;
      if (!this.#seen.has(key)) this.#seen.set(key, { kind, database, targetRegion, trouble, since });
    }
  }

  get result(): Check {
    const now = this.world.clock.now();
    const due = [...this.#seen.values()].filter(({ since }) => now - since >= NAMED_WITHIN);
    const unnamed = due.filter((one) => !this.world.told.some((told) => names(told, one)));
    return {
      text: `Each database in trouble was named in a message within ${NAMED_WITHIN / HOUR} hours (${due.length} were)`,
      problems: unnamed.map(({ database, targetRegion, trouble }) => `${database} in ${targetRegion}: ${trouble}`),
    };
  }

  #troubleOf({ database, gone, copies, stopped, newestSnapshot, createdAt = 0 }: Holding): SeenTrouble | undefined {
    const expected = this.scenario.expected.get(database);
    if (gone) return copies.length > 0 ? "orphaned" : undefined;
    if (expected === "uncovered") return "uncovered";
    if (expected === "not selected") return undefined;
    const newest = copies[0] && sourceTime(copies[0]);
    if (stopped && newest === newestSnapshot) return undefined;
    const since = newest ?? Math.max(createdAt, START.getTime());
    return this.world.clock.now() - since > FRESH ? "stale" : undefined;
  }
}

function names(told: Told, { kind, database, targetRegion, trouble, since }: Seen): boolean {
  if (told.time > since + NAMED_WITHIN) return false;
  return saidIn(told).troubles.some(
    (one) => one.kind === kind && one.database === database && one.region === targetRegion && one.trouble === trouble,
  );
}
