import { describe, expect, test } from "@jest/globals";
import { packageOf, replaceSpecifiers, specifiers } from "../../../scripts/package/specifiers";

const CODE = `"use strict";
const cdktf_1 = require("cdktf");
const sns_topic_1 = require("@cdktf/provider-aws/lib/sns-topic");
import type { Construct } from "constructs";
import "./side-effect";
export * from "./props";
export declare function made(): import("cdktf").App;
/** Made "from cdktf", see requirement("cdktf"). */
const text = "cdktf";
`;

describe("specifiers", () => {
  test("are those of require, import and export, each once", () => {
    expect(specifiers(CODE)).toEqual([
      "cdktf",
      "@cdktf/provider-aws/lib/sns-topic",
      "constructs",
      "./side-effect",
      "./props",
    ]);
  });

  test("are replaced where they are specifiers, and left alone in texts and comments", () => {
    const replaced = replaceSpecifiers(CODE, (specifier) => `<${specifier}>`);
    expect(specifiers(replaced)).toEqual(specifiers(CODE).map((specifier) => `<${specifier}>`));
    expect(replaced).toContain('const text = "cdktf";');
    expect(replaced).toContain('requirement("cdktf")');
    expect(replaceSpecifiers(CODE, (specifier) => specifier)).toBe(CODE);
  });

  test.each([
    ["cdktf", "cdktf"],
    ["cdktf/lib/app", "cdktf"],
    ["@cdktf/provider-aws", "@cdktf/provider-aws"],
    ["@cdktf/provider-aws/lib/sns-topic", "@cdktf/provider-aws"],
  ])("%s belongs to the package %s", (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });
});
