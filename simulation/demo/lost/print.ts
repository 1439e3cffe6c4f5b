import { heading, print, printWrapped, stamp } from "../print";
import type { AttributeRow, Compared } from "./compare";

/** What became of one database. */
export interface Fate {
  readonly kind: string;
  readonly id: string;
  /** When its data are from; undefined where there is no copy of it. */
  readonly dataFrom: number | undefined;
  readonly compared: readonly Compared[];
  /** Empty where it is restored. */
  readonly note: string;
}

const count = (all: readonly Compared[], verdict: Compared["verdict"]): string =>
  String(all.filter((one) => one.verdict === verdict).length);

const line = (widths: readonly number[], cells: readonly string[]): string =>
  `  ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join("")}`.trimEnd();

export function printFates(fates: readonly Fate[]): void {
  heading("The databases, and what became of their attributes");
  const widths = [16, 9, 14, 7, 9, 7];
  print(line(widths, ["database", "kind", "data from", "kept", "changed", "lost"]));
  for (const { kind, id, dataFrom, compared, note } of fates) {
    const numbers = note === "" ? (["kept", "changed", "lost"] as const).map((one) => count(compared, one)) : [];
    print(line(widths, [id, kind, dataFrom === undefined ? "-" : stamp(dataFrom), ...numbers]));
    if (note !== "") printWrapped("    ", 4, note);
  }
}

export function printAttributes(rows: readonly AttributeRow[]): void {
  heading("Their attributes: kept, changed, lost, and why");
  const widths = [27, 6, 9, 6];
  print(line(widths, ["attribute", "kept", "changed", "lost"]));
  for (const { attribute, kept, changed, lost, why } of rows) {
    const cells = [attribute, ...[kept, changed, lost].map((one) => (one === 0 ? "-" : String(one)))];
    const begin = line(widths, cells);
    if (why === "") print(begin);
    else printWrapped(`${begin}  `, 52, why);
  }
}
