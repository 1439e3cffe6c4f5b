import { NO_TARGET, NOTHING_SELECTED, REGION_RULES, type RegionRule, TWO_KEYS } from "../settings/rules";
import type { SettingName } from "../settings/settings";
import { hcl } from "./expressions";
import { POLICY_FITS } from "./policy-size";
import { BACKUP_WINDOW_LENGTH, MARGIN_FITS } from "./sweep-schedule-locals";
import { every, SOURCE_REGION, type Validation, validation } from "./variable-validations";

/** Conditions on a source region and target regions, in HCL (docs/aws-facts.md#region-pairs). */
export const regionRules = (source: string, targets: string): Validation[] =>
  REGION_RULES.map((rule) =>
    every({
      loops: [`region in ${targets}`],
      broken: refuses(rule, source, "region"),
      message: `${rule.sentence}, got: %s`,
      lists: [`"${hcl(source)} to ${hcl("region")}"`],
    }),
  );

function refuses({ refuses, prefixes }: RegionRule, source: string, target: string): string {
  if (refuses === "same") return `${target} == ${source}`;
  const relation = refuses === "any" ? "||" : "!=";
  const isRefused = (prefix: string) => `startswith(${source}, ${prefix}) ${relation} startswith(${target}, ${prefix})`;
  const [only, ...others] = prefixes;
  return others.length === 0
    ? isRefused(JSON.stringify(only))
    : `anytrue([for prefix in ${JSON.stringify(prefixes)} : ${isRefused("prefix")}])`;
}

const REGIONS = "try(keys(var.targets), [])";
const TARGET = "var.targets[region]";
const FLAG = `${TARGET}.${TWO_KEYS.beside}`;

/** Validations between variables, beyond their kinds. */
export const SETTING_RULES: Partial<Record<SettingName, readonly Validation[]>> = {
  targets: [
    validation(`try(length(keys(var.targets)), 1) > 0`, `${NO_TARGET}, got: {}`),
    ...regionRules(SOURCE_REGION, REGIONS),
    every({
      loops: [`region in ${REGIONS}`],
      // The flag is true by default. If it has another type, the rule on its type says so.
      broken: `try(${TARGET}.${TWO_KEYS.given}, null) != null && try(${FLAG} == null ? true : tobool(${FLAG}), !can(${FLAG}))`,
      message: `%s must be ${TWO_KEYS.mustBe}`,
      lists: [`"targets[\\"${hcl("region")}\\"].${TWO_KEYS.given}"`],
    }),
    POLICY_FITS,
  ],
  clusters: [
    validation(
      NOTHING_SELECTED.settings
        .map((name) => `try(length(var.${name}.${NOTHING_SELECTED.field}) > 0, true)`)
        .join(" || "),
      `${NOTHING_SELECTED.sentence}.`,
    ),
  ],
  backup_windows: [BACKUP_WINDOW_LENGTH],
  schedule_margin_minutes: [MARGIN_FITS],
};
