import { expect, test } from "@jest/globals";
import { startsOf } from "../../../cli/doctor/cron";

test.each([
  ["cron(0 6 * * ? *)", [360]],
  ["cron(30 0,23 ? * * *)", [30, 1410]],
  ["cron(0/20 6 * * ? *)", [360, 380, 400]],
  ["cron(5 1-3 * * ? *)", [65, 125, 185]],
  ["cron(0 0/12 * * ? *)", [0, 720]],
])("%s starts at these minutes of each day", (expression, minutes) => {
  expect(startsOf(expression)).toEqual({ is: "daily", minutes });
});

test.each([
  ["rate(1 day)", { is: "rate", everyMinutes: 1440 }],
  ["rate(12 hours)", { is: "rate", everyMinutes: 720 }],
  ["rate(5 minutes)", { is: "rate", everyMinutes: 5 }],
  ["cron(0 6 ? * MON-FRI *)", { is: "seldom" }],
  ["cron(0 6 1 * ? *)", { is: "seldom" }],
  ["cron(0 6 * JAN ? *)", { is: "seldom" }],
  ["cron(0 25 * * ? *)", { is: "unclear" }],
  ["cron(60 6 * * ? *)", { is: "unclear" }],
  ["cron(0 6/0 * * ? *)", { is: "unclear" }],
  ["cron(0 6 * * ?)", { is: "unclear" }],
  ["at(2026-01-01T00:00:00)", { is: "unclear" }],
  ["", { is: "unclear" }],
])("%s is read as %j", (expression, starts) => {
  expect(startsOf(expression)).toEqual(starts);
});
