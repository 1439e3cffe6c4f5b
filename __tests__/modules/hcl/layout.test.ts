import { describe, expect, test } from "@jest/globals";
import { printArguments } from "../../../modules/hcl/argument";
import { format } from "../../../modules/hcl/format";
import type { Json } from "../../../modules/hcl/json";

const printed = (value: Json): string =>
  format(printArguments([{ name: "x", value, reading: "template" }], 0).flatMap(({ lines }) => lines));

const expression = (text: string): string => printed(`\${${text}}`);

describe("on one line", () => {
  test.each([
    ["( a )", "a"],
    ["((a && b))", "a && b"],
    ["(a) && (b)", "(a) && (b)"],
    ["!(a)", "!(a)"],
    ["f((a), [(b)], {c=(d)})", "f(a, [b], { c = d })"],
    ["(a + b) * c", "(a + b) * c"],
    [`"\${a + b}" * c`, "(a + b) * c"],
    [`"\${a}" + "\${b.c[0]}"`, "a + b.c[0]"],
    [`"a\${ "\${b}" }"`, `"a\${b}"`],
    ["-1", "-1"],
    ["a - -1", "a - -1"],
    ["- (a)", "-(a)"],
    ["a<=b?c:d", "a <= b ? c : d"],
    ["a.*.b", "a.*.b"],
    ["a [ * ] . b [ 0 ]", "a[*].b[0]"],
    ["{a=1,b:2\n c = 3}", "{ a = 1, b = 2, c = 3 }"],
    ['{"a"=1,"b-c"=2,"for"=3,(d)=4}', '{ a = 1, "b-c" = 2, "for" = 3, (d) = 4 }'],
    ["[for k,v in {a=1}:k if v>0]", "[for k, v in { a = 1 } : k if v > 0]"],
    ["{for k,v in a:k=>v...}", "{ for k, v in a : k => v... }"],
    ["f(a...)", "f(a...)"],
    ["[for x in a?b:c:d?e:f]", "[for x in a ? b : c : d ? e : f]"],
    ["provider::aws::arn_parse(a)", "provider::aws::arn_parse(a)"],
    ["[\n1,\n2,\n]", "[1, 2]"],
    ["a\n+\nb", "a + b"],
  ])("%j", (text, hcl) => {
    expect(expression(`1==[${text}]`)).toBe(`x = 1 == [${hcl}]\n`);
  });
});

