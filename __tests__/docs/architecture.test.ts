import { posix } from "node:path";
import { expect, test } from "@jest/globals";
import { PATHS, read } from "./documents";

// ARCHITECTURE.md, "Folders": imports go one way. What core may import is tested beside it.

test.each([
  ["settings/", []],
  ["handlers/core/", ["handlers/settings/"]],
  ["handlers/rds/", ["handlers/core/"]],
  ["handlers/settings/", ["settings/", "handlers/core/"]],
  ["handlers/run/", ["settings/", "handlers/core/", "handlers/rds/", "handlers/settings/"]],
  ["modules/", ["settings/", "handlers/core/", "handlers/settings/", "handlers/run/telemetry"]],
])("%s imports nothing but itself and %j", (folder, others) => {
  const imports = [...PATHS]
    .filter((path) => path.startsWith(folder) && path.endsWith(".ts"))
    .flatMap((file) =>
      [...read(file).matchAll(/ from "(\.[^"]+)"/g)].map(([, target = ""]) => posix.join(posix.dirname(file), target)),
    );
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((target) => ![folder, ...others].some((allowed) => target.startsWith(allowed)))).toEqual([]);
});
