import * as v from "valibot";

/** One value of a metric. */
export interface Point {
  readonly time: number;
  readonly value: number;
  /** When alarms see it. Default: at once. */
  readonly arrivesAt?: number;
}

export type Dimensions = Readonly<Record<string, string>>;

/** CloudWatch metrics: `namespace/name/dimensions` → values by their time, of the same time in the order in which they came. */
export class MetricStore {
  readonly #series = new Map<string, Point[]>();

  /** @param arrival when alarms see what is put now. Default: at once */
  constructor(readonly arrival?: () => number) {}

  put(namespace: string, name: string, dimensions: Dimensions, point: Point): void {
    const key = keyOf(namespace, name, dimensions);
    const series = this.#series.get(key) ?? [];
    this.#series.set(key, series);
    const arrivesAt = this.arrival?.();
    const later = series.findLastIndex(({ time }) => time <= point.time) + 1;
    series.splice(later, 0, arrivesAt === undefined ? point : { arrivesAt, ...point });
  }

  /** All values of a metric; empty if none came. */
  get(namespace: string, name: string, dimensions: Dimensions): readonly Point[] {
    return this.#series.get(keyOf(namespace, name, dimensions)) ?? [];
  }

  /** `namespace/name{dimension=value,…}` of every metric that has values. */
  get names(): readonly string[] {
    return [...this.#series.keys()].sort();
  }

  /**
   * Takes the metrics out of a log line in CloudWatch's embedded metric format.
   * @returns whether it is one
   * @throws Error if the document names metrics or dimensions that it does not hold
   */
  putEmbedded(document: unknown): boolean {
    const parsed = v.safeParse(EMBEDDED, document);
    if (!parsed.success) return false;
    const { _aws, ...values } = parsed.output;
    for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
      for (const names of Dimensions) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(required(values, name))]));
        for (const { Name } of Metrics) {
          for (const value of [required(values, Name)].flat()) {
            this.put(Namespace, Name, dimensions, { time: _aws.Timestamp, value: Number(value) });
          }
        }
      }
    }
    return true;
  }
}

/** The embedded metric format (docs/aws-facts.md#embedded-metrics). */
const EMBEDDED = v.looseObject({
  _aws: v.object({
    Timestamp: v.number(),
    CloudWatchMetrics: v.array(
      v.object({
        Namespace: v.string(),
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string() })),
      }),
    ),
  }),
});

function required(document: Readonly<Record<string, unknown>>, name: string): unknown {
  if (document[name] === undefined) throw new Error(`An embedded metric document lacks ${name}, which it names.`);
  return document[name];
}

function keyOf(namespace: string, name: string, dimensions: Dimensions): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${namespace}/${name}{${sorted.map(([key, value]) => `${key}=${value}`).join(",")}}`;
}
