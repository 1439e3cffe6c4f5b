import { describe, expect, jest, test } from "@jest/globals";
import type * as deletions from "../../../handlers/core/plan-deletions";
import { asCopy, copyOf, snapshot } from "./builders";

// Retention always selects the newest `keep_last`, so the guards behind it show only when it selects nothing.
// `builders` has loaded it already.
jest.resetModules();
jest.doMock("../../../handlers/core/retention", () => ({ retained: () => new Set() }));
const { superfluous }: typeof deletions = require("../../../handlers/core/plan-deletions");

const day = (date: number) => asCopy(copyOf(snapshot(`2026-01-0${date}T03:07`)));
const NONE: ReadonlySet<string> = new Set();
const deleted = (copies: Parameters<typeof deletions.superfluous>[0], keepLast: number) =>
  superfluous(copies, NONE, { keepLast, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 }).map(
    ({ sourceTime }) => sourceTime.getUTCDate(),
  );

describe("should retention ever select nothing,", () => {
  test("the newest keep_last available copies stay", () => {
    expect(deleted([day(1), day(2), day(3), day(4)], 3)).toEqual([1]);
  });

  test("the newest available copy stays, even without a keep_last", () => {
    expect(deleted([day(1), day(2), day(3)], 0)).toEqual([1, 2]);
  });

  test("two copies of the newest time both stay", () => {
    expect(deleted([day(1), day(2), day(2)], 0)).toEqual([1]);
  });
});
