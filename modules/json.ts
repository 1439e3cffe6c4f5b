import { Fn, Token } from "cdktf";

/**
 * JSON, byte for byte as Terraform's `jsonencode` writes it, so that construct and module write the same environment:
 * sorted keys, no spaces, `<`, `>` and `&` escaped. References in strings are kept.
 */
export function terraformJson(value: unknown): string {
  if (hasTokenBesideStrings(value)) return Fn.jsonencode(value);
  return JSON.stringify(sorted(value))
    .replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/"(?:[^"\\]|\\.)*"/g, withReferences);
}

/** A JSON string, in which the quotes of references are Terraform's again. */
const withReferences = (string: string): string =>
  string.replace(/\$\{[^{}]*\}/g, (reference) => reference.replaceAll('\\"', '"'));

/** Only string tokens can be resolved inside a JSON string. */
function hasTokenBesideStrings(value: unknown): boolean {
  if (typeof value === "string") return false;
  if (Token.isUnresolved(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasTokenBesideStrings);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
