import type { Fields, List, OneOf, Setting, Text, WholeNumber } from "../settings/kinds";
import { hcl } from "./expressions";

/** A `validation` block of a Terraform variable. */
export interface Validation {
  /** HCL in `${…}`. The rule itself handles null. A value that is unknown at plan makes it unknown, which passes. */
  readonly condition: string;
  /** Names the variable, states the bound, and ends with the value given. */
  readonly errorMessage: string;
}

export const validation = (rule: string, errorMessage: string): Validation => ({ condition: hcl(rule), errorMessage });

/** One rule for all elements. The message ends with those that break it. */
export function every(loop: string, rule: string, shown: string, mustBe: string): Validation {
  const wrong = `[for ${loop} : ${shown} if !(${rule})]`;
  // A call, not a template: checkov cannot read objects inside a template.
  const message = hcl(`format(${JSON.stringify(`${mustBe}, got: %s`)}, join(", ", ${wrong}))`);
  return validation(`alltrue([for ${loop} : ${rule}])`, message);
}

export const SOURCE_REGION = "data.aws_region.this.region";

export const matches = (value: string, pattern: string): string => `can(regex("${pattern}", ${value}))`;

/** HCL: whether an ARN is of a key in a region. */
export const isKeyOf = (region: string, arn: string, { pattern }: Text) =>
  `${matches(arn, pattern)} && try(split(":", ${arn})[3], "") == ${region}`;

/** The validations that follow from the kind of a setting. */
export function validationsOf(name: string, setting: Setting): Validation[] {
  const { is } = setting;
  switch (is.kind) {
    case "text":
      return text(name, is, setting.default === null);
    case "number":
      return [
        validation(
          isWhole(`var.${name}`, is),
          `${name} must be a whole number from ${is.min} to ${is.max}, got: ${hcl(`var.${name}`)}`,
        ),
      ];
    case "one-of":
      return [oneOf(name, is)];
    case "list":
      return [elements(name, is)];
    case "object":
      return fields(name, is);
    case "map":
    case "flag":
      return [];
  }
}

function text(name: string, is: Text, nullable: boolean): Validation[] {
  const value = `var.${name}`;
  const rule = is.region === "source" ? isKeyOf(SOURCE_REGION, value, is) : matches(value, is.pattern);
  const mustBe = is.mustBe.replace("the source region", `the source region ${hcl(SOURCE_REGION)}`);
  const pattern = nullable
    ? validation(
        `${value} == null ? true : ${rule}`,
        `${name} must be ${mustBe}, got: ${hcl(`${value} == null ? "null" : ${value}`)}`,
      )
    : validation(rule, `${name} must be ${mustBe}, got: ${hcl(value)}`);
  if (is.maxLength === undefined) return [pattern];
  const length = validation(
    `length(${value}) <= ${is.maxLength}`,
    `${name} must have at most ${is.maxLength} characters, got: ${hcl(value)}`,
  );
  return [pattern, length];
}

const elements = (name: string, { of }: List): Validation =>
  every(`element in var.${name}`, matches("element", of.pattern), "element", `${name} must be ${of.mustBe}`);

const oneOf = (name: string, { values }: OneOf): Validation =>
  validation(
    `contains(${JSON.stringify(values)}, var.${name})`,
    `${name} must be one of ${values.join(", ")}, got: ${hcl(`var.${name}`)}`,
  );

const isWhole = (value: string, { min, max }: WholeNumber): string =>
  `${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}`;

function fields(name: string, { fields: all }: Fields): Validation[] {
  const numbers = new Map<WholeNumber, string[]>();
  const lists = new Map<Text, string[]>();
  for (const [field, { is }] of Object.entries(all)) {
    if (is.kind === "number") numbers.set(is, [...(numbers.get(is) ?? []), field]);
    if (is.kind === "list") lists.set(is.of, [...(lists.get(is.of) ?? []), field]);
  }
  return [
    ...[...numbers].map(([is, named]) =>
      every(
        `attribute, value in { ${named.map((field) => `${field} = var.${name}.${field}`).join(", ")} }`,
        isWhole("value", is),
        `"${hcl("attribute")} = ${hcl("value")}"`,
        `${name}: ${named.join(", ")} must be ${named.length > 1 ? "whole numbers" : "a whole number"} from ${is.min} to ${is.max}`,
      ),
    ),
    ...[...lists].map(([of, named]) =>
      every(
        `pattern in concat(${named.map((field) => `var.${name}.${field}`).join(", ")})`,
        matches("pattern", of.pattern),
        "pattern",
        `${name}: ${named.join(" and ")} must be ${of.mustBe}`,
      ),
    ),
  ];
}
