/** How a value is written in the characters that RDS allows in tags, and read again. */
export interface Word<T> {
  /** Undefined where it cannot be written: then the sheet leaves it out. */
  readonly write: (value: T) => string | undefined;
  /** Undefined where that is not how such a value is written. */
  readonly read: (text: string) => T | undefined;
}

/** Written as they are. All others have a meaning in the sheet, or are none that RDS allows: they are escaped. */
const PLAIN = /^[A-Za-z0-9_.:-]*$/;
const NOT_PLAIN = /[^A-Za-z0-9_.:-]/gu;
/** No name of AWS has them, and they would harm whoever prints them: control characters, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const EMPTY = "@@";
const ESCAPE = /@([0-9a-f]{1,6})@/g;

/** Any text that can be printed. What is not plain is written as `@<its code point in hexadecimal>@`. */
export const text: Word<string> = {
  write: (value) =>
    UNPRINTABLE.test(value)
      ? undefined
      : value.replace(NOT_PLAIN, (one) => `@${one.codePointAt(0)?.toString(16)}@`) || EMPTY,
  read: (written) => {
    if (written === EMPTY) return "";
    if (written === "" || !PLAIN.test(written.replace(ESCAPE, ""))) return undefined;
    const points = [...written.matchAll(ESCAPE)].map(([, digits = ""]) => Number.parseInt(digits, 16));
    if (points.some((point) => point > 0x10ffff)) return undefined;
    const value = written.replace(ESCAPE, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
    return UNPRINTABLE.test(value) ? undefined : value;
  },
};

export const flag: Word<boolean> = {
  write: (value) => (value ? "y" : "n"),
  read: (written) => (written === "y" ? true : written === "n" ? false : undefined),
};

const NUMBER = /^\d{1,9}(\.\d{1,3})?$/;

export const number: Word<number> = {
  write: (value) => (NUMBER.test(String(value)) ? String(value) : undefined),
  read: (written) => (NUMBER.test(written) ? Number(written) : undefined),
};

/** Any number of values, also none. */
export function list<T>(of: Word<T>): Word<readonly T[]> {
  return {
    write: (values) => joined(values.map(of.write), "+"),
    read: (written) => (written === "" ? [] : whole(written.split("+").map(of.read))),
  };
}

/** Values that belong together, in this order: the first always, the others where there are such. */
export function record<T extends object>(parts: { readonly [K in keyof T]-?: Word<NonNullable<T[K]>> }): Word<T> {
  const names = Object.keys(parts) as (keyof T)[];
  return {
    write: (value) => {
      const written = names.map((name) => {
        const part = value[name];
        return part === undefined || part === null ? "" : parts[name].write(part);
      });
      return joined(written, "/")?.replace(/\/+$/, "");
    },
    read: (written) => {
      const given = written.split("/");
      if (given.length > names.length || given[0] === "") return undefined;
      const value: Partial<T> = {};
      for (const [index, name] of names.entries()) {
        const part = given[index] ?? "";
        if (part === "") continue;
        const read = parts[name].read(part);
        if (read === undefined) return undefined;
        value[name] = read;
      }
      return value as T;
    },
  };
}

function joined(written: readonly (string | undefined)[], by: string): string | undefined {
  return whole(written)?.join(by);
}

function whole<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = values.filter((value) => value !== undefined);
  return there.length === values.length ? there : undefined;
}
