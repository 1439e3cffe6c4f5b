import type { Coverage, RouteCoverage, Trouble, TroubleKind } from "../coverage/model";
import { groupBy } from "../identity";
import type { Route } from "../route";
import { type State, statesOf } from "./states";
import { fits, NOTHING_TOLD, type Told } from "./told";
import { checksum } from "./trouble-id";

/** What has changed since people were told last. */
export interface Changes {
  /** Why it is not known what was told, so that all that stands counts as begun. */
  readonly notKnown: NotKnown | undefined;
  readonly begun: readonly Trouble[];
  readonly over: readonly Ended[];
  /** Groups of troubles, too many to remember one by one, that have changed: with all that stand in them now, if any. */
  readonly regrouped: readonly Group[];
  /**
   * Number of entries that were told and have no row any more: the database and its copies, or the target region, are gone, or a database
   * without copies is not selected any more.
   */
  readonly gone: number;
  /** All that stands now. */
  readonly standing: readonly Trouble[];
  /** How many of those are not told yet, as they may pass by themselves. */
  readonly waiting: number;
  /** Number of entries that were told, and of which this run cannot say whether they stand. */
  readonly unsure: number;
  /** What is told when this has been told. */
  readonly next: Told;
}

/** `lost`: it is not there, or is none. `unread`: it may be there. */
export type NotKnown = "lost" | "unread";

/** A trouble that was told, and is known to be over. */
export interface Ended {
  readonly id: string;
  readonly route: Route;
  readonly database: string;
  readonly trouble: TroubleKind;
}

export interface Group {
  readonly route: Route;
  readonly trouble: TroubleKind;
  readonly troubles: readonly Trouble[];
}

/**
 * Compares what stands with what was told. What a run cannot say is neither begun nor over: it stays as it was told.
 */
export function compare(told: Told | NotKnown, coverage: Coverage): Changes {
  const notKnown = typeof told === "string" ? told : undefined;
  const { ids, groups, lastDigest, passing } = typeof told === "string" ? NOTHING_TOLD : told;
  // In a healthy estate there is nothing to compare, and thousands of ids to make.
  const isQuiet = ids.size + groups.size === 0 && [...coverage.databases, ...coverage.routes].every(isWell);
  const states: ReadonlyMap<string, State> = isQuiet ? new Map() : statesOf(coverage);
  const byGroup = groupBy([...states.values()], ({ group }) => group);
  // Without any route nothing was read at all.
  const isAllRead = coverage.routes.length > 0 && coverage.routes.every(isSeen);

  const standing = [...states.values()].filter(stands);
  const news = standing.filter(({ id, group }) => !ids.has(id) && !groups.has(group));
  const waits = (one: State) => mayPass(one) && !passing.has(one.id);
  const begun = news.filter((one) => !waits(one));
  const over = [...ids].flatMap((id) => states.get(id) ?? []).filter(({ isAbsent }) => isAbsent);
  const unmatched = [...ids].filter((id) => !states.has(id));
  const compared = [...groups].map(([group, sum]) => compareGroup(group, sum, byGroup.get(group), isAllRead));

  const firstSeen = news.filter(waits).map(({ id }) => id);
  const kept = [...ids].flatMap((id) => states.get(id) ?? []).filter(({ isAbsent }) => !isAbsent);
  return {
    notKnown,
    begun: begun.flatMap(troublesOf),
    over,
    regrouped: compared.flatMap(({ changed }) => changed ?? []),
    gone: compared.filter(({ isGone }) => isGone).length + (isAllRead ? unmatched.length : 0),
    standing: standing.flatMap(troublesOf),
    waiting: news.filter(waits).flatMap(troublesOf).length,
    unsure:
      kept.filter((one) => !stands(one)).length +
      (isAllRead ? 0 : unmatched.length) +
      compared.filter(({ waiting }) => waiting).length,
    next: {
      passing: new Set(firstSeen),
      ...fitted(
        [...kept, ...begun, ...compared.flatMap(({ members }) => members)],
        isAllRead ? [] : unmatched,
        new Map(compared.flatMap(({ waiting }) => (waiting ? [waiting] : []))),
        firstSeen.length,
      ),
      lastDigest,
    },
  };
}

/** Whether each database that may be in trouble on a route has a row. */
const isSeen = ({ reach, unsure }: RouteCoverage): boolean => reach === "whole" && unsure.length === 0;

const isWell = ({ troubles }: { readonly troubles: readonly Trouble[] }): boolean => troubles.length === 0;

const mayPass = ({ standing }: State): boolean => standing.every(({ passing }) => passing);

const stands = ({ standing }: State): boolean => standing.length > 0;
const troublesOf = ({ standing }: State): readonly Trouble[] => standing;
const sumOf = (states: readonly State[]): string => checksum(states.map(({ id }) => id));

interface ComparedGroup {
  readonly changed?: Group;
  readonly isGone?: true;
  /** Those of it that are told one by one from now on, if there is room. */
  readonly members: readonly State[];
  /** The entry, where this run cannot say what is in the group. */
  readonly waiting?: readonly [string, string];
}

/** Of a group only a checksum is known. So it is compared when its whole route was read, and never in parts. */
function compareGroup(
  group: string,
  sum: string,
  states: readonly [State, ...State[]] | undefined,
  isAllRead: boolean,
): ComparedGroup {
  const waiting = [group, sum] as const;
  if (states === undefined) return isAllRead ? { members: [], isGone: true } : { members: [], waiting };
  const [{ route, trouble, isComplete }] = states;
  if (!isComplete) return { members: [], waiting };
  const members = membersOf(sum, states);
  if (members) return { members };
  const standing = states.filter(stands);
  return { members: standing, changed: { route, trouble, troubles: standing.flatMap(troublesOf) } };
}

/** Those of a group, where they are the ones that stand, or that may; undefined: others were in it. */
export function membersOf(sum: string, states: readonly State[]): readonly State[] | undefined {
  const possible = states.filter(({ isAbsent }) => !isAbsent);
  return [states.filter(stands), possible].find((some) => sumOf(some) === sum);
}

/**
 * As many ids as fit. The largest groups become one entry each, and last what has no row is left out: that may repeat, and never silences.
 */
function fitted(
  states: readonly State[],
  unmatched: readonly string[],
  waiting: ReadonlyMap<string, string>,
  firstSeen: number,
): Pick<Told, "ids" | "groups"> {
  const groups = new Map(waiting);
  let alone = states;
  const room = () => fits(alone.length + unmatched.length + firstSeen, groups.size);
  const largestFirst = [...groupBy(states, ({ group }) => group)].sort(([, a], [, b]) => b.length - a.length);
  for (const [group, members] of largestFirst) {
    if (room()) break;
    groups.set(group, sumOf(members));
    alone = alone.filter((one) => one.group !== group);
  }
  const ids = alone.map(({ id }) => id);
  return { ids: new Set(room() ? [...ids, ...unmatched] : ids), groups };
}
