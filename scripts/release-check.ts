import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { PROJECT, tagOf } from "./addresses";

const ROOT = resolve(__dirname, "..");

/** What a release is made from. */
export interface Candidate {
  readonly version: string;
  /** Undefined before it is tagged. */
  readonly tag: string | undefined;
  /** Where the workflow runs; undefined elsewhere. */
  readonly repository: string | undefined;
  readonly changelog: string;
  /** File → text of `terraform/*.tf`, and of what was kept of this release for tests of upgrades. */
  readonly module: Readonly<Record<string, string>>;
  readonly kept: Readonly<Record<string, string>>;
}

/** What stands in the way of a release, each with what to do. */
export function problems({ version, tag, repository, changelog, module, kept }: Candidate): string[] {
  const fixtures = `__tests__/fixtures/releases/${version}/`;
  const differ = [...new Set([...Object.keys(module), ...Object.keys(kept)])].filter(
    (file) => module[file] !== kept[file],
  );
  return [
    tag !== undefined && tag !== tagOf(version)
      ? `The tag is ${tag}, and package.json says ${version}: tag ${tagOf(version)}, or correct the version`
      : undefined,
    repository !== undefined && repository !== PROJECT
      ? `This runs in ${repository}, and package.json says ${PROJECT}: npm takes no provenance from elsewhere`
      : undefined,
    new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d\\d-\\d\\d$`, "m").test(changelog)
      ? undefined
      : `CHANGELOG.md has no section "## [${version}] - <date>": date the one that is unreleased`,
    differ.length > 0
      ? `${fixtures} is not what terraform/ is now (${differ.sort().join(", ")}): copy terraform/*.tf there`
      : undefined,
  ].filter((problem) => problem !== undefined);
}

function candidate(env: NodeJS.ProcessEnv): Candidate {
  return {
    version,
    tag: env.GITHUB_REF_TYPE === "tag" ? env.GITHUB_REF_NAME : undefined,
    repository: env.GITHUB_REPOSITORY && `${env.GITHUB_SERVER_URL ?? "https://github.com"}/${env.GITHUB_REPOSITORY}`,
    changelog: readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"),
    module: terraformFiles(join(ROOT, "terraform")),
    kept: terraformFiles(join(ROOT, "__tests__/fixtures/releases", version)),
  };
}

const terraformFiles = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((file) => file.endsWith(".tf"))
      .map((file) => [file, readFileSync(join(folder, file), "utf8")]),
  );

// Only a tag makes a release: before it, what is missing is told, and is no failure.
if (require.main === module) {
  const found = candidate(process.env);
  const missing = problems(found);
  for (const problem of missing) console.log(problem);
  if (missing.length === 0) console.log(`${tagOf(version)} can be released`);
  if (found.tag !== undefined && missing.length > 0) process.exitCode = 1;
}
