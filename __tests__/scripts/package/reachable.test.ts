import { describe, expect, test } from "@jest/globals";
import { reachable } from "../../../scripts/package/reachable";

const FILES = new Map([
  ["modules/index.js", 'require("./construct");'],
  ["modules/index.d.ts", 'export { A } from "./construct";\nexport type { B } from "./props";'],
  ["modules/construct.js", 'require("../handlers/bounds"); require("./index"); require("cdktf");'],
  ["modules/construct.d.ts", 'import type { App } from "cdktf";'],
  ["modules/props.js", ""],
  ["modules/props.d.ts", ""],
  ["handlers/bounds.js", ""],
  ["handlers/bounds.d.ts", ""],
  ["handlers/telemetry.js", 'require("@aws-lambda-powertools/logger");'],
]);

describe("the files that an entry needs", () => {
  test("to run are those it requires, in circles too, and none that it takes types from", () => {
    const found = [...reachable(FILES, "modules/index", ".js").keys()];
    expect(found).toEqual(["modules/index.js", "modules/construct.js", "handlers/bounds.js"]);
  });

  test("to type-check are the declarations it imports", () => {
    const found = [...reachable(FILES, "modules/index", ".d.ts").keys()];
    expect(found).toEqual(["modules/index.d.ts", "modules/construct.d.ts", "modules/props.d.ts"]);
  });

  test("must all be there", () => {
    const files = new Map([["modules/index.js", 'require("./gone");']]);
    expect(() => reachable(files, "modules/index", ".js")).toThrow(
      "modules/index.js imports modules/gone.js, which was not compiled",
    );
  });
});
