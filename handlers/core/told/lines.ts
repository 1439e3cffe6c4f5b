/** What a mail can show without breaking lines itself. */
const WIDTH = 72;

/**
 * A text in lines of at most so many characters, but for words that are longer. Further lines are indented as the first begins.
 *
 * @example wrapped("   Why: ", "the key is disabled")
 */
export function wrapped(start: string, text: string, width = WIDTH): string {
  const indent = " ".repeat(/^\s*(- |\d+\. )?/.exec(start)?.[0].length ?? 0);
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const separator = isEmpty || line.endsWith(" ") ? "" : " ";
    if (!isEmpty && line.length + separator.length + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += separator + word;
    }
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

/** The words of a text in lines of at most so many characters, but for words that are longer. */
export const wrap = (text: string, width: number): string[] => wrapped("", text, width).split("\n");

/** The line after the first of many. */
export const moreThan = (most: number, count: number): string[] => (count > most ? [`- and ${count - most} more`] : []);

/** A command in lines that a shell takes as one. */
export function continued(indent: string, words: readonly string[], width = WIDTH): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    if (line.trim() !== "" && line.length + word.length + 3 > width) {
      lines.push(`${line} \\`);
      line = `${indent}  ${word}`;
    } else {
      line += line.trim() === "" ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
