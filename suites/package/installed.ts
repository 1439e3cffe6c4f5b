import { deepStrictEqual, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES } from "../../handlers/core/deployment";
import { name } from "../../package.json";
import { FLAVOURS, onFlavour } from "../../scripts/package/flavours";
import { ROOT, run } from "../../scripts/package/run";
import { replaceSpecifiers } from "../../scripts/package/specifiers";
import type { Check } from "../checks";
import type { Edition } from "./editions";
import type { Project } from "./project";
import { type Declared, declared, functions } from "./synthesis";

/** The app in this repository, and where it imports the construct from. */
export const APP = join(ROOT, "suites", "package", "app", "main.ts");
const SOURCE = "../../../modules";
const STACK = "cdktf.out/stacks/databases";

/** What users have in their tsconfig.json. Libraries are checked too: our types must fit the peers'. */
const COMPILERS = {
  "module node16": { module: "node16", exactOptionalPropertyTypes: true },
  "module commonjs, as cdktf init sets it": { module: "commonjs" },
};

const WRONG = `
import { RdsCrossRegionBackup } from "${SOURCE}";
import { App, TerraformStack } from "cdktf";
new RdsCrossRegionBackup(new TerraformStack(new App(), "stack"), "wrong", { targets: {}, retention: { keepLast: "3" } });
`;

/**
 * Installs the package in an empty project, and uses it as its users do.
 *
 * @returns what the synthesised stack declares
 */
export async function installed(check: Check, project: Project, edition: Edition, tarball: string): Promise<Declared> {
  const peers = Object.entries(edition.peers).map(([peer, version]) => `${peer}@${version}`);
  project.install([tarball, ...peers]);
  await check(`comes beside ${peers.join(", ")} and nothing else`, () => {
    deepStrictEqual(project.packages(), [name, ...Object.keys(edition.peers)].sort());
  });
  await check("has the command line, as npx finds it", () => {
    const policy: unknown = JSON.parse(run("npx", [name, "restore", "--print-policy"], project.folder));
    deepStrictEqual(typeof policy, "object");
  });
  project.write("main.ts", forUsers(edition, readFileSync(APP, "utf8")));
  project.write("wrong.ts", forUsers(edition, WRONG));
  for (const [title, options] of Object.entries(COMPILERS)) {
    const compile = (file: string): void =>
      project.compile({ compilerOptions: { target: "es2022", strict: true, types: [], ...options }, files: [file] });
    await check(`has types that an app compiles with (${title})`, () => compile("main.ts"));
    await check(`has types that refuse a wrong prop (${title})`, () => {
      throws(() => compile("wrong.ts"), /wrong\.ts.*Type 'string' is not assignable to type 'number'/);
    });
  }
  await check("has an API that the source compiles against", () => compileSource(project, edition));
  await check("can be imported by name from an ES module", () => {
    project.write(
      "module.mjs",
      `import { RdsCrossRegionBackup } from "${edition.entry}"; if (!RdsCrossRegionBackup) throw new Error("missing");`,
    );
    project.node("module.mjs");
  });
  project.node("main.js", { CDKTF_OUTDIR: join(project.folder, "cdktf.out") });
  const stack = declared(project.read(`${STACK}/cdk.tf.json`).toString("utf8"));
  await check("deploys the zips of the package", () => {
    const deployed = functions(stack);
    deepStrictEqual(deployed.length, 2 * BUNDLES.length); // of two deployments
    for (const { filename, sourceCodeHash } of deployed) {
      const zip = project.read(`${STACK}/${filename}`);
      const bundle = filename.slice(filename.lastIndexOf("/") + 1);
      deepStrictEqual(zip.equals(project.read(`node_modules/${name}/dist/terraform/functions/${bundle}`)), true);
      deepStrictEqual(sourceCodeHash, createHash("sha256").update(zip).digest("base64"));
    }
  });
  return stack;
}

/** Declarations say nothing about the code: this checks what it does with the peers. */
function compileSource(project: Project, { flavour }: Edition): void {
  const installed = (name: string): string[] => [join(project.folder, "node_modules", name)];
  const { cdktf, "@cdktf/provider-aws": provider } = FLAVOURS[flavour];
  const paths = {
    cdktf: installed(cdktf),
    "@cdktf/provider-aws/*": installed(`${provider}/*`),
    constructs: installed("constructs"),
  };
  const typeRoots = [join(ROOT, "node_modules", "@types")];
  project.compile({
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: { noEmit: true, typeRoots, paths },
    files: [join(ROOT, "modules", "index.ts")],
    include: [],
  });
}

/** Source of this repository as a user of the package would write it. */
function forUsers({ entry, flavour }: Edition, code: string): string {
  return replaceSpecifiers(onFlavour(flavour, code), (specifier) => (specifier === SOURCE ? entry : specifier));
}
