import type { Dictionary, Fields, List, OneOf, Setting, Text, ValueKind, WholeNumber } from "../settings/kinds";
import { mustBe } from "../settings/words";
import { hcl } from "./expressions";

/** A `validation` block of a Terraform variable. */
export interface Validation {
  /** HCL in `${…}`. A value that is unknown at plan makes it unknown, which passes until the apply. */
  readonly condition: string;
  /** Names what is wrong, states the bound, and ends with the value given. */
  readonly errorMessage: string;
}

/** Not the one that the state knows: a plan without a state must know it, and a test with mocks too. */
export const SOURCE_REGION = "coalesce(var.region, data.aws_region.this.region)";

export const validation = (rule: string, errorMessage: string): Validation => ({ condition: hcl(rule), errorMessage });

export const matches = (value: string, pattern: string): string => `can(regex(${JSON.stringify(pattern)}, ${value}))`;

/** A rule for everything that some loops go through. */
interface Rule {
  /** `name in HCL`, outer ones first. */
  readonly loops: readonly string[];
  /** HCL: whether an element breaks the rule. */
  readonly broken: string;
  /** The message, with a `%s` for each of the lists. */
  readonly message: string;
  /** HCL of texts, evaluated for each element that breaks the rule. */
  readonly lists: readonly string[];
}

/** Condition and message are made of the same list, so that both are unknown at plan or none: Terraform shows no unknown message. */
export function every({ loops, broken, message, lists }: Rule): Validation {
  const all = (item: string): string => {
    const [inner = "", ...outer] = loops.toReversed();
    return outer.reduce((list, loop) => `flatten([for ${loop} : ${list}])`, `[for ${inner} : ${item} if ${broken}]`);
  };
  const texts = lists.map((item) => `join(", ", distinct(${all(item)}))`);
  // A call, not a template: checkov cannot read objects inside a template.
  return validation(`length(${all("true")}) == 0`, hcl(`format(${[JSON.stringify(message), ...texts].join(", ")})`));
}

/** Where a value is. */
interface Place {
  /** HCL of the value. It fails if what the value is a part of lacks it or has another form. */
  readonly path: string;
  /** Its name for messages, as the inside of a template. */
  readonly at: string;
  /** The loops of the variables in the path. */
  readonly loops: readonly string[];
  /** Whether the value may be null. */
  readonly optional: boolean;
  /** Whether the variable's Terraform type already ensures its type. */
  readonly typed: boolean;
}

/** The validations that follow from the kind of a setting. */
export function validationsOf(name: string, { is, default: otherwise, orNull }: Setting): Validation[] {
  const optional = otherwise === null || orNull !== undefined;
  return demands(is, { path: `var.${name}`, at: name, loops: [], optional, typed: isTyped(is) });
}

/** Whether a variable has a type. Objects, unless of numbers, have none: docs/aws-facts.md#unknown-attributes. */
export function isTyped(is: ValueKind): boolean {
  if (is.kind === "map") return isTyped(is.of);
  return is.kind !== "object" || isOfNumbers(is);
}

const isOfNumbers = ({ fields }: Fields): boolean => Object.values(fields).every(({ is }) => is.kind === "number");

/** The value; null if it or what it is a part of is not given, or if that has another form. */
const valueAt = ({ path, typed }: Place): string => (typed ? path : `try(${path}, null)`);
const keysOf = ({ path, typed }: Place): string => (typed ? `keys(${path})` : `try(keys(${path}), [])`);
const partOf = (place: Place, name: string): Place => ({
  ...place,
  path: place.typed ? `lookup(${place.path}, "${name}", null)` : `${place.path}.${name}`,
  at: `${place.at}.${name}`,
  optional: true,
});
/** @param key an HCL variable */
const itemOf = (place: Place, key: string): Place => ({
  ...place,
  path: `${place.path}[${key}]`,
  at: `${place.at}[\\"${hcl(key)}\\"]`,
  loops: [...place.loops, `${key} in ${keysOf(place)}`],
  optional: false,
});

function demands(is: ValueKind, place: Place): Validation[] {
  switch (is.kind) {
    case "flag":
      return place.typed ? [] : [check(is, place, `can(tobool(${valueAt(place)}))`)];
    case "list":
      return list(is, place);
    case "map":
      return map(is, place);
    case "object":
      return object(is, place);
    default:
      return is.kind === "text" && is.pattern === "" && place.typed ? [] : [check(is, place, fits(is, valueAt(place)))];
  }
}

