import { type TerraformStack, TerraformVariable } from "cdktf";
import type { Field, ValueKind } from "../settings/kinds";
import { ALL_SETTINGS, type SettingName } from "../settings/settings";
import { BACKUP_WINDOW_LENGTH, MARGIN_FITS } from "./sweep-schedule-locals";
import { TARGET_VALIDATIONS } from "./target-validations";
import { type Validation, validation, validationsOf } from "./variable-validations";

/** Rules of variables beyond their kinds. */
const RULES: Partial<Record<SettingName, readonly Validation[]>> = {
  targets: TARGET_VALIDATIONS,
  clusters: [
    validation(
      "length(concat(var.instances.include, var.clusters.include)) > 0",
      "instances and clusters must not both have include = [], or nothing is backed up.",
    ),
  ],
  backup_windows: [BACKUP_WINDOW_LENGTH],
  schedule_margin_minutes: [MARGIN_FITS],
};

/** Terraform's type for a kind, as `optional(…)` has it. */
export function typeOf(is: ValueKind): string {
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
      return `map(${typeOf(is.of)})`;
    case "object":
      return `object({ ${Object.entries(is.fields)
        .map(([name, field]) => `${name} = ${optional(field)}`)
        .join(", ")} })`;
  }
}

const optional = ({ is, default: otherwise }: Field): string =>
  `optional(${typeOf(is)}${otherwise === null ? "" : `, ${JSON.stringify(otherwise)}`})`;

/** Adds a variable for each setting to a stack. */
export function terraformVariables(stack: TerraformStack): void {
  for (const [name, setting] of ALL_SETTINGS) {
    const variable = new TerraformVariable(stack, name, {
      type: typeOf(setting.is),
      description: setting.sentence,
      nullable: setting.default === null,
      validation: [...validationsOf(name, setting), ...(RULES[name] ?? [])],
    });
    // As an override: of an argument, cdktf throws at null and turns the keys of a map into snake_case (docs/aws-facts.md#cdktf).
    if (setting.default !== undefined) variable.addOverride("default", setting.default);
  }
}
