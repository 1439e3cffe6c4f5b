import {
  type Expression,
  type Node,
  type ObjectEntry,
  parseTemplate,
  type TemplatePart,
} from "../../modules/hcl/expression";
import { isFor, items } from "../../modules/hcl/shape";

/** What a Terraform expression or template stands for. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Finds what a reference stands for: `aws_kms_key.this["eu-central-1"].arn` comes as its four parts. */
export type Resolve = (reference: readonly (string | number)[]) => Value;

/**
 * Evaluates a string of Terraform's JSON syntax: literal text with `${…}`. A string that is one `${…}` keeps the type of its value.
 * Of expressions, what a synthesised stack with literal props uses: references, literals, lists, objects, calls of `FUNCTIONS`.
 * @throws Error for anything else
 */
export function evaluate(template: string, resolve: Resolve, planTimestamp: string): Value {
  if (!/[$%]\{/.test(template)) return template;
  return new Evaluation(template, resolve, planTimestamp).value();
}

const FUNCTIONS: Readonly<Record<string, (...given: readonly Value[]) => Value>> = {
  // The simulated clock begins later: so a target region is there since long ago.
  plantimestamp: () => "2020-01-01T00:00:00Z",
  jsonencode: (value) => JSON.stringify(value),
  lookup: (object, key, otherwise) =>
    new Map<string, Value>(Object.entries(object ?? {})).get(String(key)) ?? otherwise,
  split: (separator, text) => String(text).split(String(separator)),
  toset: (value) => value,
};
const LITERALS: Readonly<Record<string, Value>> = { true: true, false: false, null: null };
const ESCAPED: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\" };

class Evaluation {
  constructor(
    readonly text: string,
    readonly resolve: Resolve,
    readonly planTimestamp: string,
  ) {}

  value(): Value {
    return this.#template(this.#parsed(), (literal) => literal);
  }

  #parsed(): readonly TemplatePart[] {
    try {
      return parseTemplate(this.text);
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param unescaped literal text without its escapes, but those of `${` */
  #template(parts: readonly TemplatePart[], unescaped: (literal: string) => string): Value {
    const values = parts.map((part) => {
      if (typeof part === "string") return unescaped(part.replaceAll("$${", "${"));
      if (!part.open.startsWith("$")) throw this.#error("directives are not known");
      return this.#expression(part.inside);
    });
    const [only] = values;
    return values.length === 1 && only !== undefined ? only : values.map((value) => this.#inText(value)).join("");
  }

  #inText(value: Value): string {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.#error(`${JSON.stringify(value)} cannot be part of a text`);
  }

  #quoted(parts: readonly TemplatePart[]): Value {
    return this.#template(parts, (literal) => literal.replace(/\\./gs, (sequence) => this.#unescaped(sequence)));
  }

  #unescaped(sequence: string): string {
    const character = ESCAPED[sequence];
    if (character === undefined) throw this.#error(`the escape ${sequence} is not known`);
    return character;
  }

  #expression(nodes: Expression): Value {
    const [first, ...rest] = nodes;
    const [second] = rest;
    if (first?.type === "identifier") return this.#named(first.text, rest);
    if (first?.type === "symbol" && first.text === "-" && second?.type === "number" && rest.length === 1) {
      return -Number(second.text);
    }
    if (first === undefined || rest.length > 0) throw this.#error("one value was expected");
    if (first.type === "number") return Number(first.text);
    if (first.type === "parts") return this.#quoted(first.parts);
    if (first.type === "object") return Object.fromEntries(first.entries.map((entry) => this.#entry(entry)));
    if (first.type === "group" && first.open === "[" && !isFor(first)) {
      return items(first.nodes).map((item) => this.#expression(item));
    }
    throw this.#error("of expressions, only references, literals, lists, objects and calls are known");
  }

  /** What begins with a name: a literal, a call or a reference. */
  #named(name: string, rest: readonly Node[]): Value {
    const [first] = rest;
    if (first === undefined && Object.hasOwn(LITERALS, name)) return LITERALS[name] ?? null;
    if (first?.type === "group" && first.open === "(") return this.#item(this.#call(name, first.nodes), rest.slice(1));
    return this.resolve(this.#reference(name, rest));
  }

  /** An item of a list, or the value itself where nothing follows. */
  #item(value: Value, [index, ...more]: readonly Node[]): Value {
    if (index === undefined) return value;
    const at = index.type === "group" && index.open === "[" ? this.#index(index.nodes) : undefined;
    const item = Array.isArray(value) && typeof at === "number" ? value[at] : undefined;
    if (item === undefined || more.length > 0) throw this.#error("what follows a call is not known");
    return item;
  }

  #call(name: string, given: Expression): Value {
    const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (name === "plantimestamp" && given.length === 0) return this.planTimestamp;
    const values = items(given).map((argument) => this.#expression(argument));
    if (call?.length !== values.length) throw this.#error(`${name} of ${values.length} values is not known`);
    return call(...values);
  }

  /** `.name` and `[index]`, as often as they follow each other. */
  #reference(root: string, path: readonly Node[]): readonly (string | number)[] {
    const steps: (string | number)[] = [root];
    for (const [at, node] of path.entries()) {
      if (isDot(node) && path[at + 1]?.type === "identifier") continue;
      if (node.type === "identifier" && isDot(path[at - 1])) steps.push(node.text);
      else if (node.type === "group" && node.open === "[") steps.push(this.#index(node.nodes));
      else throw this.#error(`what follows ${steps.join(".")} is not known`);
    }
    return steps;
  }

  #index(nodes: Expression): string | number {
    const index = this.#expression(nodes);
    if (typeof index !== "string" && typeof index !== "number") throw this.#error("an index was expected");
    return index;
  }

  #entry({ key, value }: ObjectEntry): [string, Value] {
    const [name, ...more] = key;
    const text = name?.type === "identifier" ? name.text : name?.type === "parts" && this.#quoted(name.parts);
    if (typeof text !== "string" || more.length > 0) throw this.#error("a key was expected");
    return [text, this.#expression(value)];
  }

  #error(why: string): Error {
    return new Error(`Cannot evaluate the Terraform expression: ${why}: ${this.text}`);
  }
}

const isDot = (node: Node | undefined): boolean => node?.type === "symbol" && node.text === ".";