function fits(is: Text | WholeNumber | OneOf, value: string): string {
  if (is.kind === "number") return `${value} >= ${is.min} && ${value} <= ${is.max} && floor(${value}) == ${value}`;
  if (is.kind === "one-of") return `contains(${JSON.stringify(is.values)}, ${value})`;
  const region = is.region === "source" ? SOURCE_REGION : "region";
  return [
    matches(value, is.pattern),
    ...(is.not === undefined ? [] : [`!${matches(value, is.not)}`]),
    ...(is.maxLength === undefined ? [] : [`length(${value}) <= ${is.maxLength}`]),
    ...(is.region === undefined ? [] : [isOfRegion(is, `try(split(":", ${value})[3], "")`, region)]),
  ].join(" && ");
}

const isOfRegion = ({ orNoRegion }: Text, own: string, region: string): string =>
  orNoRegion === true ? `contains(["", ${region}], ${own})` : `${own} == ${region}`;

/** Checks a value. In maps the message names only the places, so that Terraform can show it although some values are unknown. */
function check(is: ValueKind, place: Place, fits: string): Validation {
  const { at, loops, optional } = place;
  if (loops.length === 0) {
    const rule = optional ? `${valueAt(place)} == null ? true : ${fits}` : fits;
    return validation(rule, `${at} must be ${mustBe(is)}, got: ${hcl(`jsonencode(${valueAt(place)})`)}`);
  }
  const broken = optional ? `${valueAt(place)} == null ? false : !(${fits})` : `!(${fits})`;
  return every({ loops, broken, message: `%s must be ${mustBe(is)}`, lists: [`"${at}"`] });
}

/** Checks that a value without a type is a list or object at all. */
const form = (is: ValueKind, place: Place, convert: string): Validation[] =>
  place.typed ? [] : [check(is, place, `can(${convert}(${place.path}))`)];

function list(is: List, place: Place): Validation[] {
  const { path, at, loops, optional, typed } = place;
  const given = optional ? `${path} == null ? [] : ${path}` : path;
  const items = typed ? given : `try([for one in tolist(${path}) : one], [])`;
  return [
    ...form(is, place, "tolist"),
    every({
      loops: [...loops, `one in ${items}`],
      broken: `!(${fits(is.of, "one")})`,
      message: `${at} must be ${mustBe(is)}, got: %s`,
      lists: ["jsonencode(one)"],
    }),
    ...few(is, place, items),
  ];
}

/** @param entries the list or the keys, in HCL */
function few({ most }: List | Dictionary, { at }: Place, entries: string): Validation[] {
  if (most === undefined) return [];
  const count = `length(${entries})`;
  return [validation(`${count} <= ${most}`, `${at} must have at most ${most} entries, got: ${hcl(count)}`)];
}

function map(is: Dictionary, place: Place): Validation[] {
  const key = is.of.kind === "object" ? "region" : "key";
  const item = itemOf(place, key);
  const named = every({
    loops: item.loops,
    broken: `!(${fits(is.keys, key)})`,
    message: `The keys of %s must be ${is.keys.mustBe}, got: %s`,
    lists: [`"${place.at}"`, `jsonencode(${key})`],
  });
  return [
    ...form(is, place, "keys"),
    ...(is.keys.pattern === "" ? [] : [named]),
    ...few(is, place, keysOf(place)),
    ...demands(is.of, item),
  ];
}

function object(is: Fields, place: Place): Validation[] {
  const names = Object.keys(is.fields);
  const known = JSON.stringify(names);
  const unknown = every({
    loops: [...place.loops, `name in ${keysOf(place)}`],
    broken: `!contains(${known}, name)`,
    message: `%s: there are ${names.join(", ")}`,
    lists: [`"${place.at}.${hcl("name")} is unknown, the nearest is ${hcl(nearestOf("name", known))}"`],
  });
  const parts = Object.entries(is.fields).flatMap(([name, field]) => demands(field.is, partOf(place, name)));
  return [...form(is, place, "keys"), unknown, ...parts];
}

/** `nearest` in HCL: of names in a list the one that shares the most pairs of letters with another. */
function nearestOf(name: string, list: string): string {
  const pairs = (text: string) => `[for at in range(max(0, length(${text}) - 1)) : substr(${text}, at, 2)]`;
  const likeness = `floor(1000 * length(setintersection(${pairs("known")}, ${pairs(name)})) / (length(known) + length(${name})))`;
  return `substr(sort([for known in ${list} : format("%04d %s", 1000 - ${likeness}, known)])[0], 5, -1)`;
}
