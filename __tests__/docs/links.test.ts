import { posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { anchors, links, PATHS, read, undefinedNames } from "./documents";

const DOCUMENTS = [...PATHS].filter((path) => path.endsWith(".md"));
const SOURCES = [...PATHS].filter((path) => /\.(ts|cjs|js|tf|hcl|sh|py|yml)$/.test(path));
const THIS_FILE = "__tests__/docs/links.test.ts";

/** A document or decision that source text names, from the root: `docs/aws-facts.md#copy-slots`. */
const REFERENCE = /(?<![\w./-])(?:docs|decisions)\/[\w.-]+\.(?:md|svg)(?:#[\w-]+)?|(?<![\w./-])[A-Z]+\.md(?:#[\w-]+)?/g;

/** A path in code, as in `handlers/core/plan.ts`; not one with a placeholder. */
const NAMED =
  /`((?:docs|decisions|handlers|modules|settings|simulation|suites|scripts|examples|plans|__tests__)\/[\w./-]*)`/g;

/** What is not in the repository: nobody who reads this can look it up. */
const OUTSIDE =
  /§|\bthe design\b|\bdesign,? section\b|\bdesign\.md\b|(?<!docs\/)\baws-facts\.md\b|\bfacts \d|\bissue \d/gi;

/** Why a link from a file leads nowhere; undefined if it leads somewhere. */
function broken(target: string, file: string): string | undefined {
  const [path = "", anchor] = target.split("#");
  const found = path === "" ? file : posix.join(posix.dirname(file), path);
  if (!PATHS.has(found) && !PATHS.has(`${found.replace(/\/$/, "")}/`)) return `${file}: there is no ${target}`;
  if (anchor === undefined || anchors(read(found)).has(anchor)) return undefined;
  return `${file}: ${found} has no heading for #${anchor}`;
}

describe("links", () => {
  test.each(DOCUMENTS)("of %s lead to files and headings that exist", (file) => {
    const markdown = read(file);
    expect(links(markdown).flatMap((target) => broken(target, file) ?? [])).toEqual([]);
    expect(undefinedNames(markdown)).toEqual([]);
  });

  test("in comments to documents and decisions lead to files and headings that exist, from the root", () => {
    const wrong = SOURCES.flatMap((file) =>
      [...read(file).matchAll(REFERENCE)].flatMap(([target]) => {
        const why = broken(target, "from the root");
        return why === undefined || file === THIS_FILE ? [] : [`${file}: ${why}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("are all there is to follow: no reason is cited that is outside of the repository", () => {
    const outside = [...DOCUMENTS, ...SOURCES]
      .filter((file) => file !== THIS_FILE)
      .flatMap((file) => [...read(file).matchAll(OUTSIDE)].map(([what]) => `${file}: ${what}`));
    expect(outside).toEqual([]);
  });

  test.each(DOCUMENTS)("of %s to folders and files in code are right too", (file) => {
    const named = [...read(file).matchAll(NAMED)].flatMap(([, path = ""]) => path);
    expect(named.filter((path) => !PATHS.has(path) && !PATHS.has(`${path}/`))).toEqual([]);
  });
});

describe("the facts about AWS", () => {
  const FACTS = "docs/aws-facts.md";
  const sections = read(FACTS)
    .split(/^(?=##)/m)
    .filter((section) => section.startsWith("### "));

  test("are facts that something relies on: each is cited elsewhere", () => {
    const cited = [...DOCUMENTS, ...SOURCES].filter((file) => file !== FACTS).map(read);
    const unused = sections
      .flatMap((section) => [...anchors(section)])
      .filter((anchor) => !cited.some((text) => new RegExp(`aws-facts\\.md#${anchor}(?![\\w-])`).test(text)));
    expect(unused).toEqual([]);
  });

  test("have their sources, and what is unconfirmed says why that is safe", () => {
    const title = (section: string) => section.split("\n")[0];
    expect(sections.filter((section) => !/^Source: /m.test(section)).map(title)).toEqual([]);
    expect(
      sections.filter((section) => /\*\*unconfirmed\*\*/.test(section) && !/Safe: /.test(section)).map(title),
    ).toEqual([]);
    expect(sections.length).toBeGreaterThan(40);
  });
});

describe("decisions", () => {
  const decisions = [...PATHS].filter((path) => /^decisions\/.+\.md$/.test(path)).sort();

  test("are numbered without a gap, as their titles say", () => {
    expect(decisions.map((path) => path.slice("decisions/".length, "decisions/0000".length))).toEqual(
      decisions.map((_, index) => String(index + 1).padStart(4, "0")),
    );
    const titles = decisions.map((path) => /^# (\d+)\. /.exec(read(path))?.[1]);
    expect(titles).toEqual(decisions.map((_, index) => String(index + 1)));
  });

  test.each(DOCUMENTS)("are called by their numbers in %s", (file) => {
    const called = [...read(file).matchAll(/\[decision\s+(\d+)\]\((?:[\w./-]*\/)?(\d{4})-/g)];
    expect(called.map(([, number]) => number)).toEqual(called.map(([, , path]) => String(Number(path))));
  });
});

describe("the reading of Markdown", () => {
  const MARKDOWN = [
    "# One title, `with` code (and more)",
    "[a](b.md#c) ![picture](d.svg) [e][f] `[not](one)` [outside](https://example.com/g)",
    "```md",
    "# no heading",
    "[no](link)",
    "```",
    "## Twice",
    "## Twice",
    "",
    "[f]: h.md",
  ].join("\n");

  test("finds headings as GitHub names them", () => {
    expect([...anchors(MARKDOWN)]).toEqual(["one-title-with-code-and-more", "twice", "twice-1"]);
  });

  test("finds links that stay inside, and names without a link", () => {
    expect(links(MARKDOWN)).toEqual(["b.md#c", "d.svg", "h.md"]);
    expect(undefinedNames(MARKDOWN)).toEqual([]);
    expect(undefinedNames("[a][b]")).toEqual(["b"]);
  });
});
