import { ENVIRONMENT } from "../../settings/environment";
import { camelCase, type ValueKind, type Values } from "../../settings/kinds";
import { NO_TARGET, NOTHING_SELECTED } from "../../settings/rules";
import { REGION } from "../../settings/texts";
import { shortened } from "../core/shown";
import { Check } from "./check";
import { regionProblem } from "./region-rules";
import type { Startup } from "./settings";
import { parseWiring, type Wiring } from "./wiring";

/** Thrown at cold start; the message lists everything that is wrong with the environment. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(`The settings in the environment are not valid:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

const VARIABLES = {
  aws_region: { is: { ...REGION, mustBe: "the name of a region" }, sentence: "The source region." },
  ...ENVIRONMENT,
} as const;

/**
 * Reads the settings that the construct wrote, one environment variable each, JSON where it is a list or an object.
 * There is no default for a malformed or missing value.
 *
 * @throws SettingsError with all problems at once
 */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Startup {
  const check = new Check({ nameOf: (name) => name, defaults: false });
  const entries = Object.entries(VARIABLES).map(([name, { is }]) => {
    const variable = name.toUpperCase();
    return [camelCase(name), check.value(is, restored(is, env[variable]), { at: variable })];
  });
  const read: Partial<Variables> = Object.fromEntries(entries);
  const problems = [...check.problems, ...crossChecks(read)];
  if (problems.length > 0) throw new SettingsError(problems);
  return startupOf(read as Variables, parseWiring(env));
}

/** The settings and the source region, one by one. */
export type Variables = Values<typeof VARIABLES>;

/** Settings as the functions use them. */
export function startupOf(variables: Variables, wiring: Wiring): Startup {
  const { awsRegion, logLevel, instances, clusters, maxCopiesInProgress, targets, ...settings } = variables;
  return {
    sourceRegion: awsRegion,
    logLevel,
    wiring,
    settings: {
      ...settings,
      targets: [...new Set(targets)].sort(),
      selection: { instance: instances, cluster: clusters },
      maxCopiesInProgress: { instance: maxCopiesInProgress.instances, cluster: maxCopiesInProgress.clusters },
    },
  };
}

/** The value of this kind that a text stands for, or the text itself if it stands for none. */
function restored(is: ValueKind, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  switch (is.kind) {
    case "text":
    case "one-of":
      return text;
    case "number":
      return /^\d+$/.test(text) ? Number(text) : text;
    case "flag":
      return text === "true" || (text === "false" ? false : text);
    case "list":
    case "map":
    case "object":
      return jsonOrText(text);
  }
}

/** The value of a JSON text; what is none is the text itself, for the check that knows what it should be. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Checks the rules between settings, as far as these could be read. */
export function crossChecks({ awsRegion, targets, targetKmsKeys = {}, ...read }: Partial<Variables>): string[] {
  const regions = targets?.flatMap((target) => (awsRegion && regionProblem(awsRegion, target)) ?? []) ?? [];
  const strangers = targets === undefined ? [] : Object.keys(targetKmsKeys).filter((key) => !targets.includes(key));
  const selections = NOTHING_SELECTED.settings.map((name) => read[name]?.[NOTHING_SELECTED.field]?.length);
  return [
    ...(targets?.length === 0 ? [NO_TARGET] : []),
    ...regions,
    ...strangers.map(
      (key) => `TARGET_KMS_KEYS["${shortened(key)}"] is of no target region, which are ${targets?.join(", ")}`,
    ),
    ...(selections.every((length) => length === 0) ? [NOTHING_SELECTED.sentence] : []),
  ];
}
