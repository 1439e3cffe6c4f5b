import {
  camelCase,
  type Dictionary,
  type Field,
  type Flag,
  type List,
  type OneOf,
  type Text,
  type ValueKind,
  type WholeNumber,
} from "../../settings/kinds";
import { mustBe, nearest } from "../../settings/words";
import { shortened, shown } from "../core/shown";

/** Where a value is, and what is known of that place. */
export interface Place {
  /** For messages: `targets["eu-central-1"].kmsKeyArn`. */
  readonly at: string;
  readonly known?: Field["known"];
  /** The target region under which it is given. */
  readonly region?: string | undefined;
}

/** The form in which values come: props or environment. */
export interface Form {
  /** A setting's name in this form, from its name in snake_case. */
  readonly nameOf: (name: string) => string;
  /** Whether a value that is not given has its default. If not, it is missing, and null if there is none. */
  readonly defaults: boolean;
  /** The source region, where it is known. */
  readonly source?: string | undefined;
  /** Whether to take a value unchecked. */
  readonly passes?: (value: unknown, place: Place) => boolean;
}

/** Reads values as the kinds that they must be, and collects everything that is wrong. */
export class Check {
  readonly problems: string[] = [];

  constructor(private readonly form: Form) {}

  /** @returns the values by names in camelCase, without wrong ones @param also names that are known elsewhere */
  fields(fields: Readonly<Record<string, Field>>, given: object, place: Place, also: readonly string[] = []): object {
    const values = new Map<string, unknown>(Object.entries(given));
    const names = Object.keys(fields).map(this.form.nameOf);
    const path = (name: string) => (place.at === "" ? name : `${place.at}.${name}`);
    const known = [...names, ...also];
    for (const name of [...values.keys()].filter((one) => values.get(one) !== undefined && !known.includes(one))) {
      const likely = nearest(name, known);
      this.problems.push(
        `${path(shortened(name))} is unknown, the nearest is ${likely}: there are ${known.join(", ")}`,
      );
    }
    return fromEntries(
      Object.entries(fields).map(([name, field], index) => {
        const value = values.get(names[index] ?? name);
        const at = path(this.form.nameOf(name));
        return [camelCase(name), this.field(field, value, { ...place, at, known: field.known })];
      }),
    );
  }

  private field(field: Field, value: unknown, place: Place): unknown {
    const { defaults } = this.form;
    if (field.orNull !== undefined && value === null) return null;
    if (field.default === null && value === (defaults ? undefined : null)) return undefined;
    return this.value(field.is, defaults && value === undefined ? field.default : value, place);
  }

  /** @returns the value, without wrong parts */
  value(is: ValueKind, value: unknown, place: Place): unknown {
    if (this.form.passes?.(value, place)) return value;
    if (is.kind === "list" && Array.isArray(value)) return this.list(is, value, place);
    if (is.kind === "map" && isObject(value)) return this.map(is, value, place);
    if (is.kind === "object" && isObject(value)) return this.fields(is.fields, value, place);
    if (isScalar(is) && this.fits(is, value, place)) return value;
    return this.refuse(place.at, is, value);
  }

  private list(is: List, value: readonly unknown[], place: Place): unknown {
    this.few(is, place, value.length);
    const wrong = Array.from(value).filter(
      (item) => !this.form.passes?.(item, place) && !this.fits(is.of, item, place),
    );
    return wrong.length === 0 ? value : this.refuse(place.at, is, wrong);
  }

  private map(is: Dictionary, value: object, place: Place): object {
    const { keys, of } = is;
    const wrong = Object.keys(value).filter((key) => !this.form.passes?.(key, { at: "" }) && !fits(keys, key));
    if (wrong.length > 0) this.problems.push(`The keys of ${place.at} must be ${keys.mustBe}, got: ${all(wrong)}`);
    this.few(is, place, Object.keys(value).length);
    return fromEntries(
      Object.entries(value).map(([key, item]) => {
        const at = `${place.at}["${shortened(key)}"]`;
        const region = of.kind === "object" ? key : place.region;
        // One that is malformed is given all the same: rules between settings must know of it.
        return [key, this.value(of, item, { at, region }) ?? (of.kind === "object" ? {} : undefined)];
      }),
    );
  }

  private fits(is: Scalar, value: unknown, place: Place): boolean {
    return fits(is, value, is.kind === "text" && is.region === "source" ? this.form.source : place.region);
  }

  private few({ most }: List | Dictionary, { at }: Place, count: number): void {
    if (count > (most ?? count)) this.problems.push(`${at} must have at most ${most} entries, got: ${count}`);
  }

  private refuse(at: string, is: ValueKind, value: unknown): undefined {
    const got = is.kind === "list" && Array.isArray(value) ? all(value) : shown(value);
    this.problems.push(value === undefined ? `${at} is missing` : `${at} must be ${mustBe(is)}, got: ${got}`);
  }
}

type Scalar = Text | WholeNumber | Flag | OneOf;
const isScalar = (is: ValueKind): is is Scalar => ["text", "number", "flag", "one-of"].includes(is.kind);

/** Whether a value is of a kind. @param region the target region under which it stands, or the source region, if that is known */
export function fits(is: Scalar, value: unknown, region?: string): boolean {
  switch (is.kind) {
    case "text":
      if (typeof value !== "string" || value.length > (is.maxLength ?? value.length)) return false;
      if (is.not !== undefined && new RegExp(is.not, "u").test(value)) return false;
      return new RegExp(is.pattern, "u").test(value) && isOfRegion(is, value, region);
    case "number":
      return typeof value === "number" && Number.isInteger(value) && value >= is.min && value <= is.max;
    case "flag":
      return typeof value === "boolean";
    case "one-of":
      return is.values.some((one) => one === value);
  }
}

function isOfRegion({ region: must, orNoRegion }: Text, arn: string, region: string | undefined): boolean {
  if (must === undefined || (must === "source" && region === undefined)) return true;
  const [, , , own] = arn.split(":");
  return own === region || (orNoRegion === true && own === "");
}

/** Whether it is an object, of any realm and even without a prototype, but not a list, date or map. */
export const isObject = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === "[object Object]";

const all = (values: readonly unknown[]): string => shortened(values.map(shown).join(", "));

const fromEntries = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));
