import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import * as v from "valibot";

const ROOT = resolve(__dirname, "..");

/** What may be bundled and handed on under our licence. Of MIT-0 nothing need be said. */
const ALLOWED = ["Apache-2.0", "MIT", "MIT-0"];

const Manifest = v.object({ name: v.string(), version: v.string(), license: v.optional(v.string(), "none") });

/**
 * The licences of the packages of which something is in bundles: Apache-2.0 and MIT ask whoever hands the code on to add them.
 *
 * @param bundles as esbuild describes them
 * @throws Error if the licence of a package is none of those that may be
 */
export function licenses(bundles: readonly Metafile[]): string {
  const folders = new Set(bundles.flatMap(packagesIn));
  const packages = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = v.parse(
      Manifest,
      JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
    );
    if (!ALLOWED.includes(license))
      throw new Error(`${name} is under ${license}; bundled is only ${ALLOWED.join(", ")}`);
    const text = textOf(folder);
    if (text === "" && license === "MIT") throw new Error(`${name} is under MIT, and its package has no text of it`);
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const withText = [...packages].filter(([text]) => text !== "");
  const parts = withText.map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
  const others = packages.get("") ?? [];
  if (others.length > 0) parts.push(`${others.join("\n")}\n\nTheir packages have no text of their licence.\n`);
  return ["Beside our own code, the bundles hold that of these packages.\n", ...parts].join(`\n${"-".repeat(80)}\n\n`);
}

/** Folders of packages. */
function packagesIn({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0))
    .flatMap(([file]) => {
      const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
      return folder === undefined ? [] : [join(ROOT, folder)];
    });
}

function textOf(folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)\b/i.test(file));
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}
