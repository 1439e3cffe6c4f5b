import type { Account } from "../iam/arns";
import { computed, type Instance } from "./computed";
import { evaluate, type Value } from "./expression";
import { policyDocument } from "./policy-document";
import { TerraformState } from "./state";

/** A resource or data source of the stack, its arguments evaluated when asked for. */
export class Resource implements Instance {
  readonly address: string;

  constructor(
    readonly stack: Stack,
    readonly data: boolean,
    readonly type: string,
    readonly name: string,
    readonly key: string | number | undefined,
    readonly raw: Readonly<Record<string, Value>>,
    readonly each: Value | undefined,
  ) {
    const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
    this.address = `${data ? "data." : ""}${type}.${name}${index}`;
  }

  get region(): string {
    const region = this.argument("region");
    return typeof region === "string" ? region : this.stack.region;
  }

  argument(name: string): Value | undefined {
    const raw = this.raw[name];
    if (raw === undefined) return undefined;
    try {
      const evaluate = () => this.stack.evaluate(raw, this);
      return this.#ignoresChangesOf(name) ? this.stack.state.keep(this.address, name, evaluate) : evaluate();
    } catch (cause) {
      throw new Error(`${this.address}.${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }

  #ignoresChangesOf(name: string): boolean {
    const ignored = asObject(this.raw.lifecycle)?.ignore_changes;
    return Array.isArray(ignored) && ignored.includes(name);
  }

  /** An argument or what AWS makes up. @throws Error if neither is known */
  attribute(name: string): Value {
    if (this.data && this.type === "aws_iam_policy_document" && name === "json") return policyDocument(this);
    return this.argument(name) ?? computed(this, name, this.stack.account);
  }

  /** @throws Error if it is not a text */
  text(name: string): string {
    const value = this.attribute(name);
    if (typeof value !== "string") throw new Error(`${this.address}.${name} is not a text: ${JSON.stringify(value)}`);
    return value;
  }

  /** @throws Error if it is neither a number nor left out without a default */
  number(name: string, otherwise?: number): number {
    const value = this.argument(name) ?? otherwise;
    if (typeof value !== "number") throw new Error(`${this.address}.${name} is not a number: ${JSON.stringify(value)}`);
    return value;
  }

  /** @throws Error if it is not a list of texts */
  texts(name: string): readonly string[] {
    const value = this.argument(name) ?? [];
    if (!Array.isArray(value)) throw new Error(`${this.address}.${name} is not a list: ${JSON.stringify(value)}`);
    return value.map(String);
  }

  /** A nested block or object; undefined if there is none. */
  block(name: string): Readonly<Record<string, Value>> | undefined {
    return asObject(this.argument(name));
  }
}

/**
 * A synthesised stack in Terraform's JSON syntax (`cdktf.out/stacks/<stack>/cdk.tf.json`), with literal props: no variables, modules
 * or remote state.
 */
export class Stack {
  readonly resources: readonly Resource[];
  readonly #locals: Readonly<Record<string, Value>>;
  /** Of the provider without an alias. */
  readonly region: string;

  /** @throws Error if the stack holds something that is not understood */
  constructor(
    json: string,
    readonly account: Account,
    readonly state = new TerraformState(),
  ) {
    const document = objectOf(JSON.parse(json), "the stack");
    for (const part of ["variable", "module", "import", "removed"]) {
      if (document[part] !== undefined) throw new Error(`The stack has ${part}: only literal props are understood.`);
    }
    this.region = providerRegion(document);
    this.#locals = objectOf(document.locals ?? {}, "locals");
    this.resources = [
      ...this.#expand(true, objectOf(document.data ?? {}, "data")),
      ...this.#expand(false, objectOf(document.resource ?? {}, "resource")),
    ];
  }

  /** All resources (not data sources) of a type. */
  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => !resource.data && resource.type === type);
  }

  /** What a raw value of the JSON document stands for. */
  evaluate(raw: Value, self: Resource | undefined): Value {
    if (typeof raw === "string")
      return evaluate(raw, (reference) => this.#resolve(reference, self), this.state.planTimestamp);
    if (Array.isArray(raw)) return raw.map((item) => this.evaluate(item, self));
    const object = asObject(raw);
    if (!object) return raw;
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, this.evaluate(value, self)]));
  }

  #resolve(reference: readonly (string | number)[], self: Resource | undefined): Value {
    const [root, ...rest] = reference;
    if (root === "each") {
      if (self?.each === undefined) throw new Error("each is used without for_each");
      if (rest[0] === "key" && self.key !== undefined) return self.key;
      if (rest[0] === "value") return inside(self.each, rest.slice(1), reference);
    }
    if (root === "local") {
      const local = typeof rest[0] === "string" ? this.#locals[rest[0]] : undefined;
      if (local === undefined) throw new Error(`there is no ${reference.join(".")} in the stack`);
      return inside(this.evaluate(local, undefined), rest.slice(1), reference);
    }
    const data = root === "data";
    const [type, name, ...path] = data ? rest : reference;
    const named = this.resources.filter((one) => one.data === data && one.type === type && one.name === name);
    const [first] = named;
    if (!first) throw new Error(`there is no ${reference.join(".")} in the stack`);
    const indexed = first.key !== undefined;
    const resource = indexed ? named.find(({ key }) => key === path[0]) : first;
    const [attribute, ...deeper] = indexed ? path.slice(1) : path;
    if (!resource || typeof attribute !== "string") throw new Error(`${reference.join(".")} names no attribute`);
    return inside(resource.attribute(attribute), deeper, reference);
  }

  #expand(data: boolean, types: Readonly<Record<string, Value>>): Resource[] {
    return Object.entries(types).flatMap(([type, names]) =>
      Object.entries(objectOf(names, type)).flatMap(([name, value]) => {
        const raw = objectOf(value, `${type}.${name}`);
        const make = (key: string | number | undefined, each?: Value) =>
          new Resource(this, data, type, name, key, raw, each);
        if (raw.count !== undefined) {
          const count = this.evaluate(raw.count, undefined);
          if (typeof count !== "number") throw new Error(`${type}.${name}.count is not a number`);
          return Array.from({ length: count }, (_, index) => make(index));
        }
        if (raw.for_each === undefined) return [make(undefined)];
        const forEach = this.evaluate(raw.for_each, undefined);
        if (Array.isArray(forEach)) return forEach.map((key) => make(String(key), key));
        return Object.entries(objectOf(forEach, `${type}.${name}.for_each`)).map(([key, each]) => make(key, each));
      }),
    );
  }
}

function providerRegion(document: Readonly<Record<string, Value>>): string {
  const providers = objectOf(document.provider ?? {}, "provider").aws ?? [];
  const all = (Array.isArray(providers) ? providers : [providers]).map((one) => objectOf(one, "provider.aws"));
  const region = all.find((provider) => provider.alias === undefined)?.region;
  if (typeof region !== "string" || region.includes("${")) throw new Error("The stack's AWS provider names no region.");
  return region;
}

function inside(value: Value, path: readonly (string | number)[], reference: readonly (string | number)[]): Value {
  let found: Value | undefined = value;
  for (const step of path) {
    if (Array.isArray(found) && typeof step === "number") found = found[step];
    else found = asObject(found)?.[step];
  }
  if (found === undefined) throw new Error(`${reference.join(".")} is not there`);
  return found;
}

/** Terraform's JSON syntax may wrap a single block in a list. */
export function asObject(value: Value | undefined): Readonly<Record<string, Value>> | undefined {
  if (Array.isArray(value)) return value.length === 1 ? asObject(value[0]) : undefined;
  return isObject(value) ? value : undefined;
}

function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: Value, what: string): Readonly<Record<string, Value>> {
  if (!isObject(value)) throw new Error(`${what} is not an object: ${JSON.stringify(value)}`);
  return value;
}
