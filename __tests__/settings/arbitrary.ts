import fc from "fast-check";
import type { Fields, Text, ValueKind } from "../../settings/kinds";
import { camelCase } from "../../settings/kinds";

/** Any value of a kind, as a prop. @param region the target region under which it stands */
export function valid(is: ValueKind, region = ""): fc.Arbitrary<unknown> {
  switch (is.kind) {
    case "text":
      return text(is, region);
    case "number":
      return fc.integer({ min: is.min, max: is.max });
    case "flag":
      return fc.boolean();
    case "one-of":
      return fc.constantFrom(...is.values);
    case "list":
      return fc.array(text(is.of, region), { maxLength: 3 });
    case "map":
      return fc
        .uniqueArray(text(is.keys, region), { maxLength: 3 })
        .chain((keys) =>
          fc.tuple(...keys.map((key) => valid(is.of, region || key).map((value): [string, unknown] => [key, value]))),
        )
        .map((entries) => Object.fromEntries(entries));
    case "object":
      return partial(is.fields, region);
  }
}

/** Values of some fields; those of the others are the defaults. */
export const partial = (fields: Fields["fields"], region = ""): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, { is }]) => [camelCase(name), valid(is, region)])), {
    requiredKeys: [],
  });

function text({ pattern, not, maxLength = 63, region: of }: Text, region: string): fc.Arbitrary<string> {
  if (of !== undefined) return fc.uuid().map((id) => `arn:aws:kms:${region || "us-east-1"}:123456789012:key/${id}`);
  // To Terraform a whole `${…}` is a reference, not a text.
  if (pattern === "") return fc.string({ maxLength: 9 }).filter((one) => !/\$\{[^{}]*\}/.test(one));
  // Character classes of Unicode are beyond `stringMatching`.
  if (pattern.includes("\\p{")) return fc.stringMatching(/^[A-Za-z0-9é _.:/=+@-]{1,9}$/);
  return fc
    .stringMatching(new RegExp(pattern.replaceAll("+", "{1,3}").replaceAll(")*", "){0,9}")), { size: "xsmall" })
    .filter((one) => one.length <= maxLength && (not === undefined || !new RegExp(not).test(one)));
}
