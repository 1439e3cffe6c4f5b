import type { Terminal } from "./terminal";

/** What of a text may change what else a terminal shows: control characters, and those that turn the direction of writing. */
const HARMFUL = "\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";
/** Colours, as `paintOn` sets them, and single characters. */
const ODD = new RegExp(`\\p{Cc}\\[(?:0|31|32|33)m|(?![\\n\\t])[${HARMFUL}]`, "gu");
const HARMFUL_IN_JSON = new RegExp(`(?!\\n)[${HARMFUL}]`, "gu");

const ESCAPE = "\u001b";
/** With which progress and `--watch` begin what they write. */
const BEGINNINGS = [`\r${ESCAPE}[K`, `${ESCAPE}[H${ESCAPE}[2J${ESCAPE}[3J`];

/** Names, tags and messages come from AWS, and from whoever made them. */
export function harmless(text: string): string {
  const beginning = BEGINNINGS.find((one) => text.startsWith(one)) ?? "";
  const rest = text.slice(beginning.length).replace(ODD, (odd) => (isColour(odd) ? odd : "\ufffd".repeat(odd.length)));
  return `${beginning}${rest}`;
}

const isColour = (odd: string): boolean => odd.length > 1 && odd.startsWith(ESCAPE);

/** The same for programs, which get all characters. */
export const harmlessJson = (json: string): string =>
  json.replace(HARMFUL_IN_JSON, (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A terminal that shows what it is given, and does nothing else. */
export function harmlessTerminal(terminal: Terminal): Terminal {
  const { out, err, ask } = terminal;
  return {
    ...terminal,
    out: (text) => out(harmless(text)),
    err: (text) => err(harmless(text)),
    ask: ask && ((question) => ask(harmless(question))),
  };
}
