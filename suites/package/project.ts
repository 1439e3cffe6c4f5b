import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run, TSC } from "../../scripts/package/run";

/** A temporary project far from the repository: what it imports must have been installed in it. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-package-"));

  constructor() {
    this.write("package.json", JSON.stringify({ name: "an-app", version: "1.0.0", private: true }));
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  read(path: string): Buffer {
    return readFileSync(join(this.folder, path));
  }

  /** @param packages as npm takes them: `name@version` or a tarball. Peers that do not fit are an error. */
  install(packages: readonly string[]): void {
    const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--prefer-offline"];
    run("npm", ["install", "--prefix", this.folder, "--strict-peer-deps", ...quiet, ...packages], this.folder);
  }

  /** Names of the packages that npm has put at the top of `node_modules`. */
  packages(): string[] {
    const scoped = (folder: string): string[] => readdirSync(join(this.folder, folder));
    return scoped("node_modules")
      .flatMap((entry) =>
        entry.startsWith("@") ? scoped(join("node_modules", entry)).map((name) => `${entry}/${name}`) : entry,
      )
      .filter((entry) => !entry.startsWith("."))
      .sort();
  }

  /** Compiles and checks types. @param tsconfig content of tsconfig.json. @throws Error with what is wrong */
  compile(tsconfig: object): void {
    this.write("tsconfig.json", JSON.stringify(tsconfig));
    run(process.execPath, [TSC, "-p", this.folder], this.folder);
  }

  node(script: string, env: NodeJS.ProcessEnv = {}): void {
    run(process.execPath, [script], this.folder, env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
