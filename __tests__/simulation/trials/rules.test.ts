import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { matches } from "../../../handlers/core/pattern";
import { retained } from "../../../handlers/core/retention";
import { kept } from "../../../simulation/trials/retention";
import { encryptedAs, fits } from "../../../simulation/trials/settings";

const count = fc.integer({ min: 0, max: 5 });
const rules = fc.record({
  keepLast: fc.integer({ min: 1, max: 5 }),
  keepDaily: count,
  keepWeekly: count,
  keepMonthly: count,
  keepYearly: count,
});
const times = fc.uniqueArray(
  fc.date({ min: new Date("2024-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }),
  {
    selector: Number,
    maxLength: 60,
  },
);

test("what the trials expect of retention is what the handlers do", () => {
  fc.assert(
    fc.property(times, rules, (dates, retention) => {
      const expected = [...retained(dates, (date) => date, retention)].map(Number);
      expect([...kept(dates.map(Number), retention)].sort()).toEqual(expected.sort());
    }),
  );
});

test("what the trials expect of patterns is what the handlers do", () => {
  const text = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 });
  fc.assert(
    fc.property(text("ab-*"), text("ab-"), (pattern, id) => {
      expect(fits(pattern, id)).toBe(matches(pattern, id));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["instance", "sse-kms", "key", "sse-kms", "key"],
  ["instance", "none", "key", "sse-kms", "key"],
  ["instance", "none", undefined, "none", undefined],
  ["cluster", "none", "key", "none", undefined],
  ["cluster", "sse-kms", "key", "sse-kms", "key"],
  ["cluster", "sse-rds", undefined, "sse-rds", undefined],
] as const)("a copy of a %s with %s and %s has %s, %s", (kind, encryption, key, expected, kmsKeyArn) => {
  expect(encryptedAs({ kind, encryption }, key, "accepted")).toEqual({ encryption: expected, kmsKeyArn });
});

test("a cluster that AWS encrypts takes the key if RDS lets it", () => {
  const source = { kind: "cluster", encryption: "sse-rds" } as const;
  expect(encryptedAs(source, "key", "accepted")).toEqual({ encryption: "sse-kms", kmsKeyArn: "key" });
  expect(encryptedAs(source, "key", "refused")).toEqual({ encryption: "sse-rds", kmsKeyArn: undefined });
  expect(encryptedAs({ kind: "cluster", encryption: "sse-kms" }, undefined, "accepted")).toBeUndefined();
});
