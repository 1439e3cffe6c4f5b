import { createHash } from "node:crypto";
import { COPY_TAGS } from "../copy-tags";
import { KINDS, type Kind, type Tags } from "../model";
import { FIELD_NAMES, FIELDS, type FieldName, isOf, LEFT_OUT } from "./fields";
import type { Shape } from "./shape";
import { list, text, type Word } from "./words";

/** Raised with every new field. A field that has a code keeps its meaning. */
const VERSION = 1;
/** RDS's bound of a tag's value (docs/aws-facts.md#copy-tags). */
const LONGEST_TAG = 256;
export const SHEET_TAGS = [COPY_TAGS.restore, COPY_TAGS.restore2, COPY_TAGS.restore3] as const;
const LETTERS: Readonly<Record<Kind, string>> = { instance: "i", cluster: "c" };

/** What a copy's tags say of the database it is of. */
export interface Sheet {
  readonly shape: Shape;
  /** Names of fields that had a value and did not fit (codes, where a later version has given them). */
  readonly leftOut: readonly string[];
  readonly version: number;
  /** Codes of fields that only a later version knows. */
  readonly unread: readonly string[];
}

/** A sheet that cannot be relied on, and why, without a full stop. */
export interface Malformed {
  readonly malformed: string;
}

/**
 * The tags that say a database's shape: at most three. What does not fit is left out, the least important first, and the sheet says so.
 *
 * @returns the tags, and the fields that were left out, for the log
 */
export function sheetTags(shape: Shape): { readonly tags: Tags; readonly leftOut: readonly FieldName[] } {
  const words = new Map<FieldName, string>();
  const leftOut = new Set<FieldName>();
  for (const name of FIELD_NAMES) {
    const word = wordOf(shape, name);
    if (word === undefined) continue;
    if (word === "unwritable") leftOut.add(name);
    else words.set(name, word);
  }
  const named = [...words.keys()];
  const fits = () => slices(sheetText(shape.kind, named, words, leftOut)).length <= SHEET_TAGS.length;
  for (const name of [...named].reverse()) {
    if (fits()) break;
    leftOut.add(name);
  }
  // What was left out for something longer may fit after all.
  for (const name of named.filter((one) => leftOut.has(one))) {
    leftOut.delete(name);
    if (!fits()) leftOut.add(name);
  }
  const parts = slices(sheetText(shape.kind, named, words, leftOut));
  const tags = Object.fromEntries(parts.map((part, index) => [SHEET_TAGS[index] ?? "", part]));
  return { tags, leftOut: FIELD_NAMES.filter((name) => leftOut.has(name)) };
}

type Erased = { readonly code: string; readonly word: Word<unknown> };
const FIELD = FIELDS as Readonly<Record<FieldName, Erased>>;
const NAMES: ReadonlyMap<string, FieldName> = new Map(FIELD_NAMES.map((name) => [FIELD[name].code, name]));
const CODES = list(text);

function wordOf(shape: Shape, name: FieldName): string | "unwritable" | undefined {
  const value = (shape as Partial<Record<FieldName, unknown>>)[name];
  if (value === undefined || !isOf(name, shape.kind)) return undefined;
  const { code, word } = FIELD[name];
  const written = word.write(value);
  return written === undefined ? "unwritable" : `${code}=${written}`;
}

function sheetText(
  kind: Kind,
  named: readonly FieldName[],
  words: ReadonlyMap<FieldName, string>,
  leftOut: ReadonlySet<FieldName>,
): string {
  const kept = named.flatMap((name) => (leftOut.has(name) ? [] : (words.get(name) ?? [])));
  const codes = FIELD_NAMES.filter((name) => leftOut.has(name)).map((name) => FIELD[name].code);
  const said = [
    `v${VERSION}`,
    LETTERS[kind],
    ...kept,
    ...(codes.length > 0 ? [`${LEFT_OUT}=${CODES.write(codes)}`] : []),
  ];
  return `${said.join(" ")} ${checkOf(said.join(" "))}`;
}

/** Shows that a sheet was cut or changed. It is no proof of who wrote it. */
const checkOf = (said: string): string => createHash("sha256").update(said).digest("hex").slice(0, 6);

/** No tag begins or ends with a space, which somebody may trim. */
function slices(whole: string): readonly string[] {
  const parts: string[] = [];
  let rest = whole;
  while (rest.length > LONGEST_TAG) {
    let end = LONGEST_TAG;
    while (rest[end] === " " || rest[end - 1] === " ") end -= 1;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}

/** @returns what the tags of a copy say of its database; undefined where they say nothing, as those of an older copy */
export function readSheet(tags: Tags): Sheet | Malformed | undefined {
  const parts = SHEET_TAGS.map((key) => tags[key]);
  if (parts.every((part) => part === undefined)) return undefined;
  const missing = SHEET_TAGS.find((_, index) => parts[index] === undefined && parts.slice(index).some(Boolean));
  if (missing !== undefined) return { malformed: `its tag ${missing} is missing` };
  const whole = parts.join("");
  const end = whole.lastIndexOf(" ");
  const [first = "", letter = "", ...words] = whole.slice(0, Math.max(end, 0)).split(" ");
  const version = Number(/^v([1-9]\d{0,5})$/.exec(first)?.[1]);
  if (Number.isNaN(version)) return { malformed: `it begins with no version such as v${VERSION}` };
  if (whole.slice(end + 1) !== checkOf(whole.slice(0, end)))
    return { malformed: "it was cut or changed after it was written" };
  const kind = KINDS.find((one) => LETTERS[one] === letter);
  if (kind === undefined) return { malformed: "it is neither of an instance nor of a cluster" };
  return readWords(version, kind, words);
}

function readWords(version: number, kind: Kind, words: readonly string[]): Sheet | Malformed {
  const isLater = version > VERSION;
  const values = new Map<FieldName, unknown>();
  const seen = new Set<string>();
  const unread: string[] = [];
  let leftOut: readonly string[] = [];
  for (const word of words) {
    const [, code = "", written = ""] = /^([a-z0-9]{1,8})=(.*)$/.exec(word) ?? [];
    if (code === "" || seen.has(code)) return { malformed: "its words are not each a field with a value" };
    seen.add(code);
    const name = NAMES.get(code);
    const value = code === LEFT_OUT ? CODES.read(written) : name && isOf(name, kind) && FIELD[name].word.read(written);
    if (code === LEFT_OUT && value !== undefined) leftOut = value as readonly string[];
    else if (name !== undefined && value !== undefined && isOf(name, kind)) values.set(name, value);
    else if (isLater) unread.push(code);
    else return { malformed: `its field ${code} has no value that can be read` };
  }
  const shape = { kind, ...Object.fromEntries(values) } as Shape;
  return { shape, leftOut: leftOut.map((code) => NAMES.get(code) ?? code), version, unread };
}
