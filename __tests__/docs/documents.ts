import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** Names of what git does not keep. */
const LEFT_OUT = new Set([
  ".git",
  ...read(".gitignore")
    .split("\n")
    .map((line) => line.replace(/\/$/, "")),
]);

/** Paths, from the root, of the repository's files and folders. A folder ends in `/`. */
export const PATHS: ReadonlySet<string> = new Set(pathsIn(""));

export function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function pathsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((entry) => {
      const path = `${folder}${entry.name}`;
      return entry.isDirectory() ? [`${path}/`, ...pathsIn(`${path}/`)] : [path];
    });
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const slugs = [...withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  return new Set(slugs);
}

/** Targets of links that stay in the repository: `[text](target)`, `[name]: target`. */
export function links(markdown: string): string[] {
  const prose = withoutCode(markdown);
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
  const named = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...named].map(([, target = ""]) => target).filter((target) => !/^[a-z]+:/.test(target));
}

/** Names of links, as in `[text][name]`, that are not defined. */
export function undefinedNames(markdown: string): string[] {
  const prose = withoutCode(markdown);
  const defined = new Set([...prose.matchAll(/^\[([^\]]+)\]: /gm)].map(([, name]) => name));
  return [...prose.matchAll(/\]\[([^\]]+)\]/g)].flatMap(([, name = ""]) => (defined.has(name) ? [] : [name]));
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ""));
}
