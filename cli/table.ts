export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly align?: "right";
  /** May be cut in the middle, to so many characters at least. */
  readonly atLeast?: number;
  /** So many are better. Default: at least. */
  readonly gladly?: number;
  /** Sets what the cell shows in colour. */
  readonly paint?: (text: string, row: Row) => string;
}

const GAP = "  ";

/** Characters of a line without which something would be cut short more than is good. */
export const leastWidth = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): number =>
  total(
    columns.map((column) => {
      const { atLeast = Number.POSITIVE_INFINITY, gladly = atLeast } = column;
      return Math.min(gladly, widthOf(rows, column));
    }),
  );

const widthOf = <Row>(rows: readonly Row[], { title, of }: Column<Row>): number =>
  rows.reduce((most, row) => Math.max(most, of(row).length), title.length);

/** A cell is on one line, whatever is in it. */
const oneLine = (text: string): string => text.replace(/[\n\t]/g, " ");

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);

/** Rows in columns. Where they are too wide, columns that may be cut are, the widest first. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => oneLine(of(row))))];
  const widths = columns.map((column) => widthOf(rows, column));
  while (total(widths) > width) {
    const room = columns.map(({ atLeast }, index) => (widths[index] ?? 0) - (atLeast ?? Number.POSITIVE_INFINITY));
    const widest = room.indexOf(Math.max(...room));
    if ((room[widest] ?? 0) <= 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const lines = cells.map((row, line) => {
    const texts = row.map((cell, index) => {
      const cut = shortened(cell, widths[index] ?? 0);
      return columns[index]?.align === "right" ? cut.padStart(widths[index] ?? 0) : cut.padEnd(widths[index] ?? 0);
    });
    // Without blanks at the end of the line.
    const last = texts.findLastIndex((text) => text.trim() !== "");
    const shown = texts.slice(0, last + 1).map((text, index) => (index === last ? text.trimEnd() : text));
    const of = rows[line - 1];
    return shown
      .map((text, index) => (of === undefined ? text : (columns[index]?.paint?.(text, of) ?? text)))
      .join(GAP);
  });
  return `${lines.join("\n")}\n`;
}

/** The end of a name tells more than its middle. */
function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(text.length - end)}`;
}
