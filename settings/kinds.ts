/** The kinds of values. Data only: each reader knows what to do with each kind (decisions/0014-a-setting-is-said-once.md). */
export type ValueKind = Text | WholeNumber | Flag | OneOf | List | Dictionary | Fields;

export interface Text {
  readonly kind: "text";
  /** Anchored, in the common subset of JavaScript and RE2 (Terraform). */
  readonly pattern: string;
  /** The end of "must be …"; in the plural for texts of lists and keys. */
  readonly mustBe: string;
  /** What it must not match, as the pattern. */
  readonly not?: string;
  readonly maxLength?: number;
  /** The region that an ARN must be of: the source region, or the target region under which it is given. */
  readonly region?: "source" | "target";
  /** Whether an ARN may be of no region instead. */
  readonly orNoRegion?: true;
}

export interface WholeNumber {
  readonly kind: "number";
  readonly min: number;
  readonly max: number;
}

export interface Flag {
  readonly kind: "flag";
}

export interface OneOf {
  readonly kind: "one-of";
  readonly values: readonly (string | number)[];
}

export interface List {
  readonly kind: "list";
  readonly of: Text;
  /** How many there may be. */
  readonly most?: number;
}

/** Values of one kind under any names. */
export interface Dictionary {
  readonly kind: "map";
  readonly keys: Text;
  readonly of: Text | Fields;
  /** How many there may be. */
  readonly most?: number;
}

/** Known names, each with a value of its own kind. */
export interface Fields {
  readonly kind: "object";
  /** Name of the type of props. */
  readonly name: string;
  readonly sentence: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** A setting, or a part of one. */
export interface Field {
  readonly is: ValueKind;
  /** Absent: the setting must be given. Null: it may be left out and has no default. */
  readonly default?: unknown;
  /** What null means to the construct, where that is more than "none". */
  readonly otherwise?: string;
  /** What null means, where it is a value beside the default. */
  readonly orNull?: string;
  /**
   * It decides which resources there are, or is computed with at synth: so the construct takes no token. `whole`: others are added to it, so
   * its values may be tokens, but not all of it one.
   */
  readonly known?: true | "whole";
  /** For the docblock of the prop, the description of the variable and the README. */
  readonly sentence: string;
}

export interface Setting extends Field {
  /** The functions need it, in their environment. */
  readonly functions?: true;
}

export const FLAG = { kind: "flag" } as const;
export const number = (min: number, max: number) => ({ kind: "number", min, max }) as const;
export const oneOf = <const V extends OneOf["values"]>(...values: V) => ({ kind: "one-of", values }) as const;
export const list = <T extends Text>(of: T, most?: number) =>
  ({ kind: "list", of, ...(most !== undefined && { most }) }) as const;
export const map = <T extends Text | Fields>(keys: Text, of: T, most?: number) =>
  ({ kind: "map", keys, of, ...(most !== undefined && { most }) }) as const;
export const object = <const F extends Fields["fields"]>(name: string, sentence: string, fields: F) =>
  ({ kind: "object", name, sentence, fields }) as const;

/** The TypeScript type of a kind, in functions and construct. */
export type Value<K extends ValueKind> = K extends Text
  ? string
  : K extends WholeNumber
    ? number
    : K extends Flag
      ? boolean
      : K extends OneOf
        ? K["values"][number]
        : K extends List
          ? readonly string[]
          : K extends Dictionary
            ? Readonly<Record<string, Value<K["of"]>>>
            : K extends Fields
              ? Values<K["fields"]>
              : never;

type OrNull<F extends Field> = F extends { readonly orNull: string } ? null : never;

type IsNullable<F extends Field> = F extends { readonly default: null } ? true : false;

/** Values by their names in camelCase. Null becomes undefined. */
export type Values<F extends Readonly<Record<string, Field>>> = {
  readonly [Name in keyof F & string as IsNullable<F[Name]> extends true ? never : CamelCase<Name>]:
    | Value<F[Name]["is"]>
    | OrNull<F[Name]>;
} & {
  readonly [Name in keyof F & string as IsNullable<F[Name]> extends true ? CamelCase<Name> : never]?:
    | Value<F[Name]["is"]>
    | undefined;
};

export type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The prop's name for a setting's or field's name in snake_case. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
