/** What a Terraform expression or template stands for. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Finds what a reference stands for: `aws_kms_key.this["eu-central-1"].arn` comes as its four parts. */
export type Resolve = (reference: readonly (string | number)[]) => Value;

/**
 * Evaluates a string of Terraform's JSON syntax: literal text with `${…}`. A string that is one `${…}` keeps the type of its value.
 * Of expressions, what a synthesised stack with literal props uses: references, literals, lists, objects, `jsonencode`, `toset`.
 * @throws Error for anything else
 */
export function evaluate(template: string, resolve: Resolve): Value {
  return new Reader(template, resolve).template(undefined);
}

const FUNCTIONS: Readonly<Record<string, (argument: Value) => Value>> = {
  jsonencode: (value) => JSON.stringify(value),
  toset: (value) => value,
};

class Reader {
  #position = 0;

  constructor(
    readonly text: string,
    readonly resolve: Resolve,
  ) {}

  /** Up to `end` (a quote, which is read), or to the end of the text. Inside quotes, backslashes escape. */
  template(end: string | undefined): Value {
    const parts: Value[] = [];
    let literal = "";
    for (;;) {
      const character = this.text[this.#position];
      if (character === undefined && end !== undefined) throw this.#error("the string does not end");
      if (character === undefined || character === end) break;
      if (this.#skip("$${")) literal += "${";
      else if (this.text.startsWith("%{", this.#position)) throw this.#error("directives are not known");
      else if (this.#skip("${")) {
        if (literal !== "") parts.push(literal);
        literal = "";
        parts.push(this.#expression());
        this.#expect("}");
      } else if (end !== undefined && character === "\\") literal += this.#escape();
      else literal += this.text[this.#position++];
    }
    if (end !== undefined) this.#position++;
    if (literal !== "" || parts.length === 0) parts.push(literal);
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return parts.map((part) => this.#inText(part)).join("");
  }

  #inText(part: Value): string {
    if (typeof part === "string" || typeof part === "number" || typeof part === "boolean") return String(part);
    throw this.#error(`${JSON.stringify(part)} cannot be part of a text`);
  }

  #expression(): Value {
    this.#blanks();
    if (this.#skip('"')) return this.template('"');
    if (this.#skip("[")) return this.#list();
    if (this.#skip("{")) return this.#object();
    const number = this.#match(/-?\d+(\.\d+)?/y);
    if (number !== undefined) return Number(number);
    const name = this.#match(/[A-Za-z_][\w-]*/y);
    if (name === undefined) throw this.#error("an expression was expected");
    if (name === "true" || name === "false") return name === "true";
    if (name === "null") return null;
    this.#blanks();
    if (this.#skip("(")) return this.#call(name);
    return this.resolve(this.#reference(name));
  }

  #reference(root: string): readonly (string | number)[] {
    const parts: (string | number)[] = [root];
    for (;;) {
      if (this.#skip(".")) {
        const name = this.#match(/[A-Za-z_][\w-]*/y);
        if (name === undefined) throw this.#error("a name was expected");
        parts.push(name);
      } else if (this.#skip("[")) {
        const key = this.#expression();
        if (typeof key !== "string" && typeof key !== "number") throw this.#error("an index was expected");
        parts.push(key);
        this.#expect("]");
      } else return parts;
    }
  }

  #call(name: string): Value {
    const call = FUNCTIONS[name];
    if (!call) throw this.#error(`the function ${name} is not known`);
    const argument = this.#expression();
    this.#expect(")");
    return call(argument);
  }

  #list(): Value {
    const items: Value[] = [];
    for (;;) {
      this.#blanks();
      if (this.#skip("]")) return items;
      items.push(this.#expression());
      this.#blanks();
      if (!this.#skip(",")) {
        this.#expect("]");
        return items;
      }
    }
  }

  #object(): Value {
    const entries: [string, Value][] = [];
    for (;;) {
      this.#blanks();
      if (this.#skip("}")) return Object.fromEntries(entries);
      const key = this.#skip('"') ? this.template('"') : this.#match(/[A-Za-z_][\w-]*/y);
      if (typeof key !== "string") throw this.#error("a key was expected");
      this.#blanks();
      if (!this.#skip("=") && !this.#skip(":")) throw this.#error('"=" was expected');
      entries.push([key, this.#expression()]);
      this.#blanks();
      this.#skip(",");
    }
  }

  #escape(): string {
    const [, escaped] = [this.#position++, this.text[this.#position++]];
    const plain = { n: "\n", t: "\t", '"': '"', "\\": "\\" }[escaped ?? ""];
    if (plain === undefined) throw this.#error(`the escape \\${escaped} is not known`);
    return plain;
  }

  #blanks(): void {
    this.#match(/\s+/y);
  }

  #skip(token: string): boolean {
    if (!this.text.startsWith(token, this.#position)) return false;
    this.#position += token.length;
    return true;
  }

  #expect(token: string): void {
    this.#blanks();
    if (!this.#skip(token)) throw this.#error(`"${token}" was expected`);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.#position += found.length;
    return found;
  }

  #error(why: string): Error {
    return new Error(`Cannot evaluate the Terraform expression at position ${this.#position}: ${why}: ${this.text}`);
  }
}
