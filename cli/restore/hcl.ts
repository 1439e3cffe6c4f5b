import { wrap } from "../../handlers/core/told/lines";

/** A value in Terraform's language. */
export type Hcl = string | number | boolean | readonly string[] | Expression | { readonly [key: string]: Hcl };

/** Printed as it is. */
export interface Expression {
  readonly expression: string;
}

const isExpression = (value: object): value is Expression =>
  "expression" in value && typeof value.expression === "string";

/** What JSON writes with a letter, and Terraform does not know so. */
const WITHOUT_LETTER: Readonly<Record<string, string>> = { b: "\\u0008", f: "\\u000c" };

/** A quoted string that Terraform reads as it is: neither `${` nor `%{` begins anything in it. */
export function quoted(text: string): string {
  // An escaped backslash is a pair too: what follows it is no letter of an escape.
  const json = JSON.stringify(text).replace(/\\(.)/g, (pair, letter) => WITHOUT_LETTER[letter] ?? pair);
  return json.replace(/[$%](?=\{)/g, "$&$&");
}

/** On one line. */
export function inline(value: Hcl): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  if (isExpression(value)) return value.expression;
  const inner = Object.entries(value).map(([name, one]) => `${key(name)} = ${inline(one)}`);
  return inner.length === 0 ? "{}" : `{ ${inner.join(", ")} }`;
}

/** Names that need no quotes stand without. `for` would begin an expression. */
export const key = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name !== "for" ? name : quoted(name);

/** `name = value` of each, as `terraform fmt` aligns what stands in one paragraph. */
export function assignments(values: readonly (readonly [name: string, value: Hcl])[], indent: string): string[] {
  const width = Math.max(...values.map(([name]) => key(name).length));
  return values.map(([name, value]) => `${indent}${key(name).padEnd(width)} = ${inline(value)}`);
}

/** A text as comment lines. */
export const comment = (indent: string, text: string): string[] =>
  wrap(text, 110 - indent.length).map((line) => `${indent}# ${line}`);
