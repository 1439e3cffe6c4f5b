import { spawnSync } from "node:child_process";
import * as v from "valibot";

/** One check of one resource. */
export interface Finding {
  readonly check: string;
  readonly title: string;
  /** Without index, and without `data.`, which checkov leaves out. */
  readonly resource: string;
}

export interface Scan {
  readonly passed: number;
  readonly failed: readonly Finding[];
  readonly skipped: readonly Finding[];
  /** Files that could not be read: nothing in them was checked. */
  readonly unreadable: readonly string[];
}

const Findings = v.array(v.object({ check_id: v.string(), check_name: v.string(), resource: v.string() }));
const Output = v.object({
  results: v.object({
    passed_checks: Findings,
    failed_checks: Findings,
    skipped_checks: Findings,
    parsing_errors: v.array(v.string()),
  }),
});

/**
 * Runs checkov, which calls nothing over the network.
 *
 * @param interpreter Python that has checkov
 * @param what a folder of a module, or a plan as JSON
 * @throws Error with what checkov said if it does not give a result
 */
export function scan(interpreter: string, what: { readonly module: string } | { readonly plan: string }): Scan {
  const target =
    "module" in what
      ? ["--framework", "terraform", "-d", what.module]
      : ["--framework", "terraform_plan", "-f", what.plan];
  const args = ["-m", "checkov.main", ...target, "--output", "json", "--skip-download", "--compact"];
  const { stdout, stderr, error } = spawnSync(interpreter, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DOWNLOAD_EXTERNAL_MODULES: "false", LOG_LEVEL: "ERROR" },
  });
  if (error) throw error;
  const { success, output, issues } = v.safeParse(v.pipe(v.string(), v.parseJson(), Output), stdout);
  if (!success) throw new Error(`checkov gives no result: ${issues[0].message}\n${stdout.slice(0, 2000)}${stderr}`);
  const { results } = output;
  const findings = (raw: v.InferOutput<typeof Findings>): Finding[] =>
    raw.map(({ check_id, check_name, resource }) => ({
      check: check_id,
      title: check_name,
      resource: resource.replace(/\[.*\]$/, ""),
    }));
  return {
    passed: results.passed_checks.length,
    failed: findings(results.failed_checks),
    skipped: findings(results.skipped_checks),
    unreadable: results.parsing_errors,
  };
}
