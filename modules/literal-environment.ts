import { Token } from "cdktf";
import { targetKeysOf } from "../handlers/settings/target-keys";
import { ENVIRONMENT } from "../settings/environment";
import { camelCase, type ValueKind } from "../settings/kinds";
import { terraformJson } from "./json";
import type { EffectiveSettings } from "./validate-props";

/**
 * The settings of the functions, one environment variable each.
 *
 * @param createdKeyArn ARN of the key made in a region, or a reference to it
 */
export function literalEnvironment(
  settings: EffectiveSettings,
  createdKeyArn: (region: string) => string,
): { [key: string]: string } {
  const values = new Map<string, unknown>(
    Object.entries({
      ...settings,
      targets: sortedTargets(settings).map(({ region }) => region),
      targetKmsKeys: targetKeysOf(settings.targets, createdKeyArn),
    }),
  );
  const variables = Object.entries(ENVIRONMENT).map(([name, { is }]): [string, string] => [
    name.toUpperCase(),
    written(is, values.get(camelCase(name))),
  ]);
  return {
    ...Object.fromEntries(variables),
    POWERTOOLS_SERVICE_NAME: settings.name,
    NODE_OPTIONS: "--enable-source-maps",
  };
}

const written = (is: ValueKind, value: unknown): string =>
  ["list", "map", "object"].includes(is.kind) ? terraformJson(inSnakeCase(is, value)) : String(value);

/** A value with the names that settings have in Terraform. */
function inSnakeCase(is: ValueKind, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) return value ?? null;
  if (is.kind === "map") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inSnakeCase(is.of, item)]));
  }
  if (is.kind !== "object") return value;
  const values = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(
    Object.entries(is.fields).map(([name, field]) => [name, inSnakeCase(field.is, values.get(camelCase(name)))]),
  );
}

export type Target = { readonly region: string } & EffectiveSettings["targets"][string];

export const sortedTargets = ({ targets }: EffectiveSettings): Target[] =>
  Object.entries(targets)
    .map(([region, target]) => ({ region, ...target }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
