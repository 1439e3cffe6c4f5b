import { posix } from "node:path";
import { isRelative, specifiers } from "./specifiers";

/** Path in the package, with `/` → content. */
export type Files = ReadonlyMap<string, string>;

/**
 * The files that an entry needs: itself and, again and again, what its relative specifiers name. The compiler also
 * writes what is imported for its types alone; at run time that is not needed.
 *
 * @param entry path without extension
 * @param extension code (`.js`) and declarations (`.d.ts`) have different needs
 * @throws Error that names the importing file, if an imported one is missing
 */
export function reachable(files: Files, entry: string, extension: ".js" | ".d.ts"): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (module: string, importer: string): void => {
    const path = module + extension;
    if (found.has(path)) return;
    const code = files.get(path);
    if (code === undefined) throw new Error(`${importer} imports ${path}, which was not compiled`);
    found.set(path, code);
    for (const specifier of specifiers(code).filter(isRelative)) {
      visit(posix.join(posix.dirname(path), specifier), path);
    }
  };
  visit(entry, "the package");
  return found;
}
