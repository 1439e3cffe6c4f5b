import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { matches, matchesAny, mostSpecific } from "../../../handlers/core/pattern";

/** Short ids and patterns over few characters, so that many of them match. */
const id = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 7 });
const pattern = fc.string({ unit: fc.constantFrom("a", "b", "-", "*"), maxLength: 7 });

/** The definition, character by character. */
function naiveMatches(wanted: string, given: string): boolean {
  if (wanted === "") return given === "";
  if (wanted[0] !== "*") return wanted[0] === given[0] && given !== "" && naiveMatches(wanted.slice(1), given.slice(1));
  return naiveMatches(wanted.slice(1), given) || (given !== "" && naiveMatches(wanted, given.slice(1)));
}

describe("matching", () => {
  test.each([
    ["orders", "orders", true],
    ["orders", "orders-eu", false],
    ["orders", "my-orders", false],
    ["*", "orders", true],
    ["orders*", "orders", true],
    ["orders-*", "orders", false],
    ["orders-*", "orders-eu", true],
    ["*-replica", "orders-replica", true],
    ["*-replica", "orders-replica-2", false],
    ["prod-*-db", "prod-orders-db", true],
    ["prod-*-db", "prod-db", false],
    ["a*a", "a", false],
    ["a*b*b", "ab", false],
    ["a*b*b", "abb", true],
    ["*ab*ab*", "ab", false],
    ["*ab*ab*", "abab", true],
    ["*b*a*", "ab", false],
    ["Orders-*", "orders-eu", true],
    ["orders-*", "ORDERS-EU", true],
    ["o.ders", "orders", false],
    ["(orders", "(orders", true],
    ["[a-z]*", "orders", false],
    ["", "orders", false],
  ])("%p against %p is %p", (wanted, given, expected) => {
    expect(matches(wanted, given)).toBe(expected);
  });

  test("is what the definition of * says", () => {
    fc.assert(
      fc.property(pattern, id, (wanted, given) => matches(wanted, given) === naiveMatches(wanted, given)),
      {
        numRuns: 2000,
      },
    );
  });

  test("takes no time to speak of, however many * there are", () => {
    expect(matches(`${"*a".repeat(30)}*b`, "a".repeat(63))).toBe(false);
  });

  test("of several patterns names the first that matches", () => {
    expect(matchesAny(["billing", "orders-*", "*"], "orders-eu")).toBe("orders-*");
    expect(matchesAny(["billing"], "orders-eu")).toBeUndefined();
    expect(matchesAny([], "orders-eu")).toBeUndefined();
  });
});

describe("the most specific pattern", () => {
  test.each([
    ["the exact id before longer patterns", ["*orders*", "orders"], "orders"],
    ["the exact id before a pattern with as many literal characters", ["orders*", "orders"], "orders"],
    ["most literal characters", ["o*", "ord*", "or*"], "ord*"],
    ["most literal characters before fewest *", ["ord*", "*r*d*e*rs*"], "*r*d*e*rs*"],
    ["fewest * of as many literal characters", ["or*d*", "ord*"], "ord*"],
    ["the first by name of equals", ["*ers", "ord*"], "*ers"],
    ["only patterns that match", ["billing-*", "*"], "*"],
  ])("is %s", (_, patterns, expected) => {
    expect(mostSpecific(patterns, "orders")).toBe(expected);
    expect(mostSpecific([...patterns].reverse(), "orders")).toBe(expected);
  });

  test("is none where none matches", () => {
    expect(mostSpecific(["billing"], "orders")).toBeUndefined();
    expect(mostSpecific([], "orders")).toBeUndefined();
  });

  test("is the one that a naive search finds, in whatever order they are given", () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 8 }), id, (patterns, given) => {
        let best: string | undefined;
        for (const candidate of patterns) {
          if (naiveMatches(candidate, given) && (best === undefined || beats(candidate, best, given))) best = candidate;
        }
        expect(mostSpecific(patterns, given)).toBe(best);
      }),
      { numRuns: 2000 },
    );
  });
});

function beats(candidate: string, best: string, given: string): boolean {
  if (best === given) return false;
  if (candidate === given) return true;
  const literals = (text: string) => text.replaceAll("*", "").length;
  const stars = (text: string) => text.length - literals(text);
  if (literals(candidate) !== literals(best)) return literals(candidate) > literals(best);
  if (stars(candidate) !== stars(best)) return stars(candidate) < stars(best);
  return candidate < best;
}
