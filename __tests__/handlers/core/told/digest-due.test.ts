import { describe, expect, test } from "@jest/globals";
import { isDigestDue } from "../../../../handlers/core/told/digest-due";

const NOW = new Date("2026-02-02T06:00:00Z");
const HOURS_25 = 25 * 3_600_000;
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);

describe("a digest is due", () => {
  test("in each daily run, whether or not one was sent a moment ago", () => {
    expect([undefined, ago(60_000), ago(2 * HOURS_25)].map((last) => isDigestDue(last, "daily", NOW))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("in a follow-up only if none was due for more than 25 hours, as when the daily run was lost", () => {
    const lasts = [ago(60_000), ago(HOURS_25), ago(HOURS_25 + 1)];
    expect(lasts.map((last) => isDigestDue(last, "follow-up", NOW))).toEqual([false, false, true]);
  });

  test("in no follow-up of a new deployment, which waits for its first daily run", () => {
    expect(isDigestDue(undefined, "follow-up", NOW)).toBe(false);
  });
});
