import { groupBy, type NonEmpty } from "../../handlers/core/identity";
import { sentence } from "../../handlers/core/sentence";
import { continued, wrap } from "../../handlers/core/told/lines";
import { runbookLink } from "../../handlers/core/told/runbook";
import { counted, listed } from "../../handlers/core/told/words";
import type { Colour, Paint } from "../colour";
import type { Deployed } from "../deployments/deployed";
import { WIDEST } from "../prose";
import type { Finding, Result } from "./finding";

/** What the doctor says of one deployment. */
export interface Examined {
  readonly deployed: Deployed;
  readonly findings: readonly Finding[];
}

/** How it is shown. */
export interface Look {
  /** Of the terminal; without end for a program, which gets each text on one line. */
  readonly columns: number;
  readonly paint: Paint;
}

const INDENT = "      ";
const MOST_SUBJECTS = 4;

const MARKS: Readonly<Record<Result, { readonly word: string; readonly colour: Colour }>> = {
  mend: { word: "FIX", colour: "red" },
  unknown: { word: "??", colour: "yellow" },
  ok: { word: "OK", colour: "green" },
};

/** What is to be mended comes first, then what is not known; of what is in order one line for each check. */
export function examinedText({ deployed, findings }: Examined, look: Look): string {
  const { deployment, startup } = deployed;
  const of = (result: Result) => findings.filter((one) => one.result === result);
  const [mend, unknown, fine] = [of("mend"), of("unknown"), of("ok")];
  const counts = [
    `${mend.length} to fix`,
    ...(unknown.length > 0 ? [`${unknown.length} not known`] : []),
    `${fine.length} in order`,
  ];
  const title = `${deployment.name}: ${deployment.sourceRegion} to ${startup.settings.targets.join(", ")}, account ${deployment.account}`;
  const sections = [
    [
      ...wrap(title, width(look)),
      mend.length + unknown.length === 0 ? `All in order: ${counted(fine.length, "answer")}` : counts.join(", "),
    ].join("\n"),
    ...mend.map((one) => troubled([one], look)),
    ...[...groupBy(unknown, sameAnswer).values()].map((some) => troubled(some, look)),
    [...groupBy(fine, ({ check }) => check).values()].map((some) => inOrder(some, deployment.name, look)).join("\n"),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

const width = ({ columns }: Look): number =>
  columns === Number.POSITIVE_INFINITY ? columns : Math.min(columns, WIDEST);

/** A region that does not answer leaves many checks open, and is told of once. */
const sameAnswer = ({ cause, remedy }: Finding): string => JSON.stringify([cause, remedy]);

function troubled(some: NonEmpty<Finding>, look: Look): string {
  const [{ result, cause, remedy, commands = [], runbook }] = some;
  const checks = [...new Set(some.map(({ check }) => check))].join(", ");
  return [
    marked(result, `${checks}: ${sentence(cause)}`, look),
    ...(remedy === undefined ? [] : [hanging(`Remedy: ${sentence(remedy)}`, INDENT, look)]),
    ...commands.map((words) => continued(`${INDENT}  `, words, width(look))),
    // A link is not broken: who has few columns still clicks on it.
    ...(runbook === undefined ? [] : [`${INDENT}${runbookLink(runbook)}`]),
  ].join("\n");
}

/** What a check has found in order: the sentence of a single thing, else the things. */
function inOrder(some: readonly [Finding, ...Finding[]], name: string, look: Look): string {
  const [{ check, cause }] = some;
  const says =
    some.length === 1
      ? cause
      : listed(
          some.map(({ subject }) => subject.replace(`${name}-`, "")),
          MOST_SUBJECTS,
        );
  return marked("ok", `${check}: ${says}`, look);
}

function marked(result: Result, text: string, look: Look): string {
  const { word, colour } = MARKS[result];
  return `${look.paint(word, colour)}${" ".repeat(INDENT.length - word.length)}${hanging(text, INDENT, look).trimStart()}`;
}

const hanging = (text: string, indent: string, look: Look): string =>
  wrap(text, width(look) - indent.length)
    .map((line) => `${indent}${line}`)
    .join("\n");
