import { DAY, HOUR, SECOND } from "../time/clock";
import { type MetricMath, parseMetricMath, type Series } from "./metric-math";
import type { Dimensions, MetricStore, Point } from "./metrics";
import { type AlarmState, type Judgement, judge, TREATMENTS, type Treatment } from "./missing-data";

export type { AlarmState } from "./missing-data";

export interface AlarmMetric {
  readonly id: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly statistic: string;
}

/** An `aws_cloudwatch_metric_alarm`, of one metric or of metric math. */
export interface AlarmDefinition {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  readonly metrics: readonly AlarmMetric[];
  /** Metric math; an expression may use metrics and those before it. */
  readonly expressions: readonly { readonly id: string; readonly expression: string }[];
  /** The id of the metric or expression that is watched. */
  readonly watched: string;
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

export interface AlarmChange {
  readonly time: number;
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Who is told. */
  readonly actions: readonly string[];
}

/** What no source says of CloudWatch (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
export interface AlarmAssumptions {
  /** How many periods the evaluation range has beyond those that are evaluated. */
  readonly furtherPeriods: number;
  /** What `FILL` makes of a metric that has had data, but none in the evaluation range. */
  readonly fillOfEmptyRange: "filled" | "nothing";
}

export const DEFAULT_ALARM_ASSUMPTIONS: AlarmAssumptions = { furtherPeriods: 2, fillOfEmptyRange: "filled" };

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

interface Watched extends AlarmMetric {
  readonly compute: (values: readonly number[]) => number;
}

/** One CloudWatch alarm, evaluated each minute, or hour, over periods that end with it (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
export class Alarm {
  readonly changes: AlarmChange[];
  state: AlarmState;
  readonly #metrics: readonly Watched[];
  readonly #expressions: readonly { readonly id: string; readonly math: MetricMath }[];
  readonly #breaches: (value: number, threshold: number) => boolean;
  readonly #judgement: Judgement;
  #quietUntil = Number.NEGATIVE_INFINITY;
  #dataSeen = -1;

  /**
   * @param earlier the alarm that this one replaces: its state stays
   * @throws Error if anything in the definition is not understood
   */
  constructor(
    readonly definition: AlarmDefinition,
    earlier?: Alarm,
    readonly assumptions: AlarmAssumptions = DEFAULT_ALARM_ASSUMPTIONS,
  ) {
    this.state = earlier?.state ?? "INSUFFICIENT_DATA";
    this.changes = earlier?.changes ?? [];
    const refuse = (what: string) => new Error(`The alarm ${definition.name} is not understood: ${what}`);
    const compare = COMPARISONS[definition.comparisonOperator];
    if (!compare) throw refuse(definition.comparisonOperator);
    this.#breaches = compare;
    const treatMissingData = TREATMENTS.find((one): one is Treatment => one === definition.treatMissingData);
    if (!treatMissingData) throw refuse(`missing data are "${definition.treatMissingData}"`);
    this.#judgement = { ...definition, treatMissingData };
    if (definition.period % 60 !== 0) throw refuse(`a period of ${definition.period} seconds`);
    this.#metrics = definition.metrics.map((metric) => {
      const compute = STATISTICS[metric.statistic];
      if (!compute) throw refuse(metric.statistic);
      return { ...metric, compute };
    });
    this.#expressions = definition.expressions.map(({ id, expression }) => ({ id, math: parseMetricMath(expression) }));
    this.#watchedOf(() => ({ exists: true, values: [] }));
  }

  /** Nothing changes up to and with this time, unless new data come. */
  get quietUntil(): number {
    return this.#quietUntil;
  }

  /** @param now a whole minute */
  evaluate(now: number, metrics: MetricStore): AlarmChange | undefined {
    const points = this.#metrics.map(({ namespace, metricName, dimensions }) =>
      metrics.get(namespace, metricName, dimensions),
    );
    if (this.#isLong && now % HOUR !== 0) {
      this.#quietUntil = Math.max(this.#quietUntil, Math.ceil(now / HOUR) * HOUR - 1);
      return undefined;
    }
    const data = points.reduce((sum, { length }) => sum + length, 0);
    if (now <= this.#quietUntil && data === this.#dataSeen) return undefined;
    this.#dataSeen = data;
    this.#quietUntil = Number.POSITIVE_INFINITY;
    const series = new Map(
      this.#metrics.map((metric, index) => [metric, this.#seriesOf(metric, points[index] ?? [], now)] as const),
    );
    const { values } = this.#watchedOf((metric) => series.get(metric) ?? { exists: false, values: [] });
    const { definition } = this;
    const range = values.map((value) => (value === undefined ? value : this.#breaches(value, definition.threshold)));
    return this.#change(now, judge(range, this.#judgement, this.state));
  }

  /** Alarms over more than a day are evaluated each hour. */
  get #isLong(): boolean {
    return this.definition.period * this.definition.evaluationPeriods * SECOND > DAY;
  }

  #change(now: number, next: AlarmState): AlarmChange | undefined {
    if (next === this.state) return undefined;
    const { name, alarmActions, okActions } = this.definition;
    const actions = next === "ALARM" ? alarmActions : next === "OK" ? okActions : [];
    const change = { time: now, alarm: name, from: this.state, to: next, actions };
    this.state = next;
    this.changes.push(change);
    return change;
  }

  /** @throws Error if it is not a series */
  #watchedOf(seriesOf: (metric: Watched) => Series): Series {
    const known = new Map<string, number | Series>(this.#metrics.map((metric) => [metric.id, seriesOf(metric)]));
    const lookup = (id: string) => {
      const found = known.get(id);
      if (found === undefined)
        throw new Error(`The alarm ${this.definition.name} uses ${id}, which it does not define.`);
      return found;
    };
    for (const { id, math } of this.#expressions) known.set(id, math.evaluate(lookup));
    const watched = lookup(this.definition.watched);
    if (typeof watched === "number") throw new Error(`The alarm ${this.definition.name} watches a number, no metric.`);
    return watched;
  }

  /** @param points by time */
  #seriesOf({ compute }: Watched, points: readonly Point[], now: number): Series {
    const period = this.definition.period * SECOND;
    const length = this.definition.evaluationPeriods + this.assumptions.furtherPeriods;
    const periods: number[][] = Array.from({ length }, () => []);
    let older = false;
    for (let index = points.length - 1; index >= 0; index--) {
      const point = points[index];
      if (!point) break;
      const arrivesAt = point.arrivesAt ?? point.time;
      if (arrivesAt > now || point.time >= now) {
        this.#quietUntil = Math.min(this.#quietUntil, Math.max(arrivesAt, point.time + 1) - 1);
        continue;
      }
      const age = Math.ceil((now - point.time) / period);
      older = age > length;
      if (older) break;
      periods[length - age]?.push(point.value);
      this.#quietUntil = Math.min(this.#quietUntil, point.time + age * period);
    }
    const values = periods.map((inside) => (inside.length === 0 ? undefined : compute(inside)));
    const inRange = values.some((value) => value !== undefined);
    return { values, exists: inRange || (older && this.assumptions.fillOfEmptyRange === "filled") };
  }
}
