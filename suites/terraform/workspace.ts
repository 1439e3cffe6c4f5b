import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "../root";

export interface Outcome {
  readonly ok: boolean;
  readonly exitCode: number | null;
  /** What a person would have seen, without colours. */
  readonly output: string;
}

/** What data sources find, where a stand-in for the provider answers. */
export const DATABASES = {
  aws_db_instance: {
    orders: { preferred_backup_window: "22:00-22:30" },
    reports: { preferred_backup_window: "10:00-23:00" },
  },
  aws_rds_cluster: {
    shop: { preferred_backup_window: "03:00-03:30" },
    archive: { preferred_backup_window: "23:00-10:30" },
  },
} as const;

/** A temporary folder with copies of parts of the repository, in which Terraform runs. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-"));

  constructor() {
    this.write("databases.json", JSON.stringify(DATABASES));
  }

  /** Copies a file or folder of the repository to the same place in the workspace. */
  copy(path: string): void {
    this.copyTo(path, path);
  }

  /** Copies a file or folder of the repository to another place in the workspace. */
  copyTo(path: string, place: string): void {
    cpSync(join(ROOT, path), join(this.folder, place), { recursive: true });
  }

  write(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /**
   * Runs Terraform in a folder of the workspace. `TERRAFORM_COMMAND` is the command, `terraform` if unset.
   *
   * @param region of the provider
   * @param variables of the root module
   */
  terraform(
    folder: string,
    args: readonly string[],
    { region = "eu-west-1", variables = {}, env = {} }: TerraformOptions = {},
  ): Outcome {
    const plugins = join(this.folder, "plugins");
    mkdirSync(plugins, { recursive: true });
    const result = spawnSync(resolveCommand(process.env.TERRAFORM_COMMAND ?? "terraform"), args, {
      cwd: join(this.folder, folder),
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        ...env,
        AWS_REGION: region,
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
        TF_CLI_ARGS: args[0] === "show" ? "" : "-no-color",
        STAND_IN_FIXTURES: join(this.folder, "databases.json"),
        TF_PLUGIN_CACHE_DIR: plugins,
        ...Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [
            `TF_VAR_${name}`,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        ),
      },
    });
    if (result.error) throw result.error;
    return { ok: result.status === 0, exitCode: result.status, output: result.stdout + result.stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface TerraformOptions {
  readonly region?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}

/** A path is relative to where the script was started, not to the folder that Terraform runs in. */
const resolveCommand = (command: string): string => (command.includes("/") ? resolve(command) : command);
