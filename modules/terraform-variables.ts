import { type TerraformStack, TerraformVariable } from "cdktf";
import type { Field, ValueKind } from "../settings/kinds";
import { ALL_SETTINGS } from "../settings/settings";
import { described } from "../settings/words";
import { SETTING_RULES } from "./setting-rules";
import { isTyped, validationsOf } from "./variable-validations";

/** Terraform's type of a variable. */
function typeOf(is: ValueKind): string {
  if (!isTyped(is)) return "any";
  return is.kind === "object" ? "map(number)" : shapeOf(is);
}

/** The shape that a variable takes, written as a Terraform type: for the README. */
export function shapeOf(is: ValueKind): string {
  switch (is.kind) {
    case "text":
      return "string";
    case "number":
      return "number";
    case "flag":
      return "bool";
    case "one-of":
      return typeof is.values[0] === "number" ? "number" : "string";
    case "list":
      return "list(string)";
    case "map":
      return `map(${shapeOf(is.of)})`;
    case "object":
      return `object({ ${Object.entries(is.fields)
        .map(([name, field]) => `${name} = ${optional(field)}`)
        .join(", ")} })`;
  }
}

const optional = ({ is, default: otherwise }: Field): string =>
  `optional(${shapeOf(is)}${otherwise === null ? "" : `, ${JSON.stringify(otherwise)}`})`;

/** Adds a variable for each setting to a stack. */
export function terraformVariables(stack: TerraformStack): void {
  for (const [name, setting] of ALL_SETTINGS) {
    const variable = new TerraformVariable(stack, name, {
      type: typeOf(setting.is),
      description: described(setting),
      nullable: setting.default === null || setting.orNull !== undefined,
      validation: [...validationsOf(name, setting), ...(SETTING_RULES[name] ?? [])],
    });
    // As an override: of an argument, cdktf throws at null and turns the keys of a map into snake_case (docs/aws-facts.md#cdktf).
    if (setting.default !== undefined) variable.addOverride("default", setting.default);
  }
}
