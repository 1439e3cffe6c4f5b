import { describe, expect, test } from "@jest/globals";
import { layOut, onFlavour } from "../../../scripts/package/flavours";

const CODE = `const cdktf_1 = require("cdktf");
const provider_1 = require("@cdktf/provider-aws/lib/provider");
const constructs_1 = require("constructs");
const bounds_1 = require("../handlers/settings/bounds");
new cdktf_1.App();
`;

describe("the construct", () => {
  test("on cdktf is what was compiled", () => {
    expect(onFlavour("cdktf", CODE)).toBe(CODE);
  });

  test("on cdktn imports cdktn and its provider, and nothing else differs", () => {
    expect(onFlavour("cdktn", CODE)).toBe(
      CODE.replace('"cdktf"', '"cdktn"').replace(
        '"@cdktf/provider-aws/lib/provider"',
        '"@cdktn/provider-aws/lib/provider"',
      ),
    );
  });

  test("lies once a flavour, as deep as before, beside the files that both share", () => {
    const compiled = new Map([
      ["modules/index.js", CODE],
      ["modules/hcl/token.js", ""],
      ["handlers/settings/bounds.js", "bounds"],
    ]);
    const files = layOut(compiled);
    expect([...files.keys()].sort()).toEqual([
      "cdktf/hcl/token.js",
      "cdktf/index.js",
      "cdktn/hcl/token.js",
      "cdktn/index.js",
      "handlers/settings/bounds.js",
    ]);
    expect(files.get("cdktn/index.js")).toBe(onFlavour("cdktn", CODE));
    expect(files.get("handlers/settings/bounds.js")).toBe("bounds");
  });

  test.each(["cdktf", "@cdktf/provider-aws/lib/sns-topic"])("cannot share a file that is on %s", (specifier) => {
    const compiled = new Map([["handlers/core/plan.js", `require("${specifier}");`]]);
    expect(() => layOut(compiled)).toThrow(
      `handlers/core/plan.js imports ${specifier}, but only files of modules/ may`,
    );
  });
});
