import { describe, expect, test } from "@jest/globals";
import {
  Alarm,
  type AlarmAssumptions,
  type AlarmDefinition,
  DEFAULT_ALARM_ASSUMPTIONS,
} from "../../../simulation/cloudwatch/alarms";
import { MetricStore } from "../../../simulation/cloudwatch/metrics";
import { HOUR, MINUTE } from "../../../simulation/time/clock";

const DIMENSIONS = { service: "backup" };

const AGE = { id: "m1", namespace: "N", metricName: "Age", dimensions: DIMENSIONS, statistic: "Maximum" };

type Changed = Partial<AlarmDefinition> & { readonly statistic?: string };

function definitionOf({ statistic = "Maximum", ...changed }: Changed): AlarmDefinition {
  return {
    name: "age",
    region: "eu-west-1",
    description: "",
    metrics: [{ ...AGE, statistic }],
    expressions: [],
    watched: "m1",
    period: 3600,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "missing",
    alarmActions: ["told"],
    okActions: ["relieved"],
    ...changed,
  };
}

function alarm(changed: Changed = {}, assumptions: AlarmAssumptions = DEFAULT_ALARM_ASSUMPTIONS) {
  const metrics = new MetricStore();
  const evaluated = new Alarm(definitionOf(changed), undefined, assumptions);
  const put = (time: number, value: number, arrivesAt = time) =>
    metrics.put("N", "Age", DIMENSIONS, { time, value, arrivesAt });
  let now = 0;
  /** Each minute until then; the state at that time. */
  const until = (time: number) => {
    while (now < time) {
      now += MINUTE;
      evaluated.evaluate(now, metrics);
    }
    return evaluated.state;
  };
  /** One hour with these values; the state at its end. */
  const after = (...values: number[]) => {
    for (const [index, value] of values.entries()) put(now + index * MINUTE, value);
    return until(now + HOUR);
  };
  return { after, evaluated, put, until };
}

const FILLED = { expressions: [{ id: "e1", expression: "FILL(m1, 0)" }], watched: "e1" };

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
  expect([after(11), after(), after(), after(), after()]).toEqual(Array(5).fill("ALARM"));
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

describe("the evaluation range is longer than what is evaluated:", () => {
  const silence = { treatMissingData: "breaching", evaluationPeriods: 2, datapointsToAlarm: 2 };

  test("an alarm on silence over two hours rings after four", () => {
    const { until, put } = alarm(silence);
    for (const hour of [0, 1, 2, 3]) put(hour * HOUR, 1);
    expect(until(7 * HOUR)).toBe("OK");
    expect(until(7 * HOUR + MINUTE)).toBe("ALARM");
  });

  test("and never, with one value in each range", () => {
    const { until, put, evaluated } = alarm(silence);
    for (let hour = 0; hour < 48; hour += 3) put(hour * HOUR, 1);
    expect(until(48 * HOUR)).toBe("OK");
    expect(evaluated.changes.filter(({ to }) => to === "ALARM")).toEqual([]);
  });

  test("but each empty hour counts, where they are filled", () => {
    const { until, put } = alarm({ ...silence, ...FILLED, comparisonOperator: "LessThanThreshold", threshold: 1 });
    for (const hour of [0, 1, 2, 3]) put(hour * HOUR, 1);
    expect(until(5 * HOUR)).toBe("OK");
    expect(until(5 * HOUR + 2 * MINUTE)).toBe("ALARM");
  });

  test("a value lingers in it, so that the next rise is not told, unless the rest is filled", () => {
    const rise = {
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
    };
    for (const [definition, rings] of [
      [rise, 1],
      [{ ...rise, ...FILLED }, 4],
    ] as const) {
      const { until, put, evaluated } = alarm(definition);
      for (const minute of [0, 15, 30, 45]) put(minute * MINUTE, 1);
      until(HOUR);
      expect(evaluated.changes.filter(({ to }) => to === "ALARM")).toHaveLength(rings);
    }
  });

  test("its length is an assumption", () => {
    const { until, put } = alarm(silence, { ...DEFAULT_ALARM_ASSUMPTIONS, furtherPeriods: 0 });
    for (const hour of [0, 1]) put(hour * HOUR, 1);
    expect(until(3 * HOUR + MINUTE)).toBe("ALARM");
  });
});

