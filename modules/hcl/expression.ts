import { identifier, symbol, type Token } from "./token";

/** An expression, as tokens in which brackets and templates are nested. */
export type Expression = readonly Node[];
export type Node = Token | Template | Group | ObjectNode;

/** A quoted string. */
export interface Template {
  readonly type: "parts";
  readonly parts: readonly TemplatePart[];
}

/** Literal text is kept as written: escaped for the kind of template it was read from. */
export type TemplatePart = string | Sequence;

/** `${…}` or `%{…}`. */
export interface Sequence {
  readonly open: string;
  readonly inside: Expression;
  readonly close: string;
}

/** `(…)`, `[…]` or a `for` expression in braces. Commas are among its nodes. */
export interface Group {
  readonly type: "group";
  readonly open: "(" | "[" | "{";
  readonly nodes: Expression;
}

export interface ObjectNode {
  readonly type: "object";
  readonly entries: readonly ObjectEntry[];
}

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

export const CLOSING = { "(": ")", "[": "]", "{": "}" } as const;

const SPACES = /[ \t]*/y;
const NEWLINES = /[ \t\r\n]*/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d(?:(?:\d|\.|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?/y;
const SYMBOL = /\.\.\.|::|==|!=|<=|>=|&&|\|\||=>|~\}|[()[\]{}.,*/%+\-=<>!?:]/y;
const UNSUPPORTED = /#|\/\/|\/\*|<<-?[\p{ID_Start}_]/uy;
const FOR = /[ \t\r\n]*for(?![\p{ID_Continue}-])/uy;

/**
 * @returns the parts of a template without quotes, as Terraform reads strings in JSON
 * @throws if an interpolation does not end or is not an expression
 */
export function parseTemplate(text: string): TemplatePart[] {
  const reader = new Reader(text);
  return reader.template(undefined);
}

/** @throws if brackets or quotes do not match, or the text has a comment or a heredoc */
export function parseExpression(text: string): Expression {
  return new Reader(text).expression([]);
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** @param quote what ends the template and lets backslashes escape; undefined: the end of the text */
  template(quote: '"' | undefined): TemplatePart[] {
    const parts: TemplatePart[] = [];
    let literal = "";
    while (!(quote === undefined ? this.at === this.text.length : this.next(quote))) {
      const escaped = this.match(/\$\$\{|%%\{/y) ?? (quote && this.match(/\\./sy));
      const open = escaped === undefined ? this.match(/[$%]\{~?/y) : undefined;
      if (open === undefined) {
        literal += escaped ?? this.match(/./sy) ?? this.fail("unfinished string");
        continue;
      }
      if (literal !== "") parts.push(literal);
      literal = "";
      const inside = this.expression(["}", "~}"]);
      parts.push({ open, inside, close: this.match(/~?\}/y) ?? this.fail("unfinished interpolation") });
    }
    return literal === "" ? parts : [...parts, literal];
  }

  /**
   * Up to one of the closing symbols, or to the end of the text if there is none.
   *
   * @param newlineEnds whether a line break ends the expression too, as between the entries of an object
   */
  expression(closing: readonly string[], newlineEnds = false): Node[] {
    const nodes: Node[] = [];
    for (;;) {
      this.match(newlineEnds ? SPACES : NEWLINES);
      if (this.at === this.text.length) {
        return closing.length === 0 ? nodes : this.fail(`expected ${closing.join(" or ")}`);
      }
      if (closing.some((end) => this.sees(end)) || (newlineEnds && /[\r\n]/.test(this.text.charAt(this.at))))
        return nodes;
      nodes.push(this.node());
    }
  }

  private node(): Node {
    if (this.match(UNSUPPORTED) !== undefined) this.fail("comments and heredocs are not supported here");
    if (this.next('"')) return { type: "parts", parts: this.template('"') };
    const name = this.match(IDENTIFIER);
    if (name !== undefined) return identifier(name);
    const number = this.match(NUMBER);
    if (number !== undefined) return { type: "number", text: number };
    const text = this.match(SYMBOL) ?? this.fail("unexpected character");
    if (text === "(" || text === "[") return this.group(text);
    if (text === "{") return this.sees(FOR) ? this.group(text) : this.object();
    if (text === ")" || text === "]" || text === "}" || text === "~}") this.fail(`unexpected ${text}`);
    return symbol(text);
  }

  private group(open: Group["open"]): Group {
    const nodes = this.expression([CLOSING[open]]);
    this.next(CLOSING[open]);
    return { type: "group", open, nodes };
  }

  private object(): ObjectNode {
    const entries: ObjectEntry[] = [];
    for (;;) {
      while (this.match(/[ \t\r\n]+|,/y) !== undefined);
      if (this.next("}")) return { type: "object", entries };
      const key = this.expression(["=", ":"]);
      this.match(/[=:]/y);
      entries.push({ key, value: this.expression([",", "}"], true) });
    }
  }

  private next(text: string): boolean {
    const found = this.text.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }

  private sees(what: string | RegExp): boolean {
    if (typeof what === "string") return this.text.startsWith(what, this.at);
    what.lastIndex = this.at;
    return what.test(this.text);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private fail(why: string): never {
    throw new Error(`${why} near character ${this.at} of: ${this.text}`);
  }
}