describe("on several lines", () => {
  test("objects of several entries, though they would fit on one", () => {
    expect(expression('jsonencode({Version = "2012-10-17", "b" = {c = 1, d = [2]}})')).toBe(`x = jsonencode({
  Version = "2012-10-17"
  b = {
    c = 1
    d = [2]
  }
})
`);
    expect(printed({ a: { b: 1 }, "c/d": [{ e: 1 }, { e: 2, f: 3 }] })).toBe(`x = {
  a = { b = 1 }
  "c/d" = [
    { e = 1 },
    { e = 2, f = 3 },
  ]
}
`);
  });

  test("entries aligned as terraform fmt does, which looks at the first = of a line, wherever that is", () => {
    expect(expression(`{ "a-\${jsonencode({ b = 1 })}" = 1, c = 2, "d-e" = 3 }`)).toBe(`x = {
  "a-\${jsonencode({ b = 1 })}" = 1
  c     = 2
  "d-e" = 3
}
`);
  });

  test("an object that shares its line with short arguments", () => {
    expect(expression("merge(var.tags, { a = 1, b = 2 })")).toBe(`x = merge(var.tags, {
  a = 1
  b = 2
})
`);
  });

  const word = (index: number): string => `"rds:DescribeAction${index}"`;
  const words = Array.from({ length: 5 }, (_, index) => word(index));

  test("lists that do not fit on one", () => {
    expect(expression(`[${words.join(", ")}]`)).toBe(`x = [\n${words.map((item) => `  ${item},\n`).join("")}]\n`);
    expect(expression(`[${words.slice(1).join(", ")}]`)).toBe(`x = [${words.slice(1).join(", ")}]\n`);
  });

  test("what has more than 100 columns", () => {
    const list = (width: number) => `["a", "${"b".repeat(width - `x = ["a", ""]`.length)}"]`;
    expect(expression(list(100))).toBe(`x = ${list(100)}\n`);
    expect(expression(list(101)).split("\n")).toHaveLength(5);
    expect(expression(`var.a == ${list(101)}`).split("\n")).toHaveLength(5);
  });

  test("numbers, as many to a line as fit", () => {
    expect(printed(Array.from({ length: 30 }, (_, index) => 100 + index))).toBe(`x = [
  100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118,
  119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129,
]
`);
  });

  test("arguments of a call, without a comma after the last", () => {
    expect(expression(`concat(${words.join(", ")})`)).toBe(
      `x = concat(\n${words.map((item) => `  ${item}`).join(",\n")}\n)\n`,
    );
  });

  const long = (name: string) => `var.${name}_of_some_considerable_length`;

  test("operands of the operators that bind least, in parentheses", () => {
    expect(expression(`${long("a")} && ${long("b")} || ${long("c")}`)).toBe(`x = (
  ${long("a")} && ${long("b")} ||
  ${long("c")}
)
`);
  });

  test("conditionals", () => {
    expect(expression(`${long("a")} ? ${long("b")} : ${long("c")} ? ${long("d")} : ${long("e")}`)).toBe(`x = (
  ${long("a")}
  ? ${long("b")}
  : ${long("c")}
  ? ${long("d")}
  : ${long("e")}
)
`);
    expect(expression(`${long("a")} ? 1 : ${long("b")} && ${long("c")} && ${long("d")}`)).toBe(`x = (
  ${long("a")}
  ? 1
  : (
    ${long("b")} &&
    ${long("c")} &&
    ${long("d")}
  )
)
`);
  });

  test("loops, the body on its own line where it fits there", () => {
    expect(
      expression(`alltrue([for ${long("k").slice(4)} in ${long("c")} : can(${long("b")}) if ${long("d")} != null])`),
    ).toBe(
      `x = alltrue([
  for k_of_some_considerable_length in ${long("c")} :
  can(${long("b")})
  if ${long("d")} != null
])
`,
    );
  });

  test("loops over objects, and loops in loops", () => {
    expect(
      expression(
        `{for region, target in var.targets : region => { arn = target.kms_key_arn, databases = [for database in target.databases : database.name] } if target.wanted}`,
      ),
    ).toBe(`x = {
  for region, target in var.targets : region => {
    arn       = target.kms_key_arn
    databases = [for database in target.databases : database.name]
  }
  if target.wanted
}
`);
    expect(
      expression(
        `[for pair in flatten([for region, target in ${long("targets")} : [for key in keys(target) : { region = region, key = key }]]) : pair.key]`,
      ),
    ).toBe(`x = [
  for pair in flatten([
    for region, target in ${long("targets")} :
    [for key in keys(target) : { region = region, key = key }]
  ]) :
  pair.key
]
`);
  });

  test("loops over what a conditional chooses", () => {
    expect(expression(`[for x in ${long("a")} ? [] : [1] : ${long("b")} ? ${long("c")} : x]`)).toBe(`x = [
  for x in ${long("a")} ? [] : [1] :
  ${long("b")} ? ${long("c")} : x
]
`);
  });

  test("a call, and not an index however long", () => {
    const index = `[var.${"i".repeat(50)}]`;
    expect(expression(`merge(${long("a")}, ${long("b")})${index}`)).toBe(`x = merge(
  ${long("a")},
  ${long("b")}
)${index}
`);
    expect(expression(`${long("a")}${index}${index}`)).toBe(`x = ${long("a")}${index}${index}\n`);
  });

  test("nothing, where there are no brackets to break", () => {
    const text = `${long("a")} + ${long("b")} + ${long("c")} == ${long("d")}`;
    expect(expression(text)).toBe(`x = ${text}\n`);
  });
});
