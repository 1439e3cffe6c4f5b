import type { Trouble } from "../coverage/model";
import { byWorst, causeKey } from "../coverage/troubles";
import { groupBy, type NonEmpty } from "../identity";
import { counted, nameOf } from "./words";

/** Troubles that have one cause, as `reason` and `about` say: the worst kind first. */
export interface Cause {
  readonly kinds: NonEmpty<NonEmpty<Trouble>>;
  readonly troubles: NonEmpty<Trouble>;
}

/** The cause of the worst kind first, and of each kind that of most troubles. */
export function causesOf(troubles: readonly Trouble[]): Cause[] {
  const worstFirst = [...troubles].sort(byWorst);
  const groups = groupBy(worstFirst, causeKey);
  return [...groups.values()]
    .map((ofOne) => {
      const [first, ...others] = groupBy(ofOne, ({ trouble }) => trouble).values();
      return { kinds: [first ?? ofOne, ...others] as const, troubles: ofOne };
    })
    .sort((a, b) => byWorst(a.troubles[0], b.troubles[0]) || b.kinds[0].length - a.kinds[0].length);
}

/** The target regions of troubles. */
export const regionsOf = (troubles: readonly Pick<Trouble, "targetRegion">[]): string[] => [
  ...new Set(troubles.map(({ targetRegion }) => targetRegion)),
];

/** The names of those in trouble, with their target regions where these differ: `orders (eu-central-1, eu-north-1)`. */
export function namesOf(troubles: readonly Trouble[]): string[] {
  const isOneRegion = regionsOf(troubles).length === 1;
  return [...groupBy(troubles, nameOf)].map(([name, ofOne]) =>
    isOneRegion ? name : `${name} in ${regionsOf(ofOne).join(" and ")}`,
  );
}

/** How many they are: `all instances and 2 databases`. How many all of a kind are nobody has counted. */
export function crowdOf(troubles: readonly Trouble[]): string {
  const names = (ofAll: boolean) => [
    ...new Set(troubles.filter(({ database }) => (database === "*") === ofAll).map(nameOf)),
  ];
  const [all, single] = [names(true), names(false).length];
  return [...all, ...(single > 0 ? [counted(single, "database")] : [])].join(" and ");
}

/** Number of databases × target regions in trouble. */
export const countOf = (troubles: readonly Trouble[]): number => new Set(troubles.map(whoOf)).size;

/** A database in a target region. */
export const whoOf = ({ kind, resourceId, targetRegion }: Trouble): string =>
  [kind, resourceId, targetRegion].join(" ");
