import { expect, test } from "@jest/globals";
import { parseSchedule } from "../../../simulation/eventbridge/schedule";

const SATURDAY_NOON = Date.parse("2026-01-31T12:00:00Z");

const next = (expression: string, count = 3) => {
  const schedule = parseSchedule(expression, SATURDAY_NOON);
  const times: string[] = [];
  for (let time: number | undefined = SATURDAY_NOON; times.length < count; ) {
    time = schedule.nextAfter(time);
    if (time === undefined) break;
    times.push(new Date(time).toISOString().slice(0, 16));
  }
  return times;
};

test.each([
  ["rate(15 minutes)", ["2026-01-31T12:15", "2026-01-31T12:30", "2026-01-31T12:45"]],
  ["rate(1 hour)", ["2026-01-31T13:00", "2026-01-31T14:00", "2026-01-31T15:00"]],
  ["rate(1 day)", ["2026-02-01T12:00", "2026-02-02T12:00", "2026-02-03T12:00"]],
  ["cron(30 4 * * ? *)", ["2026-02-01T04:30", "2026-02-02T04:30", "2026-02-03T04:30"]],
  ["cron(0 12 * * ? *)", ["2026-02-01T12:00", "2026-02-02T12:00", "2026-02-03T12:00"]],
  ["cron(0/20 13 * * ? *)", ["2026-01-31T13:00", "2026-01-31T13:20", "2026-01-31T13:40"]],
  ["cron(0 6 ? * MON-FRI *)", ["2026-02-02T06:00", "2026-02-03T06:00", "2026-02-04T06:00"]],
  ["cron(0 6 ? * 1 *)", ["2026-02-01T06:00", "2026-02-08T06:00", "2026-02-15T06:00"]],
  ["cron(5,10 0 1 1-12/6 ? *)", ["2026-07-01T00:05", "2026-07-01T00:10", "2027-01-01T00:05"]],
  ["cron(0 0 29 FEB ? *)", ["2028-02-29T00:00"]],
  ["cron(0 0 1 1 ? 2025)", []],
])("%s fires at %s", (expression, expected) => {
  expect(next(expression, Math.max(1, expected.length))).toEqual(expected);
});

test.each([
  "rate(15)",
  "rate(0 minutes)",
  "cron(0 6 * * *)",
  "cron(0 6 * * * *)",
  "cron(0 6 ? * ? *)",
  "cron(60 6 * * ? *)",
  "cron(0 6 L * ? *)",
  "cron(0 6 ? * 2#1 *)",
  "at(2026-01-31T12:00:00)",
])("%s is refused", (expression) => {
  expect(() => parseSchedule(expression, SATURDAY_NOON)).toThrow();
});
