import { describe, expect, test } from "@jest/globals";
import { type AlarmState, judge, TREATMENTS } from "../../../simulation/cloudwatch/missing-data";

const PRESENT = "as it was";

/** The state for `0 - X` (oldest first; 0 within the threshold, X breaching, - missing), by each treatment. */
function states(pattern: string, datapointsToAlarm: number, evaluationPeriods = 3): readonly string[] {
  const range = pattern.split(" ").map((sign) => (sign === "-" ? undefined : sign === "X"));
  const by = { evaluationPeriods, datapointsToAlarm };
  return TREATMENTS.map((treatMissingData) => {
    const after = (present: AlarmState) => judge(range, { ...by, treatMissingData }, present);
    const [fromOk, fromAlarm] = [after("OK"), after("ALARM")];
    return fromOk === fromAlarm ? fromOk : PRESENT;
  });
}

const ALL = (state: string) => [state, state, state, state];

describe("as in AWS's table of 3 out of 3 (missing, ignore, breaching, notBreaching)", () => {
  test.each([
    ["0 - X - X", ALL("OK")],
    ["0 - - - -", ALL("OK")],
    ["- - - - -", ["INSUFFICIENT_DATA", PRESENT, "ALARM", "OK"]],
    ["0 X X - X", ALL("ALARM")],
    ["- - X - -", ["ALARM", PRESENT, "ALARM", "OK"]],
  ])("%s", (pattern, expected) => {
    expect(states(pattern, 3)).toEqual(expected);
  });
});

describe("as in AWS's table of 2 out of 3", () => {
  test.each([
    ["0 - X - X", ALL("ALARM")],
    ["0 0 X 0 X", ALL("ALARM")],
    ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    ["- - - X -", ["ALARM", PRESENT, "ALARM", "OK"]],
  ])("%s", (pattern, expected) => {
    expect(states(pattern, 2)).toEqual(expected);
  });
});

test.each(["- - - - X", "- - - X -"])(
  "%s does not ring too early at 3 out of 3, where missing data are missing",
  (pattern) => {
    expect(states(pattern, 3)[0]).toBe("OK");
  },
);

test("real data from further back count before anything is filled in", () => {
  expect(states("0 0 - 0 -", 3)).toEqual(ALL("OK"));
  expect(states("X - -", 1, 1)).toEqual(ALL("ALARM"));
});

test("as many breaching data as are asked for ring, however many are missing", () => {
  expect(states("- X - X -", 2)).toEqual(ALL("ALARM"));
});
