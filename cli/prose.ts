import { wrapped } from "../handlers/core/told/lines";
import type { Terminal } from "./terminal";

/** Where nobody has set a width, and beyond which nobody reads a line. */
export const WIDEST = 120;

/** Lines of what is told beside the answer: wrapped for who watches, whole for a log. */
export const beside = (text: string, { isWatched, columns }: Pick<Terminal, "isWatched" | "columns">): string => {
  if (!isWatched) return text;
  const lines = text.split("\n").map((line) => wrapped(/^ */.exec(line)?.[0] ?? "", line, columns));
  return lines.join("\n");
};

/** A heading and its items, each wrapped; nothing without any. */
export const bullets = (heading: string, items: readonly string[], width: number): string[] =>
  items.length === 0 ? [] : [[heading, ...items.map((item) => wrapped("- ", item, width))].join("\n")];
