import { posix } from "node:path";
import { expect, test } from "@jest/globals";
import { PATHS, read } from "./documents";

// ARCHITECTURE.md, "Folders": imports go one way. What core may import is tested beside it.

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
