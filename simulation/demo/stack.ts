import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { unzipSync } from "fflate";
import { BUNDLES } from "../../handlers/core/deployment";
import { ZIPS } from "../../modules/function-code";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { writeBundles } from "../../scripts/bundle";
import type { FunctionDefinition } from "../terraform/deployment";
import { BACKUP_WINDOWS, EXCLUDED, SOURCE_REGION, TARGET_REGIONS } from "./scenario";

export interface Synthesised {
  /** The stack in Terraform's JSON syntax. */
  readonly json: string;
  readonly resources: number;
}

/** Builds the zips, and synthesises a stack as a user of the construct would. */
export async function buildStack(): Promise<Synthesised> {
  await writeBundles(ZIPS);
  return synthesise({
    targets: Object.fromEntries(TARGET_REGIONS.map((region) => [region, {}])),
    instances: { exclude: [EXCLUDED] },
    clusters: { exclude: [EXCLUDED] },
    backupWindows: BACKUP_WINDOWS,
    retention: { keepLast: 2 },
    notificationEmails: ["on-call@example.com"],
  });
}

/** A stack of one deployment, from literal props. The zips must be there. */
export async function synthesise(props: RdsCrossRegionBackupProps): Promise<Synthesised> {
  const outdir = await mkdtemp(join(tmpdir(), "rds-cross-region-backup-demo-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "demo");
    new AwsProvider(stack, "aws", { region: SOURCE_REGION });
    new RdsCrossRegionBackup(stack, "this", props);
    app.synth();
    const json = await readFile(join(outdir, "stacks", "demo", "cdk.tf.json"), "utf8");
    return { json, resources: countResources(JSON.parse(json)) };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/**
 * Loads each zip's bundle in a process of its own, with the function's environment, as Lambda does at a cold start.
 * @returns bundle → size in bytes of the JavaScript
 * @throws Error if one does not load, or has no handler
 */
export async function loadBundles(functions: readonly FunctionDefinition[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const name of BUNDLES) {
    const definition = functions.find(({ handler }) => handler === `${name}.handler`);
    if (!definition) throw new Error(`No function of the stack has the handler ${name}.handler.`);
    const files = unzipSync(await readFile(join(ZIPS, `${name}.zip`)));
    const folder = await mkdtemp(join(tmpdir(), "rds-cross-region-backup-bundle-"));
    try {
      for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
      const script = `if (typeof require("./${name}.js").handler !== "function") throw new Error("no handler")`;
      const env = { PATH: process.env.PATH, ...definition.environment, AWS_REGION: SOURCE_REGION };
      await promisify(execFile)(process.execPath, ["-e", script], { cwd: folder, env });
      sizes.set(name, files[`${name}.js`]?.length ?? 0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return sizes;
}

function countResources({ resource }: { resource: Record<string, Record<string, { for_each?: object }>> }): number {
  return Object.values(resource)
    .flatMap((named) => Object.values(named))
    .reduce((sum, { for_each }) => sum + (for_each ? Object.keys(for_each).length : 1), 0);
}
