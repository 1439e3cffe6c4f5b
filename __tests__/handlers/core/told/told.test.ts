import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fits, LONGEST_TEXT, NOTHING_TOLD, parseTold, printTold } from "../../../../handlers/core/told/told";

const id = fc.stringMatching(/^[\w-]{5}$/);
const anyTold = fc.record({
  ids: fc.array(id, { maxLength: 50 }).map((ids) => new Set(ids)),
  groups: fc.array(fc.tuple(id, id), { maxLength: 20 }).map((pairs) => new Map(pairs)),
  lastDigest: fc.option(
    fc.integer({ min: 0, max: 50_000_000 }).map((minute) => new Date(minute * 60_000)),
    { nil: undefined },
  ),
  passing: fc.array(id, { maxLength: 5 }).map((ids) => new Set(ids)),
});

describe("the text of what was told", () => {
  test("is read as what was written, whatever that is", () => {
    fc.assert(fc.property(anyTold, (told) => expect(parseTold(printTold(told))).toEqual(told)));
  });

  test("is the same for the same contents, in any order", () => {
    const told = { ...NOTHING_TOLD, ids: new Set(["aaaaa", "bbbbb"]) };
    expect(printTold(told)).toBe("1 - aaaaabbbbb - -");
    expect(printTold({ ...told, ids: new Set(["bbbbb", "aaaaa"]) })).toBe("1 - aaaaabbbbb - -");
  });

  test("that Terraform writes at first says that nothing was told", () => {
    expect(parseTold("-")).toEqual(NOTHING_TOLD);
  });

  test.each([
    "",
    " ",
    "- ",
    "0",
    "2 - - - -",
    "1 - aaaa - -",
    "1 - - aaaaa -",
    "1 - aaaaabbbbb -",
    "1 2026-13-45T99:99Z - - -",
    "1 - aaaaa - -\n",
    '{"version":1}',
  ])("is not taken from %j, which nobody has written", (text) => {
    expect(parseTold(text)).toBeUndefined();
  });

  test("fits into a standard parameter for as much as is said to fit", () => {
    const ids = (count: number) => new Set(Array.from({ length: count }, (_, at) => String(10_000 + at)));
    const groups = (count: number) =>
      new Map(Array.from({ length: count }, (_, at) => [String(10_000 + at), "aaaaa"] as const));
    const lastDigest = new Date("2026-02-01T06:00:00Z");
    const text = (count: number) => printTold({ ids: ids(count), groups: groups(10), lastDigest, passing: new Set() });
    const most = Array.from({ length: 1000 }, (_, count) => count).filter((count) => fits(count, 10)).length - 1;
    expect(most).toBeGreaterThan(790);
    expect(text(most).length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(text(most + 1).length).toBeGreaterThan(LONGEST_TEXT - 6);
  });
});
