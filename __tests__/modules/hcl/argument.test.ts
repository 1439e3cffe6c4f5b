import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../../modules/expressions";
import { printArguments } from "../../../modules/hcl/argument";
import { format } from "../../../modules/hcl/format";
import type { Json } from "../../../modules/hcl/json";
import type { Reading } from "../../../modules/hcl/value";

const printed = (value: Json, reading: Reading): string =>
  format(printArguments([{ name: "x", value, reading }], 0).flatMap(({ lines }) => lines));

/** Text after `x = `. */
const shown = (value: Json, reading: Reading): string => printed(value, reading).slice("x = ".length, -1);

const BELL = "\u0007";

describe("strings", () => {
  test.each<[title: string, value: string, hcl: string]>([
    ["text", "text", '"text"'],
    ["nothing", "", '""'],
    ["quotes and backslashes", 'say "hi" \\n', '"say \\"hi\\" \\\\n"'],
    ["control characters", `a\tb\r\n${BELL}`, '"a\\tb\\r\\n\\u0007"'],
    ["other scripts", "ünï 日本 🎉", '"ünï 日本 🎉"'],
    ["dollars and per cent", "$5, 100 %, $$, %%", '"$5, 100 %, $$, %%"'],
    ["an expression alone", `\${var.name}`, "var.name"],
    ["an expression in quotes in an expression", `\${"\${var.name}"}`, "var.name"],
    ["an expression in text", `\${var.name}-sweep`, `"\${var.name}-sweep"`],
    ["two expressions", `\${var.a}\${var.b}`, `"\${var.a}\${var.b}"`],
    ["spaces in an interpolation", `a \${ var.a }`, `"a \${var.a}"`],
    ["an object in an interpolation", `a \${length({a=1})}\${{}}`, `"a \${length({ a = 1 })}\${ {} }"`],
    ["an escaped interpolation", `$\${var.name}`, `"$\${var.name}"`],
    ["a dollar and an escaped interpolation", `$$\${var.name}`, `"$$\${var.name}"`],
    ["directives", "%{ if var.a }yes%{ else }no%{ endif }", '"%{if var.a}yes%{else}no%{endif}"'],
    ["an escaped directive", "%%{ if }", '"%%{ if }"'],
    ["stripped spaces", `a \${~ var.a ~} b`, `"a \${~var.a~} b"`],
    ["an expression whose spaces are stripped", `\${~ var.a ~}`, `"\${~var.a~}"`],
    [
      "a closing brace in a nested string",
      `\${replace(var.a, "}", "\${var.b}}")}`,
      `replace(var.a, "}", "\${var.b}}")`,
    ],
  ])("%s, as a template", (_, value, printed) => {
    expect(shown(value, "template")).toBe(printed);
  });

  test.each<[title: string, value: string, hcl: string]>([
    ["an interpolation", `\${var.name}`, `"$\${var.name}"`],
    ["an escaped interpolation", `$\${var.name}`, `"$$\${var.name}"`],
    ["a directive", "%{ if }", '"%%{ if }"'],
    ["an unfinished interpolation", `\${`, `"$\${"`],
  ])("%s, literally", (_, value, hcl) => {
    expect(shown(value, "literal")).toBe(hcl);
  });

  test.each<[value: Json, hcl: string]>([
    ["aws_kms_key.this", "aws_kms_key.this"],
    ['aws_kms_key.this["eu-central-1"]', 'aws_kms_key.this["eu-central-1"]'],
    [`\${aws_kms_key.this}`, "aws_kms_key.this"],
    ["all", "all"],
    [["tags", 'tags["team"]'], '[tags, tags["team"]]'],
    [{ "aws.target": "aws.west" }, "{ aws.target = aws.west }"],
  ])("%j, as a reference", (value, hcl) => {
    expect(shown(value, "reference")).toBe(hcl);
  });

  test("whole lines are a heredoc", () => {
    expect(printed(`#!/bin/sh\n  echo "\${ var.a }" \\n $\${HOME}\n\nexit\n`, "template")).toBe(
      `x = <<-EOT\n  #!/bin/sh\n    echo "\${var.a}" \\n $\${HOME}\n\n  exit\nEOT\n`,
    );
    expect(printed(`One \${two}.\nThree.\n`, "literal")).toBe(`x = <<-EOT\n  One $\${two}.\n  Three.\nEOT\n`);
  });

  test.each([
    ["that do not end", "One\nTwo"],
    ["of which there is but one", "One\n"],
    ["that are all indented", "  One\n  Two\n"],
    ["that would end the heredoc", "One\n EOT\nTwo\n"],
    ["with control characters", `One\r\nTwo${BELL}\n`],
  ])("lines %s are no heredoc", (_, value) => {
    expect(JSON.parse(shown(value, "literal"))).toBe(value);
  });

  test.each([
    ["an interpolation that does not end", `a \${var.b`, "expected } or ~}"],
    ["a bracket that is not closed", `\${max(1, 2}`, "unexpected }"],
    ["a bracket that is not open", `\${1)}`, "unexpected )"],
    ["a quote that does not end", `\${"a}`, "unfinished string"],
    ["a comment", `\${a # b\n}`, "comments and heredocs are not supported here"],
    ["a character of no token", `\${a ; b}`, "unexpected character"],
  ])("%s is refused", (_, value, message) => {
    expect(() => shown(value, "template")).toThrow(message);
  });
});

describe("other values", () => {
  test.each<[value: Json, hcl: string]>([
    [0, "0"],
    [-1.5, "-1.5"],
    [1e21, "1e+21"],
    [1.5e-7, "1.5e-7"],
    [false, "false"],
    [null, "null"],
    [[], "[]"],
    [{}, "{}"],
    [["a", `\${var.b}`, -1], '["a", var.b, -1]'],
    [{ a: 1 }, "{ a = 1 }"],
    [{ "a-b": 1 }, '{ "a-b" = 1 }'],
    [{ "rds:tag/x": 1 }, '{ "rds:tag/x" = 1 }'],
    [{ for: 1 }, '{ "for" = 1 }'],
    [{ null: 1 }, '{ "null" = 1 }'],
    [{ [hcl("var.a")]: 1 }, "{ (var.a) = 1 }"],
    [{ [`a-${hcl("var.a")}`]: 1 }, `{ "a-\${var.a}" = 1 }`],
    [[{}, [[]]], "[{}, [[]]]"],
  ])("%j", (value, hcl) => {
    expect(shown(value, "template")).toBe(hcl);
  });

  test("keys are literal where strings are", () => {
    expect(shown({ [hcl("a")]: 1 }, "literal")).toBe(`{ "$\${a}" = 1 }`);
  });
});

describe("types", () => {
  test.each([
    ["string", "string"],
    ["list(string)", "list(string)"],
    ["map( object({a=optional(bool,true)}) )", "map(object({ a = optional(bool, true) }))"],
    ["tuple([string,number])", "tuple([string, number])"],
  ])("%s", (value, hcl) => {
    expect(shown(value, "type")).toBe(hcl);
  });

  test("objects of several attributes take a line for each", () => {
    const type =
      "map(object({ create_kms_key = optional(bool, true), windows = optional(list(object({ from = string, to = string })), []) }))";
    expect(printed(type, "type")).toBe(`x = map(object({
  create_kms_key = optional(bool, true)
  windows = optional(list(object({
    from = string
    to   = string
  })), [])
}))
`);
  });
});
