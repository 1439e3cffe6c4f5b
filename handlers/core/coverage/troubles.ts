import { type Coverage, TROUBLE_KINDS, type Trouble, type TroubleKind } from "./model";

/** What troubles and warnings of one cause have in common. */
export const causeKey = ({ reason, about }: Pick<Trouble, "reason" | "about">): string => `${reason}\n${about}`;

export const standingIn = ({ databases, routes }: Coverage): Trouble[] =>
  [...routes, ...databases].flatMap(({ troubles }) => troubles);

/** For sorting: the worst kind first. */
export const byWorst = (a: Trouble, b: Trouble): number =>
  TROUBLE_KINDS.indexOf(a.trouble) - TROUBLE_KINDS.indexOf(b.trouble);

/** All troubles, the worst kind first. */
export const troublesOf = (coverage: Coverage): Trouble[] => standingIn(coverage).sort(byWorst);

/**
 * How many databases are in a kind of trouble, each counted once however many regions it is in.
 *
 * @returns undefined if a run cannot say that of every database
 */
export function databasesIn({ databases, routes }: Coverage, kind: TroubleKind): number | undefined {
  if ([...routes, ...databases].some(({ unsure }) => unsure.includes(kind))) return undefined;
  const inIt = databases.filter(({ troubles }) => troubles.some(({ trouble }) => trouble === kind));
  return new Set(inIt.map(({ route, database, resourceId }) => `${route.kind} ${database} ${resourceId}`)).size;
}

/** What a run can say of a target region, over both kinds; undefined: it cannot. */
export interface RegionState {
  readonly targetRegion: string;
  /** Whether the age of each database there is known. */
  readonly isSeen: boolean;
  /** Greatest recovery point age in seconds. */
  readonly age: number | undefined;
  readonly stale: number | undefined;
  readonly failing: number | undefined;
  /** Copies that cannot be restored; at least so many, where that is not known of all. */
  readonly unrestorable: number | undefined;
}

export function regionStates(coverage: Coverage, targets: readonly string[]): RegionState[] {
  return targets.map((targetRegion) => {
    const routes = coverage.routes.filter(({ route }) => route.targetRegion === targetRegion);
    const databases = coverage.databases.filter(({ route }) => route.targetRegion === targetRegion);
    const ages = routes.flatMap(({ age }) => age ?? []);
    const isSeen = routes.length > 0 && routes.every(({ areAgesKnown }) => areAgesKnown);
    const count = (kind: TroubleKind) =>
      [...routes, ...databases].flatMap(({ troubles }) => troubles).filter(({ trouble }) => trouble === kind).length;
    const isSure = (kind: TroubleKind) => [...routes, ...databases].every(({ unsure }) => !unsure.includes(kind));
    const unrestorable = databases.reduce((total, row) => total + row.unrestorable, 0);
    return {
      targetRegion,
      isSeen,
      age: isSeen && ages.length === routes.length ? Math.max(...ages) : undefined,
      stale: isSeen && routes.every(({ unsure }) => !unsure.includes("stale")) ? count("stale") : undefined,
      failing: isSure("failing") ? count("failing") : undefined,
      unrestorable: isSure("unrestorable") || unrestorable > 0 ? unrestorable : undefined,
    };
  });
}
