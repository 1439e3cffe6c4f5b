import { parseSettings } from "../../handlers/settings/parse-settings";
import type { Settings } from "../../handlers/settings/settings";
import { ENVIRONMENT } from "../../settings/environment";
import type { Field } from "../../settings/kinds";

const defaultOf = ({ is, default: given }: Field): unknown =>
  is.kind === "object" && given !== undefined
    ? Object.fromEntries(Object.entries(is.fields).map(([name, field]) => [name, defaultOf(field)]))
    : given;

/** What the construct writes for settings that are not given, for tests that are about something else. */
export const DEFAULT_ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries<Field>(ENVIRONMENT).flatMap(([name, field]) => {
    const value = defaultOf(field);
    if (value === undefined) return [];
    return [[name.toUpperCase(), typeof value === "string" ? value : JSON.stringify(value)]];
  }),
);

const AN_ENVIRONMENT = {
  ...DEFAULT_ENVIRONMENT,
  AWS_REGION: "eu-west-1",
  TARGETS: '["eu-central-1"]',
  TARGET_KMS_KEYS: "{}",
};

/** The settings of the functions as they are by default, but for the target regions and their keys. */
export const DEFAULT_SETTINGS: Omit<Settings, "targets" | "targetKmsKeys"> = parseSettings(AN_ENVIRONMENT).settings;
