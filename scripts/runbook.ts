/** What docs/runbook.md says of one alarm, error or reason. */
export interface Section {
  /** What links go to. */
  readonly heading: string;
  readonly chapter: string;
  /** Several sections of a chapter. */
  readonly group: string | undefined;
  /** `Means` and so on, each in one line. */
  readonly fields: ReadonlyMap<string, string>;
}

/** All that has fields. */
export function sections(runbook: string): Section[] {
  const found: Section[] = [];
  let [chapter, group = ""]: string[] = [""];
  for (const part of runbook.split(/^(?=#{2,4} )/m)) {
    const [, level = "", heading = ""] = /^(#+) (.+)$/m.exec(part) ?? [];
    const fields = new Map(
      [...part.matchAll(/^- \*\*(\w+)\*\* ([^\n]+(?:\n {2}[^\n]+)*)/gm)].map(([, name = "", text = ""]) => [
        name,
        text.replace(/\s+/g, " "),
      ]),
    );
    if (level === "##") [chapter, group] = [heading, ""];
    else if (fields.size === 0) group = heading;
    else found.push({ heading, chapter: chapter ?? "", group: level === "####" ? group : undefined, fields });
  }
  return found;
}

/** What stands as code in a text. */
export const codes = (text: string): string[] =>
  [...text.matchAll(/(?<!`)(`` .+? ``|`[^`]+`)/g)].map(([, code = ""]) => code.replace(/^`+ ?| ?`+$/g, ""));

/** A name that AWS gives an error. */
export const isAwsCode = (code: string): boolean =>
  /^[A-Z][a-zA-Z]+$/.test(code) && /[a-z][A-Z]|^Throttling$/.test(code);

/** Where each section is: by alarm, by what went wrong, by reason, by AWS's code. */
export function runbookIndex(runbook: string): string {
  const all = sections(runbook);
  const of = (chapter: string) => all.filter((one) => one.chapter === chapter);
  const groups = new Set(of("Reasons").map(({ group = "" }) => group));
  const byCode = new Map<string, string[]>();
  for (const { heading, fields } of all) {
    for (const code of codes(fields.get("Text") ?? "").filter(isAwsCode)) {
      byCode.set(code, [...(byCode.get(code) ?? []), heading]);
    }
  }
  return [
    "| | |",
    "|---|---|",
    `| [alarms](#alarms) | ${linked(of("Alarms").map(({ heading }) => heading))} |`,
    `| [errors of functions](#functions-that-end-with-an-error) | ${linked(of("Functions that end with an error").map(({ heading }) => heading))} |`,
    "| [troubles](#troubles), [metrics](#metrics) | by name |",
    ...[...groups].map((group) => {
      const ofGroup = of("Reasons").filter((one) => one.group === group);
      return `| ${group} | ${linked(ofGroup.map(({ heading }) => heading))} |`;
    }),
    "",
    "### By AWS code",
    "",
    [...byCode]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, headings]) => `\`${code}\`: ${linked(headings)}`)
      .join(" · "),
  ].join("\n");
}

const linked = (headings: readonly string[]): string =>
  headings.map((heading) => `[${heading}](#${heading})`).join(", ");
