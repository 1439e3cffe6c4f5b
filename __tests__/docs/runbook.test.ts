import { describe, expect, test } from "@jest/globals";
import { TROUBLE_KINDS } from "../../handlers/core/coverage/model";
import { runbookLink } from "../../handlers/core/told/runbook";
import { WORDS } from "../../handlers/core/told/words";
import { toRdsError } from "../../handlers/rds/errors";
import { METRICS } from "../../handlers/run/telemetry";
import { PROJECT } from "../../scripts/addresses";
import { codes, isAwsCode, type Section, sections } from "../../scripts/runbook";
import { rdsCall } from "../../suites/moto/aws-cli";
import { synth } from "../modules/synth";
import { anchors, PATHS, read } from "./documents";

const RUNBOOK = read("docs/runbook.md");
const section = (title: string): string => RUNBOOK.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";

/** What stands as code in the first cells of a section's tables. */
const rows = (title: string): string[] =>
  [...section(title).matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) => codes(cell));

const of = (chapter: string): Section[] => sections(RUNBOOK).filter((one) => one.chapter === chapter);
const headings = (chapter: string): string[] => of(chapter).map(({ heading }) => heading);

const ALARMS = synth({ targets: { "eu-central-1": {} } })
  .addresses()
  .filter((address) => address.startsWith("aws_cloudwatch_metric_alarm."))
  .map((address) => address.split(/[.[]/)[1]?.replaceAll("_", "-"));

/** What RDS's errors are called inside, and never outside. */
const INSIDE = new Set(["quota-exceeded", "too-many-in-progress", "not-found"]);

/** Each way in which code states a reason. */
const STATED: readonly RegExp[] = [
  /\breason: "([a-z-]+)"/g,
  /\breason = "([a-z-]+)"/g,
  /\bpostponed\([^\n]*, "([a-z-]+)",/g,
  /\bdeletion\(copy, "([a-z-]+)",/g,
  /\.close\("([a-z-]+)",/g,
  /\breason: [^\n]*\? "([a-z-]+)" :/g,
  /\breason: [^\n]*\? "[a-z-]+" : "([a-z-]+)"/g,
  /\breason = OWN_REASON[^\n]* : "([a-z-]+)"/g,
];

/** A reason in a table of reasons by error. */
const OF_AN_ERROR = /^ {2}(?:"[a-z-]+"|[a-z]+): "([a-z-]+)",$/gm;
const CODES = /^ {2}\| "([a-z-]+)"/gm;

function reasons(): Set<string> {
  const files = [...PATHS].filter(
    (path) => /^(handlers\/(core|run)|cli\/status)\/.*\.ts$/.test(path) && !path.includes("/told/"),
  );
  const [codesOfErrors = ""] = read("handlers/rds/errors.ts").split("/** Thrown by");
  const found = [
    ...files.flatMap((file) => STATED.flatMap((pattern) => [...read(file).matchAll(pattern)])),
    ...read("handlers/run/refusal.ts").matchAll(OF_AN_ERROR),
    ...codesOfErrors.matchAll(CODES),
  ];
  return new Set(found.map(([, reason = ""]) => reason).filter((reason) => !INSIDE.has(reason)));
}

/** What AWS, the functions and `status` say, in one line: sentences are put together of pieces, with names in them. */
const SAID = [...PATHS]
  .filter((path) => /^(handlers|cli\/status)\/.*\.ts$/.test(path) || path === "docs/aws-facts.md")
  .map((path) => read(path).replace(/["'`]\s*\+\s*["'`]/g, ""))
  .join("\n")
  .replace(/\\`/g, "`")
  .replace(/\s+/g, " ");

/** The pieces of a text that are the same each time. */
const pieces = (text: string): string[] =>
  text
    .split("…")
    .map((piece) => piece.replace(/^[\s:,)]+|[\s:,(]+$/g, ""))
    .filter((piece) => piece.length > 3);

/** A copy of a cluster is not upgraded, and classes are those of instances. */
const NEVER_OF_CLUSTERS = / modify-db-snapshot | describe-orderable-/;

describe("the runbook", () => {
  test("has a section for each reason that a log line, a message or `status` can give, and no other", () => {
    expect(reasons().size).toBeGreaterThan(50);
    expect(headings("Reasons").sort()).toEqual([...reasons()].sort());
  });

  test("has a section for each alarm, and no other", () => {
    expect(ALARMS.length).toBeGreaterThan(9);
    expect(headings("Alarms").sort()).toEqual([...ALARMS].sort());
  });

  test.each([
    ["Alarms", ["Rings", "Means", "See", "Do"]],
    ["Functions that end with an error", ["Means", "See", "Do", "Text"]],
    ["Reasons", ["Means", "See", "Do", "Text"]],
  ])("says of each of %s: %j", (chapter, fields) => {
    expect(of(chapter).length).toBeGreaterThan(4);
    for (const { heading, fields: has } of of(chapter)) expect([heading, ...has.keys()]).toEqual([heading, ...fields]);
  });

  test("is linked to by its headings, each of which is there once", () => {
    const [page, anchor] = runbookLink("key-missing").split("#");
    expect(page).toBe(`${PROJECT}/blob/main/docs/runbook.md`);
    expect(anchor).toBe("key-missing");
    expect(sections(RUNBOOK).filter(({ heading }) => !anchors(RUNBOOK).has(heading))).toEqual([]);
    expect([...anchors(RUNBOOK)].filter((one) => /-\d$/.test(one) && anchors(RUNBOOK).has(one.slice(0, -2)))).toEqual(
      [],
    );
  });

  test("quotes what AWS and the functions say, so that a text is found", () => {
    const quoted = sections(RUNBOOK).flatMap(({ fields }) => codes(fields.get("Text") ?? ""));
    expect(quoted.length).toBeGreaterThan(100);
    const unsaid = quoted.filter(
      (text) => !text.startsWith('"reason":') && pieces(text).some((one) => !SAID.includes(one)),
    );
    expect(unsaid).toEqual([]);
  });

  test("has each code of a refused copy in the section of the reason that it becomes", () => {
    const [, table = ""] = /### Copy errors\n([\s\S]*?)\n###/.exec(read("docs/aws-facts.md")) ?? [];
    const awsCodes = [...table.matchAll(/^\| (?:copy|all) \| (.*?) \|/gm)]
      .flatMap(([, cell = ""]) => codes(cell))
      .filter(isAwsCode);
    expect(awsCodes.length).toBeGreaterThan(20);
    const told = (reason: string) =>
      codes(
        of("Reasons")
          .find(({ heading }) => heading === reason)
          ?.fields.get("Text") ?? "",
      );
    const missing = awsCodes.flatMap((name) =>
      reasonsOf(toRdsError({ name }).code)
        .filter((reason) => !told(reason).includes(name))
        .map((reason) => `${name}: ${reason}`),
    );
    expect(missing).toEqual([]);
  });

  const aws = sections(RUNBOOK)
    .flatMap(({ fields }) => [...fields.values()].flatMap(codes))
    .filter((code) => /^aws .* --/.test(code));

  test("has commands that RDS knows, of clusters too with the words that it says", () => {
    const commands = aws.filter((code) => code.startsWith("aws rds "));
    expect(commands.length).toBeGreaterThan(20);
    for (const command of commands) {
      expect(rdsCall(command).action).not.toBe("");
      if (NEVER_OF_CLUSTERS.test(command)) continue;
      const ofCluster = command
        .replaceAll("db-instance", "db-cluster")
        .replaceAll("db-snapshot", "db-cluster-snapshot");
      expect(rdsCall(ofCluster).action).not.toBe("");
    }
    expect(RUNBOOK).toContain("`db-cluster` instead of `db-instance`");
  });

  test("has commands of AWS that name their region", () => {
    expect(aws.filter((code) => !code.includes(" --region ") && !code.startsWith("aws account "))).toEqual([]);
  });

  test("has a row for each kind of trouble, under the heading that messages have", () => {
    expect(rows("Troubles").sort()).toEqual([...TROUBLE_KINDS].sort());
    for (const kind of TROUBLE_KINDS) expect(section("Troubles")).toContain(`| \`${kind}\` | ${WORDS[kind].heading} |`);
  });

  test("has a row for each metric", () => {
    expect(rows("Metrics").sort()).toEqual(Object.values(METRICS).sort());
  });
});

/** A refusal that passes defers under a reason of its own, as `handlers/run/refusal.ts` says. */
function reasonsOf(code: string): string[] {
  if (code === "quota-exceeded") return ["slots", "manual-quota-full"];
  const passing = new RegExp(`^ {2}"?${code}"?: "([a-z-]+)",$`, "m").exec(read("handlers/run/refusal.ts"));
  return [passing?.[1] ?? code];
}
