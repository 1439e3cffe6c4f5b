import { type Coverage, type Reach, TROUBLE_KINDS, type Trouble, type TroubleKind } from "../coverage/model";
import type { Route } from "../route";
import { groupIds, troubleIds } from "./trouble-id";

/** What a run knows of one kind of trouble of one database in one target region. */
export interface State {
  readonly id: string;
  readonly group: string;
  readonly route: Route;
  /** `*`: all of a kind. */
  readonly database: string;
  readonly trouble: TroubleKind;
  /** What stands; more than one where it has more causes, or the database more names. */
  readonly standing: readonly Trouble[];
  /** Whether it is known to be absent. Neither standing nor absent: this run cannot say. */
  readonly isAbsent: boolean;
  /** Whether there is a row of each on its route that may have this kind of trouble. */
  readonly isComplete: boolean;
}

/** A state by id for each kind of trouble of each row. Rows of one database that has had two names are one. */
export function statesOf({ databases, routes }: Coverage): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  const known = new Map(routes.map((one) => [keyOf(one.route), { ...one, groups: groupIds(one.route) }]));
  const add = ({ route, database, resourceId, troubles, unsure, isKnown }: Row) => {
    const whole = known.get(keyOf(route)) ?? { reach: "none", unsure: TROUBLE_KINDS, groups: groupIds(route) };
    const ids = troubleIds(route, resourceId);
    for (const trouble of TROUBLE_KINDS) {
      const id = ids(trouble);
      const other = states.get(id);
      const standing = troubles.filter((one) => one.trouble === trouble);
      const isAbsent = standing.length === 0 && !unsure.includes(trouble) && isKnown(whole.reach);
      states.set(id, {
        id,
        group: whole.groups(trouble),
        route,
        database: other === undefined || standing.length > 0 ? database : other.database,
        trouble,
        standing: [...(other?.standing ?? []), ...standing],
        isAbsent: isAbsent && other?.isAbsent !== false,
        isComplete: whole.reach === "whole" && !whole.unsure.includes(trouble),
      });
    }
  };
  for (const one of databases) add({ ...one, isKnown: (reach) => reach !== "none" });
  // A brief look asks for copies of databases, so it sees nothing of what is wrong with all of a kind.
  for (const { route, troubles } of routes) {
    add({ route, database: "*", resourceId: undefined, troubles, unsure: [], isKnown: (reach) => reach === "whole" });
  }
  return states;
}

interface Row {
  readonly route: Route;
  readonly database: string;
  readonly resourceId: string | undefined;
  readonly troubles: readonly Trouble[];
  readonly unsure: readonly TroubleKind[];
  readonly isKnown: (reach: Reach) => boolean;
}

const keyOf = ({ kind, targetRegion }: Route): string => `${kind} ${targetRegion}`;
