import { type Expression, type ObjectEntry, parseExpression, parseTemplate, type TemplatePart } from "./expression";
import { flatTemplate } from "./flat";
import { isJsonObject, type Json } from "./json";
import { joinItems } from "./shape";
import { interpolated, isPlainKey, tidy, tidyPart } from "./tidy";
import { identifier, type Token } from "./token";

/**
 * How Terraform reads the strings of an argument in JSON: as templates, literally, as addresses or names of arguments, or
 * as a type.
 */
export type Reading = "template" | "literal" | "reference" | "type";

/** @returns the argument of the native syntax that means the same */
export function toExpression(value: Json, reading: Reading): Expression {
  if (typeof value === "string") return STRINGS[reading](value);
  if (typeof value === "number") return parseExpression(String(value));
  if (typeof value === "boolean" || value === null) return [identifier(String(value))];
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => ({
      key: KEYS[reading](key),
      value: toExpression(item, reading),
    }));
    return [{ type: "object", entries }];
  }
  return [{ type: "group", open: "[", nodes: joinItems(value.map((item) => toExpression(item, reading))) }];
}

const STRINGS: Readonly<Record<Reading, (text: string) => Expression>> = {
  template: (text) => tidy([{ type: "parts", parts: parseTemplate(text).map(quotedPart) }]),
  literal: (text) => [{ type: "parts", parts: [quoted(withoutSequences(text))] }],
  reference: (text) => interpolated(parseTemplate(text)) ?? parseExpression(text),
  type: (text) => tidy(parseExpression(text)),
};

const KEYS: Readonly<Record<Reading, (key: string) => ObjectEntry["key"]>> = {
  template: (key) => {
    if (isPlainKey(key)) return [identifier(key)];
    const inside = interpolated(parseTemplate(key));
    return inside === undefined ? STRINGS.template(key) : [{ type: "group", open: "(", nodes: tidy(inside) }];
  },
  literal: (key) => (isPlainKey(key) ? [identifier(key)] : STRINGS.literal(key)),
  reference: STRINGS.reference,
  type: STRINGS.type,
};

/** Escapes text, so that nothing in it is an interpolation. */
const withoutSequences = (text: string): string => text.replace(/([$%])(?=\{)/g, "$1$1");

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };

function quoted(text: string): string {
  return text.replace(
    /["\\\p{Cc}]/gu,
    (character) => ESCAPES[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

const quotedPart = (part: TemplatePart): TemplatePart => (typeof part === "string" ? quoted(part) : part);

const HEREDOC_MARKER = "EOT";

/**
 * Text of several whole lines as a heredoc, in which only interpolations are escaped.
 *
 * @returns undefined for a value that a heredoc cannot hold, or that needs none
 */
export function toHeredoc(value: Json, reading: Reading): Token | undefined {
  if (typeof value !== "string" || !/\n.*\n$/s.test(value)) return undefined;
  if (reading !== "literal" && reading !== "template") return undefined;
  const text = reading === "literal" ? withoutSequences(value) : flatTemplate(parseTemplate(value).map(tidyPart));
  const lines = text.split("\n");
  // `<<-` removes the indentation of the least indented line: one line must have none of its own.
  const hasMargin = lines.some((line) => /^[!-~]/.test(line));
  if (!hasMargin || /[^\P{Cc}\n\t]/u.test(value) || lines.some((line) => line.trim() === HEREDOC_MARKER)) {
    return undefined;
  }
  return { type: "heredoc", text: `<<-${HEREDOC_MARKER}\n${text}${HEREDOC_MARKER}` };
}
