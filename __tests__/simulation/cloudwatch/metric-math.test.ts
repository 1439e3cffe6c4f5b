import { describe, expect, test } from "@jest/globals";
import { parseMetricMath, type Series } from "../../../simulation/cloudwatch/metric-math";

const NONE = undefined;
const SERIES: Readonly<Record<string, Series>> = {
  m1: { exists: true, values: [1, NONE, 3] },
  m2: { exists: true, values: [10, 20, NONE] },
  never: { exists: false, values: [NONE, NONE, NONE] },
  empty: { exists: true, values: [NONE, NONE, NONE] },
};

function evaluate(expression: string): unknown {
  const result = parseMetricMath(expression).evaluate((id) => {
    const series = SERIES[id];
    if (!series) throw new Error(`there is no ${id}`);
    return series;
  });
  return typeof result === "number" ? result : result.values;
}

test.each([
  ["m1", [1, NONE, 3]],
  ["FILL(m1, 0)", [1, 0, 3]],
  ["FILL(m2,REPEAT)", [10, 20, 20]],
  ["FILL(empty, 0)", [0, 0, 0]],
  ["FILL(FILL(m1, REPEAT) - 1, 7)", [0, 0, 2]],
  ["m1 + m2", [11, NONE, NONE]],
  ["m1 * 2 + 1", [3, NONE, 7]],
  ["10 - 2 - 3", 5],
  ["-(2 + 3) * 2", -10],
  ["SUM([m1, m2])", [11, 20, 3]],
  ["MAX([m1, m2])", [10, 20, 3]],
  ["MIN([FILL(m1, 0), m2])", [1, 0, 3]],
  ["AVG([m1, m2])", [5.5, 20, 3]],
  ["IF(m1 > 2, m1, 0)", [0, NONE, 3]],
  ["m1 > m2", [0, 0, 1]],
  ["m1 >= 3 OR m1 == 1 && 1 < 2", [1, NONE, 1]],
  ["DIFF(m1)", [NONE, NONE, 2]],
])("%s", (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected);
});

test("FILL makes nothing of a metric that never had data", () => {
  expect(evaluate("FILL(never, 0)")).toEqual([NONE, NONE, NONE]);
  expect(evaluate("FILL(never, 0) + FILL(m1, 0)")).toEqual([NONE, NONE, NONE]);
});

describe("what is not understood is an error:", () => {
  test.each([
    ["ANOMALY_DETECTION_BAND(m1)", "the function ANOMALY_DETECTION_BAND is not known"],
    ["SUM(m1)", "no alarm can watch"],
    ["m1 % 2", "a sign is not known"],
    ["m1 m2", "m2 is not expected"],
    ["(m1", "ends too early"],
    ["IF(m1, 1)", "three values"],
    ["m3", "there is no m3"],
    ["FILL(1, 0)", "FILL of a number"],
  ])("%s", (expression, why) => {
    expect(() => evaluate(expression)).toThrow(why);
  });
});
