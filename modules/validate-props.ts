import { TerraformProvider, Token } from "cdktf";
import { shortened, shown } from "../handlers/core/shown";
import { BackupWindow } from "../handlers/settings/backup-window";
import { Check, isObject } from "../handlers/settings/check";
import { refuses } from "../handlers/settings/region-rules";
import { sweepSchedule } from "../handlers/settings/sweep-schedule";
import { camelCase, type Values } from "../settings/kinds";
import { NO_TARGET, NOTHING_SELECTED, REGION_RULES, TWO_KEYS } from "../settings/rules";
import { SETTINGS } from "../settings/settings";
import type { ConstructProps } from "./construct-props";
import { environmentFits, keyArnToBe, wiringToBe } from "./environment-size";
import { literalEnvironment } from "./literal-environment";
import { policyFits } from "./policy-size";
import type { RdsCrossRegionBackupProps } from "./props";

/** The settings in force, with defaults for those that are not given. */
export type EffectiveSettings = Values<typeof SETTINGS>;

const isProvider = (value: unknown): boolean => TerraformProvider.isTerraformProvider(value);
const CONSTRUCT_PROPS: Readonly<Record<keyof ConstructProps, readonly [(value: unknown) => boolean, string]>> = {
  provider: [isProvider, "a provider"],
  sweepFunctionConfig: [isObject, "an object"],
  backupFinishedFunctionConfig: [isObject, "an object"],
};

/**
 * Checks props by the same rules as the variables of the Terraform module. Tokens are left to the plan, except where they
 * would decide which resources there are.
 *
 * @param props from a caller who may not use TypeScript
 * @param path of the construct, for the message
 * @throws Error that lists everything that is wrong
 */
export function validateProps(props: RdsCrossRegionBackupProps, path: string): EffectiveSettings {
  const problems: string[] = [];
  if (isObject(props)) {
    const settings = checkedSettings(props, problems);
    problems.push(...constructProblems(props), ...rules(settings));
    // Nothing is missing or malformed, as nothing is wrong.
    if (problems.length === 0)
      problems.push(...policyFits(settings), ...environmentProblems(settings as EffectiveSettings));
    if (problems.length === 0) return settings as EffectiveSettings;
  } else problems.push(`they must be an object, got: ${shown(props ?? null)}`);
  throw new Error(`The props of ${path} are not valid:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
}

type Settings = Partial<EffectiveSettings>;

function checkedSettings(props: object, problems: string[]): Settings {
  const { region } = Object(props);
  const check = new Check({
    nameOf: camelCase,
    defaults: true,
    source: typeof region === "string" ? region : undefined,
    passes: (value, { at, known }) => {
      if (!Token.isUnresolved(value)) return false;
      if (known === true)
        problems.push(`${at} must be known at synth, got a token; the Terraform module takes such values at plan`);
      if (known === "whole" && typeof value !== "string")
        problems.push(`${at} must be known at synth, got a token for all of it: only its values may be tokens`);
      return true;
    },
  });
  const settings = check.fields(SETTINGS, props, { at: "" }, Object.keys(CONSTRUCT_PROPS));
  problems.push(...check.problems);
  return settings;
}

const constructProblems = (props: RdsCrossRegionBackupProps): string[] =>
  Object.entries(CONSTRUCT_PROPS).flatMap(([name, [isRight, mustBe]]) => {
    const value = new Map<string, unknown>(Object.entries(props)).get(name);
    return value === undefined || isRight(value) ? [] : [`${name} must be ${mustBe}, got: ${shown(value)}`];
  });

/** Rules between well-formed settings. Those on the provider's region are left to the plan: `regionChecks`. */
function rules(settings: Settings): string[] {
  const selections = NOTHING_SELECTED.settings.map((name) => settings[name]?.[NOTHING_SELECTED.field]?.length);
  return [
    ...targetProblems(settings.targets ?? {}, settings.region),
    ...(settings.targets && Object.keys(settings.targets).length === 0 ? [`${NO_TARGET}, got: {}`] : []),
    ...(selections.every((length) => length === 0) ? [NOTHING_SELECTED.sentence] : []),
    ...scheduleProblems(settings),
  ];
}

function targetProblems(targets: Readonly<Record<string, object>>, source: string | undefined): string[] {
  const regions = Object.keys(targets);
  const all = [...new Set(source === undefined ? regions : [source, ...regions])];
  const apart = REGION_RULES.filter((rule) =>
    rule.refuses === "same"
      ? source !== undefined && regions.includes(source)
      : all.some((one) => all.some((other) => refuses(rule, one, other))),
  );
  const twice = Object.entries(targets).filter(([, target]) => {
    const values = new Map<string, unknown>(Object.entries(target));
    return values.get(camelCase(TWO_KEYS.given)) !== undefined && values.get(camelCase(TWO_KEYS.beside)) === true;
  });
  return [
    ...apart.map(({ sentence }) => `${sentence}, got: ${shortened(all.join(", "))}`),
    ...twice.map(
      ([region]) =>
        `targets["${shortened(region)}"].${camelCase(TWO_KEYS.given)} must be ${camelCase(TWO_KEYS.mustBe)}`,
    ),
  ];
}

function scheduleProblems(settings: Settings): string[] {
  const { scheduleExpression, backupWindows = [], scheduleMarginMinutes } = settings;
  const windows = backupWindows.flatMap((window) => (Token.isUnresolved(window) ? [] : window));
  const short = windows.flatMap((window) => thrown(() => new BackupWindow(window)));
  if (short.length > 0 || windows.length === 0 || scheduleExpression !== undefined) return short;
  const { backupWindowInstances = [], backupWindowClusters = [] } = settings;
  const margin = scheduleMarginMinutes;
  if (margin === undefined || Token.isUnresolved(margin)) return [];
  if (backupWindowInstances.length > 0 || backupWindowClusters.length > 0) return []; // the plan knows all windows
  return thrown(() =>
    sweepSchedule(
      windows.map((window) => new BackupWindow(window)),
      margin,
    ),
  );
}

/** Only without tokens: those may become any length, and then only Lambda can tell. */
function environmentProblems(settings: EffectiveSettings): string[] {
  const environment = {
    ...literalEnvironment(settings, keyArnToBe),
    ...wiringToBe(settings.name, Object.keys(settings.targets)),
  };
  return Object.values(environment).some((value) => Token.isUnresolved(value)) ? [] : environmentFits(environment);
}

/** The message of the error that a check throws. */
function thrown(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
