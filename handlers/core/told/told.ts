import { ID_LENGTH } from "./trouble-id";

/** What people have been told: the only thing that one run remembers for the next (decisions/0023-what-was-told-is-remembered.md). */
export interface Told {
  /** Of the troubles that were told, and are not known to be over. */
  readonly ids: ReadonlySet<string>;
  /** Where ids would not fit: id of a group → checksum of the ids in it. */
  readonly groups: ReadonlyMap<string, string>;
  /** When the last digest was due, whether or not there was anything to say in it. Precise to the minute. */
  readonly lastDigest: Date | undefined;
  /** Of what may be over by itself, and was seen in the last run for the first time: it is told if the next one sees it too. */
  readonly passing: ReadonlySet<string>;
}

export const NOTHING_TOLD: Told = { ids: new Set(), groups: new Map(), lastDigest: undefined, passing: new Set() };

/** What Terraform writes when it makes the parameter, as a parameter cannot be empty. */
export const INITIAL_TEXT = "-";

/** Of a standard parameter of Parameter Store (docs/aws-facts.md#parameters). */
export const LONGEST_TEXT = 4096;

const VERSION = "1";
const NONE = "-";
const TEXT = /^1 (-|\d{4}-\d\d-\d\dT\d\d:\d\dZ) (-|(?:[\w-]{5})+) (-|(?:[\w-]{10})+) (-|(?:[\w-]{5})+)$/;

/** @returns undefined if it is not a text of `printTold`, whoever wrote it */
export function parseTold(text: string): Told | undefined {
  if (text === INITIAL_TEXT) return NOTHING_TOLD;
  const [, digest = NONE, ids = NONE, groups = NONE, passing = NONE] = TEXT.exec(text) ?? [];
  if (!TEXT.test(text)) return undefined;
  const lastDigest = digest === NONE ? undefined : new Date(digest);
  if (lastDigest && Number.isNaN(lastDigest.getTime())) return undefined;
  return {
    ids: new Set(pieces(ids, ID_LENGTH)),
    groups: new Map(
      pieces(groups, 2 * ID_LENGTH).map((piece) => [piece.slice(0, ID_LENGTH), piece.slice(ID_LENGTH)] as const),
    ),
    lastDigest,
    passing: new Set(pieces(passing, ID_LENGTH)),
  };
}

/** Equal texts for equal contents. */
export function printTold({ ids, groups, lastDigest, passing }: Told): string {
  const digest = lastDigest === undefined ? NONE : `${lastDigest.toISOString().slice(0, 16)}Z`;
  const pairs = [...groups].map(([id, sum]) => `${id}${sum}`);
  return [VERSION, digest, ...[[...ids], pairs, [...passing]].map((some) => some.sort().join("") || NONE)].join(" ");
}

/** Room for ids and groups in a text, whatever else is in it. */
const ROOM = LONGEST_TEXT - "1 2026-01-31T06:00Z - - -".length;

/** Whether so many ids and groups fit into a text. */
export const fits = (ids: number, groups: number): boolean => (ids + 2 * groups) * ID_LENGTH <= ROOM;

const pieces = (text: string, length: number): string[] =>
  text === NONE
    ? []
    : Array.from({ length: text.length / length }, (_, at) => text.slice(at * length, (at + 1) * length));
