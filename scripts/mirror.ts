import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { name, version } from "../package.json";
import { moduleSource, tagOf } from "./addresses";

const ROOT = resolve(__dirname, "..");
const BRANCH = "main";

/** What examples have as their source inside of this repository. */
const OWN_SOURCE = '"../../terraform"';

/** By what a repository is known to be a mirror. */
const MARKS = ["versions.tf", "functions/sweep.zip"];

/**
 * Lays the Terraform module out as the registry and `git::` sources want it: at the root of a git repository of its own, under the tag
 * of its version. In a clone of what was published it becomes the next commit. What has a tag is never changed.
 *
 * @param folder of the repository: none yet, an empty one, or a mirror
 * @returns whether there was anything to do
 */
export function mirror(folder: string, release: string = version): boolean {
  const staging = mkdtempSync(join(tmpdir(), `${name}-mirror-`));
  try {
    open(folder);
    const files = join(staging, "files");
    writeModule(files, release);
    return commit(folder, { files, index: join(staging, "index") }, release);
  } finally {
    rmSync(staging, { recursive: true });
  }
}

/** Makes the folder a git repository, if it is none. @throws Error if it holds something else */
function open(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder);
  if (entries.length === 0) git(folder, ["init", "--quiet", `--initial-branch=${BRANCH}`]);
  else if (!entries.includes(".git") || !MARKS.every((file) => existsSync(join(folder, file))))
    throw new Error(`${folder} is neither empty nor a mirror of this module: give another folder`);
}

function writeModule(folder: string, release: string): void {
  // Names with a dot are what Terraform leaves behind.
  const ours = { recursive: true, filter: (path: string) => !/^\.|\.tfstate/.test(basename(path)) };
  const source = JSON.stringify(moduleSource(release));
  cpSync(join(ROOT, "terraform"), folder, ours);
  cpSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  replaceSource(join(folder, "README.md"), source);
  for (const example of readdirSync(join(ROOT, "examples"))) {
    const main = join(ROOT, "examples", example, "main.tf");
    if (!existsSync(main)) continue;
    mkdirSync(join(folder, "examples", example), { recursive: true });
    cpSync(main, join(folder, "examples", example, "main.tf"));
    replaceSource(join(folder, "examples", example, "main.tf"), source);
  }
}

function replaceSource(file: string, source: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(OWN_SOURCE, source));
}

/** The commit is made without index, hooks and signatures of whoever runs this. */
function commit(folder: string, { files, index }: { files: string; index: string }, release: string): boolean {
  const tag = tagOf(release);
  const staged = { GIT_INDEX_FILE: index };
  git(folder, [`--work-tree=${files}`, "add", "--all", "--force"], staged);
  const tree = git(folder, ["write-tree"], staged);
  const tagged = git(folder, ["tag", "--list", tag]) === "" ? undefined : git(folder, ["rev-parse", `${tag}^{tree}`]);
  if (tagged === tree) return false;
  if (tagged !== undefined)
    throw new Error(
      `${tag} in ${folder} has other content, and a release is never changed: raise \`version\` in package.json. Before the first release, remove ${folder} instead`,
    );
  const parents = git(folder, ["branch", "--list", BRANCH]) === "" ? [] : ["-p", BRANCH];
  const made = git(folder, ["commit-tree", tree, ...parents, "-m", `${name} ${release}`]);
  git(folder, ["update-ref", `refs/heads/${BRANCH}`, made]);
  git(folder, ["tag", "--annotate", "--no-sign", "-m", `${name} ${release}`, tag, made]);
  git(folder, ["reset", "--quiet", "--hard", BRANCH]);
  return true;
}

/** @returns what git printed. @throws Error with what it said, if it failed */
function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const identity = [`user.name=${name}`, `user.email=${name}@users.noreply.github.com`, "core.autocrlf=false"];
  // A git that this runs under, such as a hook, must not lend its repository.
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, ...rest } = process.env;
  const { status, stdout, stderr, error } = spawnSync(
    "git",
    ["-C", folder, ...identity.flatMap((setting) => ["-c", setting]), ...args],
    { encoding: "utf8", env: { ...rest, ...env } },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`git ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout.trim();
}

if (require.main === module) {
  const folder = resolve(process.argv[2] ?? join(ROOT, "mirror"));
  try {
    const made = mirror(folder);
    console.log(`${folder} ${made ? "has got" : "already has"} ${tagOf(version)}. To use it from there:`);
    console.log(`  source = "git::file://${folder}?ref=${tagOf(version)}"`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
