import { expect, test } from "@jest/globals";
import { minutesFrom, windowOf } from "../../../handlers/core/daily-window";

test("a window is read in minutes of the day", () => {
  expect(windowOf("00:00-00:30")).toEqual({ start: 0, end: 30 });
  expect(windowOf("23:45-01:15")).toEqual({ start: 1425, end: 75 });
});

test.each(["", "3:00-03:30", "03:00", "03:00-03:3", "a3:00-03:30", "03:00-03:30 UTC", "x03:00-03:30", "03:0a-03:30"])(
  "%j is no window",
  (text) => {
    expect(windowOf(text)).toBeUndefined();
  },
);

test("minutes are counted forward, past midnight too", () => {
  expect([minutesFrom(180, 210), minutesFrom(1425, 75), minutesFrom(60, 60), minutesFrom(61, 60)]).toEqual([
    30, 90, 0, 1439,
  ]);
});
