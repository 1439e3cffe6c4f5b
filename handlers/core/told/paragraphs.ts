import type { Trouble } from "../coverage/model";
import type { NonEmpty } from "../identity";
import { earliest } from "../recovery-point-age";
import { sentence } from "../sentence";
import { shortened } from "../shown";
import { type Cause, causesOf, crowdOf, namesOf, regionsOf } from "./causes";
import { commandFor, type Origin } from "./command";
import { continued, wrapped } from "./lines";
import { runbookLink } from "./runbook";
import { counted, listed, moment, WORDS } from "./words";

const MOST_NAMES = 10;
const MOST_COPIES = 3;

/** How paragraphs are set. */
export interface Layout {
  /** Characters of all of them. */
  readonly room: number;
  /** Characters of a line. Default: what a mail can show. */
  readonly width?: number;
}

/**
 * A paragraph for each cause, numbered, as long as there is room; at least one. What is left out is counted.
 *
 * @param origin undefined: nothing is deployed, so that no command shows more
 */
export function paragraphs(
  troubles: readonly Trouble[],
  origin: Origin | undefined,
  { room, width }: Layout,
): string[] {
  const causes = causesOf(troubles);
  const shown: string[] = [];
  let left = room;
  for (const [index, cause] of causes.entries()) {
    const text = paragraph(index + 1, cause, origin, width);
    left -= text.length + 2;
    if (left < 0 && index > 0) break;
    shown.push(text);
  }
  const rest = causes.slice(shown.length).flatMap(({ troubles: ofOne }) => ofOne);
  if (rest.length === 0) return shown;
  const log = origin === undefined ? "" : " The log has them all.";
  const more = `And ${counted(rest.length, "more trouble")} of ${counted(causes.length - shown.length, "cause")}: ${listed(namesOf(rest), MOST_NAMES)}.${log}`;
  return [...shown, wrapped("", more, width)];
}

/** What lines begin with, and their text. */
type Piece = readonly [start: string, text: string];

function paragraph(number: number, cause: Cause, origin: Origin | undefined, width: number | undefined): string {
  const [worst, ...others] = cause.kinds;
  const [first] = worst;
  const start = `${number}. `;
  const indent = " ".repeat(start.length);
  const isSame = new Set(worst.map((one) => `${one.cause}\n${one.remedy}`)).size === 1;
  const pieces: Piece[] = [
    ...what(start, indent, worst),
    ...others.flatMap((ofKind) => what(`${indent}And: `, indent, ofKind)),
    ...since(indent, cause.troubles),
    [`${indent}Why${isSame ? "" : ", of the first"}: `, sentence(first.cause)],
    [`${indent}What to do: `, sentence(first.remedy)],
    [`${indent}Runbook: `, runbookLink(first.reason)],
  ];
  const more =
    origin === undefined ? [] : [`${indent}To see more:`, continued(`${indent}  `, commandFor(first, origin), width)];
  return [...pieces.map(([begin, text]) => wrapped(begin, text, width)), ...more].join("\n");
}

function what(start: string, indent: string, ofKind: NonEmpty<Trouble>): Piece[] {
  const [{ trouble }] = ofKind;
  const names = namesOf(ofKind);
  const regions = regionsOf(ofKind);
  const where = regions.length === 1 ? ` in ${regions[0]}` : "";
  const isOfAll = ofKind.every(({ database }) => database === "*");
  const copies = copiesOf(indent, ofKind);
  if (names.length === 1 || isOfAll) {
    return [[start, `${WORDS[trouble].heading}: ${names.join(" and ")}${where}`], ...copies];
  }
  return [
    [start, `${WORDS[trouble].heading}: ${crowdOf(ofKind)}${where}`],
    [indent, `${listed(names, MOST_NAMES)}.`],
    ...copies,
  ];
}

/** Which copies are meant, of the first database first. */
function copiesOf(indent: string, troubles: readonly Trouble[]): Piece[] {
  const copies = troubles.flatMap(({ copies: ids = [] }) => ids.map(shortened));
  if (copies.length === 0) return [];
  return [[indent, `${counted(copies.length, "copy", "copies")}: ${listed(copies, MOST_COPIES)}.`]];
}

function since(indent: string, troubles: readonly Trouble[]): Piece[] {
  const dates = troubles.flatMap(({ since: date }) => date ?? []);
  const first = earliest(dates);
  if (first === undefined) return [];
  const isOne = dates.length === troubles.length && dates.every((date) => date.getTime() === first.getTime());
  return [[indent, `${isOne || troubles.length === 1 ? "Since" : "The first since"} ${moment(first)}.`]];
}