describe("is evaluated each minute,", () => {
  const one = { evaluationPeriods: 1, datapointsToAlarm: 1 };

  test("over periods that end with that minute", () => {
    const { until, put, evaluated } = alarm(one);
    put(10 * MINUTE, 11);
    expect(until(10 * MINUTE)).toBe("INSUFFICIENT_DATA");
    expect(until(11 * MINUTE)).toBe("ALARM");
    put(40 * MINUTE, 5);
    until(100 * MINUTE);
    expect(evaluated.changes.map(({ time, to }) => [time / MINUTE, to])).toEqual([
      [11, "ALARM"],
      [71, "OK"],
    ]);
  });

  test("so that the last data, judged again when none follow, may ring again", () => {
    const { until, put, evaluated } = alarm(one);
    put(10 * MINUTE, 11);
    put(40 * MINUTE, 5);
    until(101 * MINUTE);
    expect(evaluated.changes.map(({ to }) => to)).toEqual(["ALARM", "OK", "ALARM"]);
  });

  test("and sees data that come late in the period of their time", () => {
    const { until, put, evaluated } = alarm({ ...one, ...FILLED, treatMissingData: "notBreaching" });
    put(10 * MINUTE, 11, 40 * MINUTE);
    expect(until(39 * MINUTE)).toBe("OK");
    expect(until(40 * MINUTE)).toBe("ALARM");
    until(3 * HOUR);
    expect(evaluated.changes.map(({ time, to }) => [time / MINUTE, to])).toEqual([
      [1, "OK"],
      [40, "ALARM"],
      [71, "OK"],
    ]);
  });

  test("so that data later than a filled period never ring", () => {
    const { until, put, evaluated } = alarm({ ...one, ...FILLED, period: 60 });
    put(10 * MINUTE, 11, 12 * MINUTE);
    until(30 * MINUTE);
    expect(evaluated.changes.map(({ to }) => to)).toEqual(["OK"]);
  });
});

test("an alarm over more than a day is evaluated each hour", () => {
  const { until, put, evaluated } = alarm({ evaluationPeriods: 25, datapointsToAlarm: 1 });
  put(10 * MINUTE, 11);
  until(2 * HOUR);
  expect(evaluated.changes).toMatchObject([{ time: HOUR, to: "ALARM" }]);
});

test("FILL of a metric without data in the range fills, or by the other assumption does not", () => {
  const definition = { ...FILLED, evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: "breaching" };
  const filled = alarm(definition);
  const nothing = alarm(definition, { ...DEFAULT_ALARM_ASSUMPTIONS, fillOfEmptyRange: "nothing" });
  for (const { put, until } of [filled, nothing]) {
    put(0, 1);
    until(10 * HOUR);
  }
  expect([filled.evaluated.state, nothing.evaluated.state]).toEqual(["OK", "ALARM"]);
  expect(alarm(definition).until(HOUR)).toBe("ALARM");
});

test("an alarm that takes the place of another keeps its state", () => {
  const { after, evaluated } = alarm();
  after(11);
  expect(after(11)).toBe("ALARM");
  const replaced = new Alarm(definitionOf({ threshold: 20 }), evaluated);
  expect([replaced.state, replaced.changes]).toEqual(["ALARM", evaluated.changes]);
});

test("an alarm that is not understood is refused", () => {
  expect(() => alarm({ statistic: "p99" })).toThrow("not understood: p99");
  expect(() => alarm({ comparisonOperator: "LessThanLowerThreshold" })).toThrow("not understood");
  expect(() => alarm({ treatMissingData: "" })).toThrow("not understood");
  expect(() => alarm({ period: 10 })).toThrow("10 seconds");
  expect(() => alarm({ expressions: [{ id: "e1", expression: "SEARCH(m1)" }] })).toThrow("SEARCH");
  expect(() => alarm({ expressions: [{ id: "e1", expression: "m2" }] })).toThrow("m2, which it does not define");
  expect(() => alarm({ expressions: [{ id: "e1", expression: "1" }], watched: "e1" })).toThrow("a number, no metric");
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
