/** One value a period, oldest first; undefined: no data. */
export interface Series {
  readonly values: readonly (number | undefined)[];
  /** Whether the metric has ever had data: `FILL` fills nothing else. */
  readonly exists: boolean;
}

type Result = number | Series;

/** @throws Error if there is no metric or expression of this id */
export type Lookup = (id: string) => Result;

/** An expression of CloudWatch's metric math, as far as alarms here use it (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
export interface MetricMath {
  evaluate(lookup: Lookup): Result;
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(&&|\|\||[<>=!]=|[-+*/<>()[\],]))/y;

const BOTH: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};
const SAME: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR" };
const ARITHMETIC = ["+", "-", "*", "/"];
/** What binds weakest comes first. */
const PRECEDENCE = [["OR"], ["AND"], [">", ">=", "<", "<=", "==", "!="], ["+", "-"], ["*", "/"]];

const OVER_ALL: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/** @throws Error if anything in it is not understood */
export function parseMetricMath(text: string): MetricMath {
  const parser = new Parser(text);
  const evaluate = parser.parse();
  return { evaluate };
}

type Evaluate = (lookup: Lookup) => Result;

class Parser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(readonly text: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const [, number, name, symbol] = TOKEN.exec(text) ?? [];
      const token = number ?? name ?? symbol;
      if (token === undefined) throw this.#error("a sign is not known");
      this.#tokens.push(SAME[token] ?? token);
    }
  }

  parse(): Evaluate {
    const parsed = this.#level(0);
    if (this.#at < this.#tokens.length) throw this.#error(`${this.#tokens[this.#at]} is not expected`);
    return parsed;
  }

  #level(level: number): Evaluate {
    const operators = PRECEDENCE[level];
    if (!operators) return this.#factor();
    let left = this.#level(level + 1);
    for (let token = this.#tokens[this.#at]; token && operators.includes(token); token = this.#tokens[this.#at]) {
      this.#at++;
      left = this.#binary(token, left, this.#level(level + 1));
    }
    return left;
  }

  #binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
    const compute = BOTH[operator];
    if (!compute) throw this.#error(`${operator} is not known`);
    return (lookup) =>
      combine([left(lookup), right(lookup)], ([a, b], fromSeries) => {
        // Two series: comparisons take what one of them lacks for 0.
        const lenient = fromSeries === 2 && !ARITHMETIC.includes(operator) && (a !== undefined || b !== undefined);
        if (lenient) return compute(a ?? 0, b ?? 0);
        return a === undefined || b === undefined ? undefined : compute(a, b);
      });
  }

  #factor(): Evaluate {
    const token = this.#next();
    if (token === "-") {
      const negated = this.#factor();
      return (lookup) => combine([negated(lookup)], ([value]) => (value === undefined ? undefined : -value));
    }
    if (token === "(") {
      const inner = this.#level(0);
      this.#expect(")");
      return inner;
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw this.#error(`${token} is not expected`);
    if (this.#tokens[this.#at] !== "(") return (lookup) => lookup(token);
    this.#at++;
    return this.#call(token);
  }

  #call(name: string): Evaluate {
    const overAll = OVER_ALL[name];
    if (overAll) return this.#overAll(name, overAll);
    if (name === "FILL") return this.#fill();
    if (name === "IF") return this.#if();
    if (name === "DIFF") return this.#diff();
    throw this.#error(`the function ${name} is not known`);
  }

  #overAll(name: string, compute: (values: readonly number[]) => number): Evaluate {
    if (this.#tokens[this.#at] !== "[")
      throw this.#error(`${name} of one series is one number, which no alarm can watch`);
    this.#at++;
    const parts = this.#list("]");
    this.#expect(")");
    return (lookup) =>
      combine(
        parts.map((part) => part(lookup)),
        (values) => {
          const real = values.filter((value) => value !== undefined);
          return real.length === 0 ? undefined : compute(real);
        },
      );
  }

  #fill(): Evaluate {
    const filled = this.#level(0);
    this.#expect(",");
    const repeats = this.#tokens[this.#at] === "REPEAT";
    if (repeats) this.#at++;
    const filler = repeats ? undefined : this.#level(0);
    this.#expect(")");
    return (lookup) => {
      const series = filled(lookup);
      const by = filler?.(lookup);
      if (typeof series === "number") throw this.#error("FILL of a number");
      if (!series.exists) return series;
      if (by !== undefined && typeof by !== "number") throw this.#error("FILL by another series is not known");
      let last: number | undefined;
      const values = series.values.map((value) => {
        last = value ?? by ?? last;
        return last;
      });
      return { ...series, values };
    };
  }

  #if(): Evaluate {
    const [condition, then, otherwise, ...more] = this.#list(")");
    if (!condition || !then || !otherwise || more.length > 0) throw this.#error("IF takes three values");
    return (lookup) =>
      combine([condition(lookup), then(lookup), otherwise(lookup)], ([is, yes, no]) =>
        is === undefined ? undefined : is === 0 ? no : yes,
      );
  }

  #diff(): Evaluate {
    const [of, ...more] = this.#list(")");
    if (!of || more.length > 0) throw this.#error("DIFF takes one value");
    return (lookup) => {
      const series = of(lookup);
      if (typeof series === "number") throw this.#error("DIFF of a number");
      let last: number | undefined;
      const values = series.values.map((value) => {
        const before = last;
        last = value ?? last;
        return value === undefined || before === undefined ? undefined : value - before;
      });
      return { ...series, values };
    };
  }

  #list(end: string): readonly Evaluate[] {
    const parts = [this.#level(0)];
    while (this.#tokens[this.#at] === ",") {
      this.#at++;
      parts.push(this.#level(0));
    }
    this.#expect(end);
    return parts;
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw this.#error("it ends too early");
    return token;
  }

  #expect(wanted: string): void {
    if (this.#next() !== wanted) throw this.#error(`${wanted} was expected`);
  }

  #error(why: string): Error {
    return new Error(`Cannot evaluate the metric math expression: ${why}: ${this.text}`);
  }
}

/** Period by period; numbers stand for every period. */
function combine(
  parts: readonly Result[],
  compute: (values: readonly (number | undefined)[], series: number) => number | undefined,
): Result {
  const series = parts.filter((part) => typeof part !== "number");
  const at = (index: number) => parts.map((part) => (typeof part === "number" ? part : part.values[index]));
  const [first] = series;
  if (!first) return compute(at(0), 0) ?? Number.NaN;
  return {
    exists: series.some(({ exists }) => exists),
    values: first.values.map((_value, index) => compute(at(index), series.length)),
  };
}
