import { describe, expect, test } from "@jest/globals";
import { Alarm, type AlarmDefinition } from "../../../simulation/cloudwatch/alarms";
import { MetricStore } from "../../../simulation/cloudwatch/metrics";
import { HOUR, MINUTE } from "../../../simulation/time/clock";

const DIMENSIONS = { service: "backup" };

function alarm(definition: Partial<AlarmDefinition> = {}) {
  const metrics = new MetricStore();
  const evaluated = new Alarm({
    name: "age",
    description: "",
    namespace: "N",
    metricName: "Age",
    dimensions: DIMENSIONS,
    statistic: "Maximum",
    period: 3600,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "missing",
    alarmActions: ["told"],
    okActions: ["relieved"],
    ...definition,
  });
  let hour = 0;
  /** One hour with these values; the state at its end. */
  const after = (...values: number[]) => {
    for (const [index, value] of values.entries()) {
      metrics.put("N", "Age", DIMENSIONS, { time: hour * HOUR + index * MINUTE, value });
    }
    evaluated.evaluate(++hour * HOUR, metrics);
    return evaluated.state;
  };
  return { after, evaluated };
}

test("an alarm rings when enough of its last periods breach, and tells whom it should", () => {
  const { after, evaluated } = alarm();
  expect([after(5), after(5, 11), after(5), after(12), after(5), after(5)]).toEqual([
    "OK",
    "OK",
    "OK",
    "ALARM",
    "OK",
    "OK",
  ]);
  expect(evaluated.changes.map(({ to, actions }) => [to, ...actions])).toEqual([
    ["OK", "relieved"],
    ["ALARM", "told"],
    ["OK", "relieved"],
  ]);
});

test.each([
  ["missing", "INSUFFICIENT_DATA"],
  ["ignore", "INSUFFICIENT_DATA"],
  ["breaching", "ALARM"],
  ["notBreaching", "OK"],
])("periods without data that are %s make it %s", (treatMissingData, expected) => {
  const { after } = alarm({ treatMissingData });
  after();
  after();
  expect(after()).toBe(expected);
});

test("without data that is ignored, the state stays", () => {
  const { after } = alarm({ treatMissingData: "ignore", evaluationPeriods: 1, datapointsToAlarm: 1 });
  expect([after(11), after(), after()]).toEqual(["ALARM", "ALARM", "ALARM"]);
});

test.each([
  ["Sum", "GreaterThanOrEqualToThreshold", [4, 6], "ALARM"],
  ["Sum", "GreaterThanThreshold", [4, 6], "OK"],
  ["Average", "LessThanThreshold", [4, 6], "ALARM"],
  ["Minimum", "LessThanOrEqualToThreshold", [10, 20], "ALARM"],
  ["SampleCount", "GreaterThanThreshold", [100, 100], "OK"],
])("%s %s of %j is %s", (statistic, comparisonOperator, values, expected) => {
  const { after } = alarm({ statistic, comparisonOperator, evaluationPeriods: 1, datapointsToAlarm: 1 });
  expect(after(...values)).toBe(expected);
});

test("an alarm that is not understood is refused", () => {
  expect(() => alarm({ statistic: "p99" })).toThrow("not understood");
  expect(() => alarm({ comparisonOperator: "LessThanLowerThreshold" })).toThrow("not understood");
  expect(() => alarm({ treatMissingData: "" })).toThrow("not understood");
});

describe("a document in the embedded metric format", () => {
  const document = {
    _aws: {
      Timestamp: 1000,
      CloudWatchMetrics: [
        {
          Namespace: "N",
          Dimensions: [["service", "region"], ["service"]],
          Metrics: [{ Name: "Age", Unit: "Seconds" }],
        },
      ],
    },
    service: "backup",
    region: "eu-central-1",
    Age: [1, 2],
  };

  test("gives its values to each set of dimensions, in whatever order they are asked for", () => {
    const metrics = new MetricStore();
    expect(metrics.putEmbedded(document)).toBe(true);
    const expected = [
      { time: 1000, value: 1 },
      { time: 1000, value: 2 },
    ];
    expect(metrics.get("N", "Age", { region: "eu-central-1", service: "backup" })).toEqual(expected);
    expect(metrics.get("N", "Age", DIMENSIONS)).toEqual(expected);
    expect(metrics.get("N", "Age", {})).toEqual([]);
    expect(metrics.names).toEqual(["N/Age{region=eu-central-1,service=backup}", "N/Age{service=backup}"]);
  });

  test("that lacks what it names is an error; another line is none", () => {
    const metrics = new MetricStore();
    expect(() => metrics.putEmbedded({ ...document, Age: undefined })).toThrow("lacks Age");
    expect(metrics.putEmbedded({ level: "INFO" })).toBe(false);
  });
});
