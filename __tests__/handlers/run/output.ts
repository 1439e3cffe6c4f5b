import { Console } from "node:console";
import { Writable } from "node:stream";

export type Line = Readonly<Record<string, unknown>>;

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Catches what a function writes: log lines and metrics, as CloudWatch would read them. */
export class Output {
  readonly #chunks: string[] = [];
  readonly console: Console;

  constructor() {
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        this.#chunks.push(String(chunk));
        done();
      },
    });
    this.console = new Console({ stdout: sink, stderr: sink });
  }

  get text(): string {
    return this.#chunks.join("");
  }

  /** Log lines, metrics apart. */
  get lines(): Line[] {
    return this.#all.filter((line) => !("_aws" in line));
  }

  /** Log lines with a message. */
  said(message: string): Line[] {
    return this.lines.filter((line) => line.message === message);
  }

  get metrics(): Metric[] {
    return this.#all.flatMap(readMetrics);
  }

  get #all(): Line[] {
    return this.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

/**
 * The metrics of a line in CloudWatch's embedded metric format: one for each metric and set of dimensions.
 *
 * @throws Error for what CloudWatch would drop: a metric without its number, a dimension without its text
 */
function readMetrics(line: Line): Metric[] {
  if (!("_aws" in line)) return [];
  const { Timestamp, CloudWatchMetrics }: { Timestamp: unknown; CloudWatchMetrics: readonly Directive[] } = JSON.parse(
    JSON.stringify(line._aws),
  );
  if (typeof Timestamp !== "number") throw new Error("no timestamp");
  return CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((keys) =>
      Metrics.map(({ Name: name, Unit: unit }) => {
        const value = line[name];
        if (typeof value !== "number") throw new Error(`${name} is not a number`);
        return {
          namespace,
          name,
          unit,
          value,
          dimensions: Object.fromEntries(keys.map((key) => [key, text(line, key)])),
        };
      }),
    ),
  );
}

function text(line: Line, key: string): string {
  const value = line[key];
  if (typeof value !== "string" || value === "") throw new Error(`the dimension ${key} has no text`);
  return value;
}
