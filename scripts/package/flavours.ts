import type { Files } from "./reachable";
import { packageOf, replaceSpecifiers, specifiers } from "./specifiers";

/** The source is written against cdktf; its successor cdktn has the same API. */
const CDKTN_PACKAGES: Readonly<Record<string, string>> = {
  cdktf: "cdktn",
  "@cdktf/provider-aws": "@cdktn/provider-aws",
};

/** One entry point of the package: the construct on one of the two, in a folder of its own. */
export const FLAVOURS = {
  cdktf: (code: string): string => code,
  cdktn: (code: string): string =>
    replaceSpecifiers(code, (specifier) => {
      const name = packageOf(specifier);
      return (CDKTN_PACKAGES[name] ?? name) + specifier.slice(name.length);
    }),
} as const;

/** Where the compiler puts the construct. All else, such as what it shares with the functions, is on neither. */
const CONSTRUCT = "modules/";

/**
 * Lays the compiled files out as the package has them: `modules/…` once a flavour, in folders of the same depth, so
 * that `../handlers/…` and `../terraform/…` lead to the same files from both.
 *
 * @throws Error if a file outside `modules/` is on cdktf: it would be so for both
 */
export function layOut(compiled: Files): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, code] of compiled) {
    if (path.startsWith(CONSTRUCT)) {
      for (const [folder, rewrite] of Object.entries(FLAVOURS)) {
        files.set(`${folder}/${path.slice(CONSTRUCT.length)}`, rewrite(code));
      }
      continue;
    }
    const bound = specifiers(code).find((specifier) => packageOf(specifier) in CDKTN_PACKAGES);
    if (bound !== undefined) throw new Error(`${path} imports ${bound}, but only files of modules/ may`);
    files.set(path, code);
  }
  return files;
}
