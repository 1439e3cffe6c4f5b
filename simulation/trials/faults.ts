import type { SnapshotRecord } from "../rds/model";
import { HOUR, MINUTE, SECOND } from "../time/clock";
import type { Random } from "../time/random";
import type { Call, CallFault, DeliveryFault, Faults } from "../wire/faults";
import type { World } from "../world";
import { isLookAtNeeds } from "./looks";
import type { Scenario } from "./scenario";

/** Longest time for which lists do not show a change or a tag. */
export const LONGEST_LAG = 2 * MINUTE;
/** A copy that will fail does so within this time. */
const FAILS_WITHIN = 6 * HOUR;
/** A copy that hangs here has come to 42 %: at that pace it may take four times as long as allowed before it is called stuck. */
export const STUCK_AT = 4 * 0.42;
/** A person cancels a stuck copy this long after it was reported. */
const CANCELLED_AFTER = 4 * HOUR;

/** End of the name of the rule of follow-ups, most of which are left out. */
const FOLLOW_UP = "-follow-up";
/** So many times more often than a follow-up a daily run comes: what it alone does would else hardly be seen. */
const DAILY_COMES = 3;

/** Faults of incidents, beside those that come by chance. Asked at every call, event or copy. */
export interface StandingFaults {
  /** Factor by which calls are slower than usual. */
  readonly slowness: number;
  call(call: Call): CallFault | undefined;
  losesEvents(time: number): boolean;
  losesRuns(time: number): boolean;
  failsCopy(copy: SnapshotRecord): boolean;
  /** Milliseconds that a copy takes, where an incident makes it long. */
  lengthOf(copy: SnapshotRecord): number | undefined;
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
    // Of their own, so that all else goes on as without them.
    beforeLooks: stream("before looks"),
    afterLooks: stream("after looks"),
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
      if (scenario.optionGroups?.denied && copiesOptionGroup(call.parameters)) return "denied";
      const fault = standing.call(call);
      if (fault || over()) return fault;
      return pick(isLookAtNeeds(call.action) ? draws.beforeLooks : draws.before, [
        ["crash", rates.crashBefore],
        ["freeze", rates.freeze / 2],
        ["throttled", rates.throttled],
        ["internal-error", rates.internalError],
        ["unavailable", rates.unavailable],
        ["reset", rates.reset],
        ["hang", rates.hang],
      ]);
    },
    afterCall: ({ action }) =>
      over()
        ? undefined
        : pick(isLookAtNeeds(action) ? draws.afterLooks : draws.after, [
            ["crash", rates.crashAfter],
            ["freeze", rates.freeze / 2],
            ["reset", rates.resetAfter],
            ["truncated", rates.truncated],
            ["hang", rates.hang / 2],
          ]),
    latency: (usual) => usual * standing.slowness * draws.latency.between(0.5, 2),
    copy: (copy) => {
      if (standing.failsCopy(copy)) return { failsAfter: draws.copies.between(MINUTE, HOUR) };
      const takes = standing.lengthOf(copy);
      if (takes !== undefined) return { takes };
      if (over() || copy.sourceArn === undefined) return undefined;
      if (draws.copies.chance(rates.copyFails)) {
        world.aws.audit.fault("copy fails");
        return { failsAfter: draws.copies.between(MINUTE, FAILS_WITHIN) };
      }
      const cancelledAfter = STUCK_AT * scenario.settings.stuckCopyHours * HOUR + CANCELLED_AFTER;
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
    schedule: (rule, time) => {
      if (over()) return undefined;
      if (standing.losesRuns(time)) return "lost";
      const lost = rule.endsWith(FOLLOW_UP) ? rates.runLost : rates.runLost / DAILY_COMES;
      return delivery(draws.runs, lost, rates.runDoubled, rates.runLate);
    },
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

const copiesOptionGroup = (parameters: Call["parameters"]): boolean => parameters.CopyOptionGroup === "true";

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
