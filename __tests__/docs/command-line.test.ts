import { describe, expect, test } from "@jest/globals";
import type { Command } from "commander";
import { programOf } from "../../cli/run";
import { terminal } from "../cli/terminal";
import { anchors, PATHS, read } from "./documents";

const DOCUMENT = read("docs/command-line.md");
const section = (title: string): string => DOCUMENT.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";

const COMMANDS = programOf(terminal(), () => undefined).commands;

const optionsOf = (command: Command): string[] => [
  ...command.options.flatMap(({ long }) => long ?? []),
  ...command.commands.flatMap(optionsOf),
];

describe("docs/command-line.md", () => {
  test("lists every command, with a link to its section", () => {
    expect(COMMANDS.length).toBeGreaterThan(1);
    for (const name of COMMANDS.map((command) => command.name())) {
      expect(DOCUMENT).toContain(`| [\`${name}\`](#${name}) |`);
      expect(section(name)).not.toBe("");
    }
  });

  /** Of commands that have a document of their own. */
  const elsewhere: Readonly<Record<string, string>> = { restore: read("docs/restore.md") };

  test.each(COMMANDS.map((command) => [command.name(), command] as const))(
    "explains each option of %s in its section, or where all have it",
    (name, command) => {
      const explained = section(name) + section("Options of all commands") + (elsewhere[name] ?? "");
      const options = optionsOf(command);
      expect(options.length).toBeGreaterThan(3);
      expect(options.filter((option) => !new RegExp(`${option}(?![\\w-])`).test(explained))).toEqual([]);
    },
  );

  test("has examples in the help of every command", () => {
    for (const command of COMMANDS) {
      let help = "";
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain(`\nExamples:\n`);
      expect(help).toContain(`\n  npx rds-cross-region-backup ${command.name()} `);
    }
  });
});

describe("a command that people read", () => {
  const READ = [...PATHS].filter((path) => /^(README|docs\/[\w-]+)\.md$|^(cli|handlers)\/.*\.tsx?$/.test(path));
  const names = COMMANDS.map((command) => command.name()).join("|");
  /** With what is before its name, as far as its line goes, after backslashes on the next one. */
  const OWN = new RegExp(`(npx )?\\brds-cross-region-backup ((?:${names})\\b(?:[^\`\n]|\n {2,})*)`, "g");

  const all = READ.flatMap((path) =>
    [
      ...read(path)
        .replace(/\\+\n\s*/g, " ")
        .matchAll(OWN),
    ].map(([whole, npx, words = ""]) => ({ path, whole, npx, words })),
  );

  /** The command that words name, and the options that it lacks. */
  function unknownOptions(words: string): string[] {
    const [first, second] = words.split(/[\s,;.]+/);
    const command = COMMANDS.find((one) => one.name() === first);
    const sub = command?.commands.find((one) => one.name() === second);
    const meant = sub ?? command;
    const known = new Set(["--help", ...(meant ? optionsOf(meant) : [])]);
    return (words.match(/(?<= )--[a-z-]+/g) ?? []).filter((option) => !known.has(option));
  }

  test("has options that there are", () => {
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(({ words }) => unknownOptions(words).length > 0)).toEqual([]);
    expect(unknownOptions("copies hold x --until forever --pages")).toEqual(["--pages"]);
  });

  test("runs where it is installed as the document says: with npx", () => {
    expect(all.filter(({ npx }) => npx === undefined)).toEqual([]);
  });
});

test("each section of the runbook that doctor sends to is there", () => {
  const judges = [...PATHS].filter((path) => /^cli\/doctor\/judge\/.*\.ts$/.test(path));
  const sent = judges.flatMap((path) => [...read(path).matchAll(/runbook: "([a-z-]+)"/g)].map(([, to = ""]) => to));
  expect(sent.length).toBeGreaterThan(10);
  const there = anchors(read("docs/runbook.md"));
  expect([...new Set(sent)].filter((to) => !there.has(to))).toEqual([]);
});
