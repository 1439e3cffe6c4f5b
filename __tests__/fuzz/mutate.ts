import fc from "fast-check";
import { PROTOTYPE_KEYS } from "./odd-values";

/** One change somewhere in a value. */
interface Change {
  /** Which place, of all there are. */
  readonly place: number;
  readonly how: "drop" | "replace" | "wrap" | "encode" | "add" | "twice";
  readonly value: unknown;
  readonly key: string;
}

const changes = (odd: fc.Arbitrary<unknown>): fc.Arbitrary<Change> =>
  fc.record({
    place: fc.nat(),
    how: fc.constantFrom("drop", "replace", "replace", "wrap", "encode", "add", "twice"),
    value: odd,
    key: fc.constantFrom("Records", "Sns", "include", "x", ...PROTOTYPE_KEYS),
  });

/** The value with one to three changes, at any depth: fields dropped, replaced, retyped, added, doubled. */
export function mutated(value: unknown, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.array(changes(odd), { minLength: 1, maxLength: 3 }).map((list) => list.reduce<unknown>(changed, value));
}

function changed(value: unknown, change: Change): unknown {
  const places = placesIn(value);
  const path = places[change.place % places.length] ?? [];
  return at(value, path, change);
}

type Path = readonly string[];

function placesIn(value: unknown, path: Path = []): Path[] {
  return [path, ...entriesOf(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** Of plain objects and arrays: nothing else has places to go into. */
function entriesOf(value: unknown): [string, unknown][] {
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]";
  return typeof value === "object" && value !== null && isPlain && !isCyclic(value) ? Object.entries(value) : [];
}

function isCyclic(value: object): boolean {
  return Object.values(value).includes(value);
}

function at(value: unknown, path: Path, change: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return changedHere(value, change);
  const entries = entriesOf(value).flatMap(([name, item]): [string, unknown][] => {
    if (name !== key) return [[name, item]];
    if (rest.length === 0 && change.how === "drop") return [];
    return [[name, at(item, rest, change)]];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function changedHere(value: unknown, { how, value: odd, key }: Change): unknown {
  switch (how) {
    case "drop":
    case "replace":
      return odd;
    case "wrap":
      return [value];
    case "encode":
      return encoded(value) ?? odd;
    case "add":
      return Array.isArray(value) ? [...value, odd] : Object.fromEntries([...entriesOf(value), [key, odd]]);
    case "twice":
      return Array.isArray(value) ? [...value, ...value] : [value, value];
  }
}

/** Undefined for what JSON cannot hold. */
function encoded(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
