import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { changesOf, type PlanJson, type PlannedResource, plannedResources, type StateJson } from "../../provider/plan";
import type { SnapshotRecord } from "../../rds/model";

/** The command that is to be used for Terraform; undefined: none. It must not need AWS, as the stand-in for its provider does not. */
export const terraformCommand = (): string | undefined => process.env.TERRAFORM_COMMAND || undefined;

/** What is written once beside the folder, for the stand-in: which copies there are, and which are encrypted. */
export async function writeFixtures(file: string, copies: readonly SnapshotRecord[]): Promise<void> {
  const of = (kind: SnapshotRecord["kind"], encrypted: string) =>
    Object.fromEntries(
      copies
        .filter((copy) => copy.kind === kind && copy.status === "available")
        .map(({ id, region, encryption }) => [id, { region, [encrypted]: encryption === "sse-kms" }]),
    );
  const fixtures = {
    aws_db_snapshot: of("instance", "encrypted"),
    aws_db_cluster_snapshot: of("cluster", "storage_encrypted"),
  };
  await writeFile(file, JSON.stringify(fixtures));
}

export interface Planned {
  readonly resources: readonly PlannedResource[];
  readonly changes: readonly string[];
}

/** Terraform in the folder that the restore has written. */
export class Terraform {
  constructor(
    readonly command: string,
    readonly folder: string,
    readonly fixtures: string,
  ) {}

  init(): Promise<string> {
    return this.#run("init", "-input=false");
  }

  /** What it will change, with the values of what will be there. @throws Error with what Terraform says is wrong */
  async plan(variables: readonly string[]): Promise<Planned> {
    await this.#run("plan", "-input=false", "-out=plan", ...variables.map((one) => `-var=${one}`));
    const plan: PlanJson = JSON.parse(await this.#run("show", "-json", "plan"));
    return { resources: plannedResources(plan, await this.#state()), changes: changesOf(plan) };
  }

  /** Carries out the last plan. @returns its resources, with what only the state knows */
  async apply(): Promise<readonly PlannedResource[]> {
    const plan: PlanJson = JSON.parse(await this.#run("show", "-json", "plan"));
    await this.#run("apply", "-input=false", "plan");
    return plannedResources(plan, await this.#state());
  }

  async #state(): Promise<StateJson> {
    return JSON.parse(await this.#run("show", "-json"));
  }

  async #run(command: string, ...options: readonly string[]): Promise<string> {
    const env = { ...process.env, STAND_IN_FIXTURES: this.fixtures, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
    const all = [`-chdir=${this.folder}`, command, ...(command === "show" ? [] : ["-no-color"]), ...options];
    try {
      const { stdout } = await promisify(execFile)(this.command, all, { env, maxBuffer: 100e6 });
      return stdout;
    } catch (error) {
      const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
      throw new Error(`terraform ${command} failed: ${said || error}`);
    }
  }
}
