import { isBuiltin } from "node:module";
import type { Files } from "./reachable";
import { isRelative, packageOf, specifiers } from "./specifiers";

/**
 * Packages that files import and package.json does not promise to those who install it.
 *
 * @param declared names of dependencies and peer dependencies
 * @returns a line for each, with the importing file
 */
export function undeclared(files: Files, declared: readonly string[]): string[] {
  return [...files].flatMap(([path, code]) =>
    specifiers(code)
      .filter((specifier) => !isRelative(specifier) && !isBuiltin(specifier))
      .filter((specifier) => !declared.includes(packageOf(specifier)))
      .map((specifier) => `${path} imports ${specifier}`),
  );
}
