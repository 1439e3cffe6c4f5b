import type { Field, ValueKind } from "../settings/kinds";
import { ALL_SETTINGS } from "../settings/settings";
import { hcl } from "./expressions";
import { isTyped } from "./variable-validations";

/** Locals with the effective values of variables whose types say nothing of attributes and defaults, by the setting's name. */
export const settingLocals = (): [name: string, value: string][] =>
  ALL_SETTINGS.flatMap(([name, { is }]) => (hasLocal(is) ? [[name, hcl(read(is, `var.${name}`, undefined))]] : []));

/** The effective value of a setting, in HCL. */
export const settingValue = (name: string, is: ValueKind): string => `${hasLocal(is) ? "local" : "var"}.${name}`;

const hasLocal = (is: ValueKind): boolean => is.kind === "object" || !isTyped(is);

/** HCL that reads a value of any type as its kind. Null means the default. */
function read(is: ValueKind, value: string, otherwise: unknown): string {
  switch (is.kind) {
    case "flag":
      return withDefault(`tobool(${value})`, otherwise);
    case "text":
      return withDefault(`tostring(${value})`, otherwise);
    case "list":
      return `${value} == null ? ${JSON.stringify(otherwise)} : [for one in ${value} : tostring(one)]`;
    case "map": {
      const key = is.of.kind === "object" ? "region" : "key";
      return `{ for ${key}, item in merge({}, ${value}) : ${key} => ${read(is.of, "item", undefined)} }`;
    }
    case "object":
      return `{ ${Object.entries(is.fields)
        .map(([name, field]) => `${name} = ${part(name, field, value)}`)
        .join(", ")} }`;
    default:
      return withDefault(value, otherwise);
  }
}

const part = (name: string, field: Field, whole: string): string =>
  read(field.is, `lookup(${whole}, "${name}", null)`, field.default);

const withDefault = (value: string, otherwise: unknown): string =>
  otherwise === null || otherwise === undefined ? value : `coalesce(${value}, ${JSON.stringify(otherwise)})`;
