import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { assignments, inline, quoted } from "../../../cli/restore/hcl";

test("a text that looks like a template stays text", () => {
  expect(quoted("a $".concat("{b} %{c} $$", "{d} 100% $5"))).toBe('"a $$'.concat("{b} %%{c} $$$", '{d} 100% $5"'));
});

test("characters that Terraform does not know by a letter are written by number", () => {
  expect(quoted('a\b\f\n\t"\\')).toBe('"a\\u0008\\u000c\\n\\t\\"\\\\"');
});

test("a backslash before a letter is a backslash", () => {
  expect(quoted("C:\\backup\\b")).toBe('"C:\\\\backup\\\\b"');
});

/** What Terraform makes of a quoted string without templates in it. */
function read(hcl: string): string {
  const inner = hcl.slice(1, -1);
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(inner)) throw new Error("a template begins here");
  return JSON.parse(`"${inner.replace(/([$%])\1\{/g, "$1{")}"`);
}

test("any text is read again as it was", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "$", "{", "}", "%", "\\", '"', "\b", "\n", "é")), (parts) => {
      const text = parts.join("");
      expect(read(quoted(text))).toBe(text);
    }),
  );
});

test("values in one line", () => {
  const value = { min: 0.5, on: true, "odd key": ["a", "b"], none: {}, what: { expression: "var.x" } };
  expect(inline(value)).toBe('{ min = 0.5, on = true, "odd key" = ["a", "b"], none = {}, what = var.x }');
});

test("a name that would begin an expression is quoted", () => {
  expect(inline({ for: "x", format: "y" })).toBe('{ "for" = "x", format = "y" }');
});

test("the equals signs of a paragraph stand below each other", () => {
  expect(
    assignments(
      [
        ["a", 1],
        ["long", "x"],
      ],
      "  ",
    ),
  ).toEqual(["  a    = 1", '  long = "x"']);
});
