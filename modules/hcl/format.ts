import { spaced } from "./spacing";
import { isAssignment, isSymbol, netBrackets, type Token } from "./token";

/** The tokens of a line; none for a blank line. */
export type Line = readonly Token[];

/**
 * Lines as text in the canonical form: indentation, spaces and the columns of `=` are those of `terraform fmt`, which
 * leaves the result unchanged. Where lines begin and end is the caller's choice.
 */
export function format(lines: readonly Line[]): string {
  const cells = indented(lines).map(({ line, indent }) => cellsOf(line, indent));
  return aligned(cells).join("");
}

/** Two spaces for each line above with a bracket that is still open. Brackets opened in one line are closed in one line. */
function indented(lines: readonly Line[]): { line: Line; indent: string }[] {
  let depth = 0;
  return lines.map((line) => {
    const change = Math.sign(netBrackets(line));
    if (change < 0) depth -= 1;
    const indent = "  ".repeat(depth);
    if (change > 0) depth += 1;
    return { line, indent };
  });
}

interface Cells {
  readonly lead: string;
  /** From the `=` on; empty in a line without one, or if the value continues in the next line. */
  readonly assign: string;
}

function cellsOf(line: Line, indent: string): Cells {
  if (line.length === 0) return { lead: "", assign: "" };
  const equals = line.findIndex(isAssignment);
  const splits = isSymbol(line[equals], "=") && netBrackets(line.slice(equals)) === 0;
  const [lead, assign] = splits ? [line.slice(0, equals), line.slice(equals)] : [line, []];
  return { lead: indent + text(lead, indent), assign: text(assign, indent) };
}

/** A heredoc's lines are indented one level more than the line that begins it, its end marker as much as that line. */
function text(tokens: readonly Token[], indent: string): string {
  const last = tokens.at(-1);
  if (last?.type !== "heredoc") return spaced(tokens);
  const [marker = "", ...content] = last.text.split("\n");
  const end = content.length - 1;
  const body = content.map((line, index) => (line.trim() === "" ? line : `${indent}${index < end ? "  " : ""}${line}`));
  return [spaced([...tokens.slice(0, -1), { type: "heredoc", text: marker }]), ...body].join("\n");
}

/** Assignments in consecutive lines have their `=` in one column. */
function aligned(cells: readonly Cells[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < cells.length; ) {
    const end = cells.findIndex(({ assign }, index) => index >= at && assign === "");
    const chain = cells.slice(at, end < 0 ? cells.length : Math.max(end, at + 1));
    const widest = Math.max(...chain.map(({ lead }) => columns(lead)));
    for (const { lead, assign } of chain) {
      const padding = assign === "" ? "" : " ".repeat(widest - columns(lead) + 1);
      lines.push(`${lead}${padding}${assign}\n`);
    }
    at += chain.length;
  }
  return lines;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const columns = (text: string): number => [...graphemes.segment(text)].length;
