import { Fn, Token } from "cdktf";

/**
 * JSON in exactly the bytes of Terraform's `jsonencode`, so that both faces write the same environment: sorted keys,
 * no spaces, `<`, `>` and `&` escaped. References in strings stay what they are.
 */
export function terraformJson(value: unknown): string {
  if (hasTokenBesideStrings(value)) return Fn.jsonencode(value);
  return JSON.stringify(sorted(value))
    .replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\$\{[^{}]*\}/g, (reference) => reference.replaceAll('\\"', '"'));
}

/** Inside a string of JSON only tokens of strings become what they stand for. */
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
