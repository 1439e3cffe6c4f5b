import { posix } from "node:path";
import { expect, test } from "@jest/globals";
import { PATHS, read } from "./documents";

// ARCHITECTURE.md, "Folders": what there is, and that imports go one way. What core may import is tested beside it.

/** The folders that the tree names, from the root. */
function foldersInTree(): string[] {
  const [, tree = ""] = /## Folders\n\n```\n([\s\S]*?)```/.exec(read("ARCHITECTURE.md")) ?? [];
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indent = "", names = ""] = /^( *)((?:[\w/-]+\/ *)+)/.exec(line) ?? [];
    if (names === "") return [];
    const depth = indent.length / 2;
    const folders = names.split(" ").filter((name) => name !== "");
    const paths = folders.map((name) => `${above.slice(0, depth).join("")}${name}`);
    above[depth] = folders[0] ?? "";
    return paths;
  });
}

test("the tree of folders names those that there are, and leaves out none of the code that users run", () => {
  const named = foldersInTree();
  expect(named).toContain("handlers/core/told/");
  expect(named.filter((folder) => !PATHS.has(folder))).toEqual([]);
  const there = [...PATHS].filter((path) =>
    /^(?!\.)([\w-]+|(handlers|cli|modules)\/\w+|handlers\/core\/\w+)\/$/.test(path),
  );
  expect(there.filter((folder) => !named.includes(folder))).toEqual([]);
});

test.each([
  ["settings/", []],
  ["handlers/core/", ["handlers/settings/"]],
  ["handlers/rds/", ["handlers/core/"]],
  ["handlers/aws/", ["handlers/core/", "handlers/rds/"]],
  ["handlers/settings/", ["settings/", "handlers/core/"]],
  ["handlers/run/", ["settings/", "handlers/core/", "handlers/rds/", "handlers/aws/", "handlers/settings/"]],
  ["cli/", ["settings/", "handlers/", "package.json"]],
  // What runs in a browser filters and draws: it has no rules (decisions/0034-the-page-is-one-file.md).
  ["cli/page/client/", ["cli/page/"]],
  ["modules/", ["settings/", "handlers/core/", "handlers/settings/", "handlers/run/telemetry"]],
])("%s imports nothing but itself and %j", (folder, others) => {
  const imports = [...PATHS]
    .filter((path) => path.startsWith(folder) && /\.tsx?$/.test(path))
    .flatMap((file) =>
      [...read(file).matchAll(/ from "(\.[^"]+)"/g)].map(([, target = ""]) => posix.join(posix.dirname(file), target)),
    );
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((target) => ![folder, ...others].some((allowed) => target.startsWith(allowed)))).toEqual([]);
});

test("nothing but the simulation, tests, the package's build and the making of documents knows of the command line", () => {
  const importers = [...PATHS]
    .filter(
      (path) =>
        path.endsWith(".ts") &&
        !/^(cli|simulation|suites|__tests__)\/|^scripts\/(generated-parts|bundle)\.ts$/.test(path),
    )
    .filter((path) => / from "(\.\.?\/)+cli\//.test(read(path)));
  expect(importers).toEqual([]);
});
