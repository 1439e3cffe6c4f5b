import { PATTERNS } from "../handlers/settings/bounds";
import { hcl } from "./expressions";

/** A `validation` block of a Terraform variable. */
export interface Validation {
  /** HCL in `${…}`. Null is checked by the rule itself; what is unknown at plan makes it unknown, and passes. */
  readonly condition: string;
  /** Names the variable, states the bound, and ends with the value given. */
  readonly errorMessage: string;
}

/** What settings must be, in words. */
export const SCHEDULE_FORM = "cron(…) of six fields, with ? for the day of month or of week, or rate(…)";
export const DATABASE_IDS = "database ids (letters, digits and hyphens, at most 63, and a letter first)";

export const validation = (rule: string, errorMessage: string): Validation => ({ condition: hcl(rule), errorMessage });

/** One rule for all elements; the message ends with those that break it. */
export function every(loop: string, rule: string, shown: string, mustBe: string): Validation {
  const wrong = `[for ${loop} : ${shown} if !(${rule})]`;
  // A call, not a template: those who read HCL without Terraform stumble over objects inside one (checkov).
  const message = hcl(`format(${JSON.stringify(`${mustBe}, got: %s`)}, join(", ", ${wrong}))`);
  return validation(`alltrue([for ${loop} : ${rule}])`, message);
}

export const matches = (value: string, pattern: string): string => `can(regex("${pattern}", ${value}))`;

export function pattern(name: string, regex: string, mustBe: string): Validation {
  return validation(matches(`var.${name}`, regex), `${name} must be ${mustBe}, got: ${hcl(`var.${name}`)}`);
}

/** A pattern of a variable that may be null. */
export function patternOrNull(name: string, regex: string, mustBe: string): Validation {
  return validation(
    `var.${name} == null ? true : ${matches(`var.${name}`, regex)}`,
    `${name} must be ${mustBe}, got: ${hcl(`var.${name} == null ? "null" : var.${name}`)}`,
  );
}

export function elements(name: string, regex: string, mustBe: string): Validation {
  return every(`element in var.${name}`, matches("element", regex), "element", `${name} must be ${mustBe}`);
}

export function oneOf(name: string, values: readonly (string | number)[]): Validation {
  return validation(
    `contains(${JSON.stringify(values)}, var.${name})`,
    `${name} must be one of ${values.join(", ")}, got: ${hcl(`var.${name}`)}`,
  );
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const isWhole = (value: string, { min, max }: Bounds): string =>
  `${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}`;

export function wholeNumber(name: string, bounds: Bounds): Validation {
  return validation(
    isWhole(`var.${name}`, bounds),
    `${name} must be a whole number from ${bounds.min} to ${bounds.max}, got: ${hcl(`var.${name}`)}`,
  );
}

/** Attributes of an object. */
export function wholeNumbers(name: string, attributes: readonly string[], bounds: Bounds): Validation {
  const object = `{ ${attributes.map((attribute) => `${attribute} = var.${name}.${attribute}`).join(", ")} }`;
  return every(
    `attribute, value in ${object}`,
    isWhole("value", bounds),
    `"${hcl("attribute")} = ${hcl("value")}"`,
    `${name}: ${attributes.join(", ")} must be ${attributes.length > 1 ? "whole numbers" : "a whole number"} from ${bounds.min} to ${bounds.max}`,
  );
}

/** The patterns of `instances` or `clusters`. */
export function databasePatterns(name: string): Validation {
  return every(
    `pattern in concat(var.${name}.include, var.${name}.exclude)`,
    matches("pattern", PATTERNS.databasePattern),
    "pattern",
    `${name}: include and exclude must be database ids or patterns (letters, digits, hyphens and *, at most 63)`,
  );
}
