import * as fc from "fast-check";
import { hcl } from "../../../modules/expressions";
import type { Json } from "../../../modules/hcl/json";

/** Text with what has a meaning in templates, quotes or keys. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab $%{}"\\\n\t~\u0007é日🎉-/') }),
  fc.constantFrom("for", "null", "true", "a-b", "a/b", "plain_name", "One\n  two\n\nthree\n", "  One\n  two\n"),
);

/** Any value, its strings taken as they are. */
export const literalValue = jsonValue(text);

/** Any value without interpolations, its strings being templates. */
export const templateValue = jsonValue(text.map((value) => value.replace(/([$%])(?=\{)/g, "$1$1")));

function jsonValue(string: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  // Far below lie the numbers that cdktf takes for tokens.
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, min: -1e30, max: 1e30 }));
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(string, number, fc.boolean(), fc.constant(null)),
      fc.array(tie("value"), { maxLength: 6 }),
      fc.dictionary(string, tie("value"), { maxKeys: 6 }),
    ),
  })).value;
}

/** Fills `_` in a pattern with expressions, and `~` with spaces. */
function fill(pattern: string, ...expressions: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const spaces = fc.infiniteStream(fc.constantFrom("", " ", "  "));
  return fc
    .tuple(spaces, ...expressions)
    .map(([stream, ...texts]) =>
      pattern.replace(/[_~]/g, (mark) => (mark === "_" ? (texts.shift() ?? "") : (stream.next().value ?? ""))),
    );
}

type Kinds = Record<"number" | "bool" | "string" | "list" | "object", string>;

const kinds = fc.letrec<Kinds>((tie) => {
  const [number, bool, string] = [tie("number"), tie("bool"), tie("string")];
  const [list, object] = [tie("list"), tie("object")];
  const either = (leaf: fc.Arbitrary<string>, ...others: fc.Arbitrary<string>[]) =>
    fc.oneof({ maxDepth: 4, depthSize: "small" }, leaf, ...others);
  const wrapped = (value: fc.Arbitrary<string>) =>
    fc.oneof(fill("(~_~)", value), fill("(\n_\n)", value), fill(`"\${_}"`, value));
  const chosen = (value: fc.Arbitrary<string>) => fill("(_~?~_~:~_)", bool, value, value);
  return {
    number: either(
      fc.nat(99).map(String),
      wrapped(number),
      chosen(number),
      fill("_~+~_", number, number),
      fill("_ - _", number, number),
      fill("(_)~*~(_)", number, number),
      fill("-(_)", number),
      fill("length(~_~)", list),
      fill("max(_,~_~)", number, number),
    ),
    bool: either(
      fc.constantFrom("true", "false"),
      wrapped(bool),
      chosen(bool),
      fill("_~<=~_", number, number),
      fill("(_)~&&~(_)", bool, bool),
      fill("_~||~_", bool, bool),
      fill("!(_)", bool),
    ),
    string: either(
      fc.constantFrom(
        '"a"',
        '"b c"',
        '"\\"{\\\\}"',
        `"$\${a} %%{b}"`,
        '"\\n"',
        '"a rather long text that takes its space"',
      ),
      wrapped(string),
      chosen(string),
      fill(`"a\${~_~}-\${_}"`, string, number),
      fill(`"%{~ if _~}a%{~else~}\${_}%{~endif~}"`, bool, string),
      fill("upper(_)", string),
      fill('join("~",~_)', list),
      fill("jsonencode(_)", object),
    ),
    list: either(
      fc.constantFrom("[]", '["a"]', '["a",\n"b",\n]'),
      wrapped(list),
      fill("[_~,\n_]", string, string),
      fill("concat(_,_)", list, list),
      fill("concat([_, _]...)", list, list),
      fill("keys(_)", object),
      fill("[for value in _~:~upper(value)~ if _]", list, bool),
    ),
    object: either(
      fc.constantFrom("{}", "{a=1}", '{"for"="x","b-c":2\n}'),
      wrapped(object),
      fill('{~k1~=~_~,~"k2"~:~_\n~"k/3"~=~_}', number, string, object),
      fill("{(_)~=~_}", string, list),
      fill("merge(_,~_)", object, object),
      fill(`{~for index, value in _~:~"k\${index}"~=>~value~ if _~}`, list, bool),
      fill("{for value in _ : value => _...}", list, number),
    ),
  };
});

/** Expressions that need nothing but themselves, with parentheses, quotes, spaces and line breaks as they come. */
export const expression: fc.Arbitrary<string> = fc.oneof(...Object.values(kinds)).map(hcl);
