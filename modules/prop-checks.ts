import { Token } from "cdktf";
import { shortened, shown } from "../handlers/core/shown";

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What is wrong with a prop: its name, the bound, and what was given. Empty = valid. */
export type Problems = readonly string[];

const got = (value: unknown): string => `got: ${shown(value)}`;

/** A value that the plan will know has passed until then. */
const isLeftToThePlan = (value: unknown): boolean => value === undefined || Token.isUnresolved(value);

export function matching(prop: string, value: string | undefined, pattern: string, mustBe: string): Problems {
  if (isLeftToThePlan(value) || new RegExp(pattern).test(value ?? "")) return [];
  return [`${prop} must be ${mustBe}, ${got(value)}`];
}

export function each(prop: string, values: readonly string[] = [], pattern: string, mustBe: string): Problems {
  if (isLeftToThePlan(values)) return [];
  const wrong = values.filter((value) => !isLeftToThePlan(value) && !new RegExp(pattern).test(value));
  return wrong.length === 0 ? [] : [`${prop} must be ${mustBe}, got: ${shortened(wrong.join(", "))}`];
}

export function atMost(prop: string, value: string | undefined, length: number): Problems {
  if (isLeftToThePlan(value) || (value ?? "").length <= length) return [];
  return [`${prop} must have at most ${length} characters, ${got(value)}`];
}

export function oneOf(prop: string, value: unknown, values: readonly unknown[]): Problems {
  if (isLeftToThePlan(value) || values.includes(value)) return [];
  return [`${prop} must be one of ${values.join(", ")}, ${got(value)}`];
}

export function wholeNumber(prop: string, value: number | undefined, { min, max }: Bounds): Problems {
  if (value === undefined || Token.isUnresolved(value)) return [];
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  return [`${prop} must be a whole number from ${min} to ${max}, ${got(value)}`];
}

export function wholeNumbers(
  prop: string,
  values: Readonly<Record<string, number | undefined>>,
  bounds: Bounds,
): Problems {
  return Object.entries(values).flatMap(([name, value]) => wholeNumber(`${prop}.${name}`, value, bounds));
}

/** For what decides which resources there are, or is computed with at synth. */
export function known(prop: string, value: unknown): Problems {
  const items = Array.isArray(value) ? [value, ...value] : [value];
  if (!items.some((item) => Token.isUnresolved(item))) return [];
  return [`${prop} must be known at synth, got a token; the Terraform module takes such values at plan`];
}

/** The message of what a function throws. */
export function thrown(check: () => unknown): Problems {
  try {
    check();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
