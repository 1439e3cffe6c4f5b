import type { Field, Setting } from "./kinds";
import { SETTINGS } from "./settings";
import { REGION } from "./texts";

type Settings = typeof SETTINGS;
type FunctionSettings = {
  [Name in keyof Settings as Settings[Name] extends { readonly functions: true } ? Name : never]: Settings[Name];
};

const isOfFunctions = ([, setting]: readonly [string, Setting]): boolean => setting.functions === true;
const ofFunctions = Object.fromEntries(Object.entries(SETTINGS).filter(isOfFunctions)) as FunctionSettings;

/** The keys of a target region, made or given. */
const { kms_key_arn, database_kms_key_arns } = SETTINGS.targets.is.of.fields;
const KEYS = {
  kind: "object",
  name: "TargetKeys",
  sentence: "",
  fields: { kms_key_arn, database_kms_key_arns },
} as const;

/**
 * What the functions have in their environment: a variable for each setting, of the same name in upper case. `targets` becomes two, as
 * the ARN of a key may be unknown in a plan, which can then still show the rest.
 */
export const ENVIRONMENT = {
  targets: { is: { kind: "list", of: REGION }, sentence: "The target regions." },
  target_kms_keys: { is: { kind: "map", keys: REGION, of: KEYS }, sentence: "Target region → its keys." },
  ...ofFunctions,
} as const satisfies Readonly<Record<string, Field>>;
