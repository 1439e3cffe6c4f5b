import type { Files } from "./reachable";
import { packageOf, replaceSpecifiers, specifiers } from "./specifiers";

/**
 * The two that the construct can be on, each with what it uses in the place of cdktf and its provider. The source is
 * written against cdktf; its successor cdktn has the same API.
 */
export const FLAVOURS = {
  cdktf: { cdktf: "cdktf", "@cdktf/provider-aws": "@cdktf/provider-aws" },
  cdktn: { cdktf: "cdktn", "@cdktf/provider-aws": "@cdktn/provider-aws" },
} as const;

export type Flavour = keyof typeof FLAVOURS;

/** Code that is on cdktf, on another flavour. */
export function onFlavour(flavour: Flavour, code: string): string {
  const packages = new Map<string, string>(Object.entries(FLAVOURS[flavour]));
  return replaceSpecifiers(code, (specifier) => {
    const name = packageOf(specifier);
    return (packages.get(name) ?? name) + specifier.slice(name.length);
  });
}

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
      files.set(`cdktf/${path.slice(CONSTRUCT.length)}`, onFlavour("cdktf", code));
      files.set(`cdktn/${path.slice(CONSTRUCT.length)}`, onFlavour("cdktn", code));
      continue;
    }
    const bound = specifiers(code).find((specifier) => packageOf(specifier) in FLAVOURS.cdktf);
    if (bound !== undefined) throw new Error(`${path} imports ${bound}, but only files of modules/ may`);
    files.set(path, code);
  }
  return files;
}
