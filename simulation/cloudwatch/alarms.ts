import type { Dimensions, MetricStore, Point } from "./metrics";

/** An `aws_cloudwatch_metric_alarm` of one metric. */
export interface AlarmDefinition {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly treatMissingData: string;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmChange {
  readonly time: number;
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Who is told. */
  readonly actions: readonly string[];
}

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  SampleCount: (values) => values.length,
};

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * One CloudWatch alarm, evaluated at the end of each of its periods. Simpler than CloudWatch: it looks at exactly the last
 * `evaluationPeriods` whole periods, and ignores data that arrive late for them.
 */
export class Alarm {
  readonly changes: AlarmChange[] = [];
  state: AlarmState = "INSUFFICIENT_DATA";
  readonly #statistic: (values: readonly number[]) => number;
  readonly #breaches: (value: number, threshold: number) => boolean;

  /** @throws Error if statistic, comparison or treatment of missing data is not known */
  constructor(readonly definition: AlarmDefinition) {
    const { name, statistic, comparisonOperator, treatMissingData } = definition;
    const compute = STATISTICS[statistic];
    const compare = COMPARISONS[comparisonOperator];
    if (!compute || !compare || !["missing", "ignore", "breaching", "notBreaching"].includes(treatMissingData)) {
      throw new Error(`The alarm ${name} is not understood: ${statistic}, ${comparisonOperator}, ${treatMissingData}`);
    }
    this.#statistic = compute;
    this.#breaches = compare;
  }

  /** @param now the end of a period */
  evaluate(now: number, metrics: MetricStore): AlarmChange | undefined {
    const { definition } = this;
    const points = metrics.get(definition.namespace, definition.metricName, definition.dimensions);
    const period = definition.period * 1000;
    const breaching = Array.from({ length: definition.evaluationPeriods }, (_, index) =>
      this.#breachingIn(points, now - (index + 1) * period, now - index * period),
    );
    const next = this.#judge(breaching);
    if (next === this.state) return undefined;
    const { alarmActions, okActions } = definition;
    const actions = next === "ALARM" ? alarmActions : next === "OK" ? okActions : [];
    const change = { time: now, alarm: definition.name, from: this.state, to: next, actions };
    this.state = next;
    this.changes.push(change);
    return change;
  }

  /** undefined: no data. */
  #breachingIn(points: readonly Point[], from: number, to: number): boolean | undefined {
    const values: number[] = [];
    for (let index = points.length - 1; index >= 0; index--) {
      const point = points[index];
      if (!point || point.time < from) break;
      if (point.time < to) values.push(point.value);
    }
    if (values.length > 0) return this.#breaches(this.#statistic(values), this.definition.threshold);
    const { treatMissingData } = this.definition;
    return treatMissingData === "breaching" ? true : treatMissingData === "notBreaching" ? false : undefined;
  }

  #judge(breaching: readonly (boolean | undefined)[]): AlarmState {
    if (breaching.every((one) => one === undefined)) {
      return this.definition.treatMissingData === "ignore" ? this.state : "INSUFFICIENT_DATA";
    }
    return breaching.filter((one) => one === true).length >= this.definition.datapointsToAlarm ? "ALARM" : "OK";
  }
}
