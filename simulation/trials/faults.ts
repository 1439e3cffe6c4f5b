import type { SnapshotRecord } from "../rds/model";
import { HOUR, MINUTE, SECOND } from "../time/clock";
import type { Random } from "../time/random";
import type { Call, CallFault, DeliveryFault, Faults } from "../wire/faults";
import type { World } from "../world";
import type { Scenario } from "./scenario";

/** Longest time for which lists do not show a change or a tag. */
export const LONGEST_LAG = 2 * MINUTE;
/** A copy that will fail does so within this time. */
const FAILS_WITHIN = 6 * HOUR;
/** A person cancels a stuck copy this long after it was reported. */
export const CANCELLED_AFTER = 4 * HOUR;

/** Faults of incidents, beside those that come by chance. Asked at every call, event or copy. */
export interface StandingFaults {
  /** Factor by which calls are slower than usual. */
  readonly slowness: number;
  call(call: Call): CallFault | undefined;
  losesEvents(time: number): boolean;
  failsCopy(copy: SnapshotRecord): boolean;
}

/** Faults at the rates of a scenario until `end`; after that only those of incidents. */
export function faultsOf(
  world: World,
  scenario: Scenario,
  standing: StandingFaults,
  random: Random,
  end: number,
): Faults {
  const { rates } = scenario;
  const { clock } = world;
  const stream = (name: string) => random.fork(name);
  const draws = {
    before: stream("before"),
    after: stream("after"),
    latency: stream("latency"),
    copies: stream("copies"),
    events: stream("events"),
    runs: stream("runs"),
    lists: stream("lists"),
  };
  const over = () => clock.now() >= end;
  const delivery = (draw: Random, lost: number, doubled: number, late: number): DeliveryFault | undefined => {
    if (draw.chance(lost)) return "lost";
    if (draw.chance(doubled)) return "doubled";
    return draw.chance(late) ? { lateBy: draw.logNormal(20 * MINUTE, 1.5) } : undefined;
  };
  world.aws.consistencyDelay = () =>
    !over() && draws.lists.chance(rates.listedLate) ? draws.lists.between(SECOND, LONGEST_LAG) : 0;
  const hidden = new Map<number, boolean>();
  return {
    beforeCall: (call) => {
      const fault = standing.call(call);
      if (fault || over()) return fault;
      return pick(draws.before, [
        ["crash", rates.crashBefore],
        ["freeze", rates.freeze / 2],
        ["throttled", rates.throttled],
        ["internal-error", rates.internalError],
        ["unavailable", rates.unavailable],
        ["reset", rates.reset],
        ["hang", rates.hang],
      ]);
    },
    afterCall: () =>
      over()
        ? undefined
        : pick(draws.after, [
            ["crash", rates.crashAfter],
            ["freeze", rates.freeze / 2],
            ["reset", rates.resetAfter],
            ["truncated", rates.truncated],
            ["hang", rates.hang / 2],
          ]),
    latency: (usual) => usual * standing.slowness * draws.latency.between(0.5, 2),
    copy: (copy) => {
      if (standing.failsCopy(copy)) return { failsAfter: draws.copies.between(MINUTE, HOUR) };
      if (over() || copy.sourceArn === undefined) return undefined;
      if (draws.copies.chance(rates.copyFails)) {
        world.aws.audit.fault("copy fails");
        return { failsAfter: draws.copies.between(MINUTE, FAILS_WITHIN) };
      }
      const cancelledAfter = scenario.settings.stuckCopyHours * HOUR + CANCELLED_AFTER;
      const sticks = clock.now() + cancelledAfter < end && draws.copies.chance(rates.copySticks);
      if (!sticks) return undefined;
      world.aws.audit.fault("copy hangs");
      clock.after(cancelledAfter, () => cancel(world, copy));
      return "stuck";
    },
    delivery: ({ time }) => {
      if (over()) return undefined;
      if (standing.losesEvents(time)) return "lost";
      return delivery(draws.events, rates.eventLost, rates.eventDoubled, rates.eventLate);
    },
    schedule: () => (over() ? undefined : delivery(draws.runs, rates.runLost, rates.runDoubled, rates.runLate)),
    pageSize: (asked) => (!over() && draws.lists.chance(rates.shortPages) ? draws.lists.integer(1, 50) : asked),
    hidesTags: (snapshot) => {
      if (rates.taggedLate === 0 || snapshot.sourceArn === undefined) return false;
      if (over() || clock.now() - snapshot.startedAt > LONGEST_LAG) return false;
      const known = hidden.get(snapshot.serial) ?? draws.lists.chance(rates.taggedLate);
      hidden.set(snapshot.serial, known);
      return known;
    },
  };
}

/** At most one of several faults. */
function pick<T>(draw: Random, faults: readonly (readonly [T, number])[]): T | undefined {
  if (faults.every(([, rate]) => rate === 0)) return undefined;
  let left = draw.next();
  for (const [fault, rate] of faults) {
    if (left < rate) return fault;
    left -= rate;
  }
  return undefined;
}

/** A person deletes a copy that is in progress, which cancels it. */
export function cancel(world: World, copy: SnapshotRecord): void {
  const region = world.aws.region(copy.region);
  const current = region.current(copy);
  if (!current || !["creating", "pending", "copying"].includes(current.status)) return;
  world.aws.audit.fault("copy cancelled");
  const deleting = region.copies.deleting(current);
  world.clock.after(5 * SECOND, () => {
    if (region.current(deleting)) region.remove(deleting);
  });
}
