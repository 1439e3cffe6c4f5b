import { describe, expect, test } from "@jest/globals";
import { shortened, shown } from "../../../handlers/core/shown";

describe("a value in a message", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  test.each<[unknown, string]>([
    ["orders", '"orders"'],
    ["two\nlines", String.raw`"two\nlines"`],
    [5n, "5n"],
    [Number.NaN, "NaN"],
    [undefined, "undefined"],
    [{ a: { b: { c: 1 } } }, "{ a: { b: [Object] } }"],
    [cyclic, "<ref *1> { self: [Circular *1] }"],
    [Object.create(null), "[Object: null prototype] {}"],
    [Symbol("odd"), "Symbol(odd)"],
  ])("%p is shown as %s", (value, text) => {
    expect(shown(value)).toBe(text);
  });

  test("is on one line, however wide", () => {
    expect(shown(Array.from({ length: 40 }, (_, index) => index))).not.toContain("\n");
  });

  test("is cut after 200 characters", () => {
    expect(shown("x".repeat(500))).toBe(`"${"x".repeat(199)}…`);
    expect(shortened("x".repeat(200))).toBe("x".repeat(200));
    expect(shortened("x".repeat(201))).toBe(`${"x".repeat(200)}…`);
  });

  test("has spaces for breaks and control characters", () => {
    expect(shortened("a\r\n\tb\u0000\u0007c  d")).toBe("a b c d");
  });
});
