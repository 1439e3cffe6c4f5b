/** A specifier as the TypeScript compiler writes it: `from "x"`, `import "x"`, `import("x")` and `require("x")`. */
const SPECIFIER = /(?<=\b(?:from |import |import\(|require\())"([^"]+)"/g;

/** The modules that a compiled file names, `.js` or `.d.ts`, in the order of their first appearance. */
export function specifiers(code: string): string[] {
  return [...new Set([...code.matchAll(SPECIFIER)].flatMap(([, specifier]) => specifier ?? []))];
}

export function replaceSpecifiers(code: string, replacement: (specifier: string) => string): string {
  return code.replace(SPECIFIER, (_, specifier: string) => `"${replacement(specifier)}"`);
}

export const isRelative = (specifier: string): boolean => specifier.startsWith(".");

/** `@scope/name/lib/file` and `name/lib/file` belong to `@scope/name` and `name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
