import type { Coverage, Covered, RouteCoverage, Trouble, TroubleKind } from "../../handlers/core/coverage/model";
import { TROUBLE_KINDS } from "../../handlers/core/coverage/model";
import { troubleOf } from "../../handlers/core/coverage/trouble";
import { groupBy } from "../../handlers/core/identity";
import { membersOf } from "../../handlers/core/told/compare";
import { type State, statesOf } from "../../handlers/core/told/states";
import type { Told } from "../../handlers/core/told/told";
import { groupIds, troubleId } from "../../handlers/core/told/trouble-id";

/**
 * What a look cannot say, as it tries no copy and may not read all, taken from what people were told: what was told, and is not known to be
 * over, stands. That copying fails, and was not told, does not: the last run, which may have tried, would have told it.
 */
export function withToldBefore(coverage: Coverage, told: Told): Coverage {
  const states = statesOf(coverage);
  const memory = memoryOf(told, states);
  return {
    databases: coverage.databases.map((row) => ofRow(row, memory)),
    routes: coverage.routes.map((whole) => ofRoute(whole, memory)),
  };
}

/** Undefined: of a group, of which nobody can say whom it had. */
type Memory = (place: Pick<Covered, "route">, resourceId: string | undefined, kind: TroubleKind) => boolean | undefined;

function memoryOf({ ids, groups }: Told, states: ReadonlyMap<string, State>): Memory {
  const byGroup = groupBy([...states.values()], ({ group }) => group);
  const members = new Map(
    [...groups].map(([group, sum]) => {
      const known = membersOf(sum, byGroup.get(group) ?? []);
      return [group, known && new Set(known.map(({ id }) => id))] as const;
    }),
  );
  return ({ route }, resourceId, kind) => {
    const id = troubleId(route, resourceId, kind);
    const group = groupIds(route)(kind);
    if (ids.has(id)) return true;
    return members.has(group) ? members.get(group)?.has(id) : false;
  };
}

function ofRow(row: Covered, memory: Memory): Covered {
  if (row.unsure.length === 0) return row;
  const isTold = new Map(row.unsure.map((kind) => [kind, memory(row, row.resourceId, kind)] as const));
  const isSettled = (kind: TroubleKind) =>
    isTold.get(kind) === true || (kind === "failing" && isTold.get(kind) === false);
  return {
    ...row,
    troubles: [
      ...row.troubles,
      ...row.unsure.filter((kind) => isTold.get(kind) === true).map((kind) => toldTrouble(kind, row)),
    ],
    unsure: row.unsure.filter((kind) => !isSettled(kind)),
  };
}

/** Of all of a kind, which a look that has read them all has seen. */
function ofRoute(whole: RouteCoverage, memory: Memory): RouteCoverage {
  if (whole.reach === "whole") return whole;
  const { route } = whole;
  const standing = new Set(whole.troubles.map(({ trouble }) => trouble));
  const told = TROUBLE_KINDS.filter((kind) => !standing.has(kind) && memory(whole, undefined, kind) === true);
  const place = { route, database: "*", resourceId: undefined };
  return { ...whole, troubles: [...whole.troubles, ...told.map((kind) => toldTrouble(kind, place))] };
}

/** Its reason is the kind of trouble, as nobody remembers another. */
const toldTrouble = (kind: TroubleKind, place: Parameters<typeof troubleOf>[1]): Trouble =>
  troubleOf(kind, place, {
    reason: kind,
    cause: "a run has found and told it, and this look, which tries nothing, cannot tell that it is over",
    remedy: "read the cause in that message, or in the log of the sweep",
    about: "told before",
  });
