import { describe, expect, test } from "@jest/globals";
import { startOfDay } from "../../../handlers/core/day";
import { holdOf, isHeld } from "../../../handlers/core/hold";

const at = (time: string, value: string) => holdOf({ "CrossRegionBackup/Hold": value }, new Date(time));

describe("a hold", () => {
  test("is none without the tag, whatever its reason says", () => {
    const hold = holdOf({ "CrossRegionBackup/HoldReason": "audit" }, new Date("2026-02-01T06:00:00Z"));
    expect(hold).toBeUndefined();
    expect(isHeld({ hold })).toBe(false);
  });

  test("for ever stays held, and says why", () => {
    const tags = { "CrossRegionBackup/Hold": "forever", "CrossRegionBackup/HoldReason": "audit 2026" };
    const hold = holdOf(tags, new Date("2099-01-01T00:00:00Z"));
    expect(hold).toEqual({ until: "forever", why: "audit 2026", state: "held", countsFrom: undefined });
    expect(isHeld({ hold })).toBe(true);
  });

  test.each(["", " ", "Forever", "INC-7", "2027-02-30", "2027-13-01", "2027-1-1", "2027-01-31 ", "2027-01-31T00:00Z"])(
    "that people set by hand as %j is for ever, as it is no date",
    (value) => expect(at("2099-01-01T00:00:00Z", value)).toMatchObject({ until: "forever", state: "held" }),
  );

  test.each(["1999-12-31", "2127-01-31"])("until %s is for ever, as IAM denies deleting what is shaped so", (value) => {
    expect(at("2199-01-01T00:00:00Z", value)).toMatchObject({ until: "forever", state: "held" });
  });

  test.each<[string, string, boolean]>([
    ["2026-01-30T23:59:59.999Z", "held", true],
    ["2026-01-31T23:59:59.999Z", "held", true],
    ["2026-02-01T00:00:00.000Z", "ended", true],
    ["2026-02-07T23:59:59.999Z", "ended", true],
    ["2026-02-08T00:00:00.000Z", "over", false],
  ])("until 2026-01-31 is, at %s, %s", (time, state, stays) => {
    const hold = at(time, "2026-01-31");
    expect(hold).toEqual({
      until: "2026-01-31",
      why: undefined,
      state,
      countsFrom: new Date("2026-02-08T00:00:00.000Z"),
    });
    expect(isHeld({ hold })).toBe(stays);
  });
});

describe("a day", () => {
  test("begins in UTC", () => {
    expect(startOfDay("2028-02-29")).toEqual(new Date("2028-02-29T00:00:00Z"));
  });

  test.each(["2027-02-29", "2027-02-30", "2027-2-1", "2027-01-31T00:00Z", "", "tomorrow"])("is not %j", (text) => {
    expect(startOfDay(text)).toBeUndefined();
  });
});
