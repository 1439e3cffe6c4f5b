import fc from "fast-check";

/** Names that are no plain keys of a JavaScript object. */
export const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];

/** Texts that trip parsers: empty, huge, of other alphabets, half an emoji, JSON in JSON. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\n",
    "null",
    "true",
    "0",
    "*",
    "-",
    ":",
    "{",
    "[]",
    '"',
    "ß漢字🦀",
    "\ud83e",
    "\u202e",
    "\u0000",
  ),
  fc.constantFrom(...PROTOTYPE_KEYS),
  fc.constantFrom("x", "漢", "arn:", '{"a":').map((text) => text.repeat(20_000)),
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.json(),
);

/** Anything that JSON can hold. */
export const oddJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -2, max: 9000 }),
  fc.constantFrom(null, true, false, 0, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER),
  fc
    .constantFrom("[]", "{}", "[[]]", "[null]", '{"__proto__":{"Sns":{}}}', '{"constructor":null}')
    .map((text) => JSON.parse(text)),
  oddText,
  fc.jsonValue(),
);

/** Anything that JavaScript can hold and a caller without types may pass. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, undefined),
  { weight: 3, arbitrary: oddJson },
  fc.constantFrom<unknown>(
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    5n,
    Symbol("odd"),
    () => 7,
    new Date(Number.NaN),
  ),
  fc.constantFrom<unknown>(
    new Map([["a", 1]]),
    new Set(["*"]),
    /x/,
    Object.create(null),
    new String("text"),
    Object.assign([], { 1: "after a hole" }),
  ),
  fc.constant(undefined).map(cyclic),
  fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }),
);

function cyclic(): object {
  const self: Record<string, unknown> = { name: "self" };
  self.self = self;
  return self;
}
