import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ACCEPTED_FINDINGS } from "./checkov/accepted-findings";
import { PLANS, planned } from "./checkov/plans";
import { type Finding, type Scan, scan } from "./checkov/scan";
import { Checks } from "./terraform/checks";
import { ROOT, Workspace } from "./terraform/workspace";
import { virtualEnvironment } from "./virtual-environment";

const CHECKOV = {
  name: "checkov",
  version: "3.3.30",
  requirement: "checkov",
  versionProgram: "import checkov.main; from checkov.version import version; print(version)",
};

const ALL = ACCEPTED_FINDINGS.flatMap(({ resources, ...finding }) =>
  resources.map((address) => ({ ...finding, resource: address.replace(/^data\./, "") })),
);
const WITH_KEY = ALL.filter(({ withoutKey }) => !withoutKey);

const text = ({ check, resource }: Pick<Finding, "check" | "resource">): string => `${check} of ${resource}`;
const sorted = (findings: readonly Pick<Finding, "check" | "resource">[]): string[] => [
  ...new Set(findings.map(text).sort()),
];

/** @throws AssertionError with the findings that are not accepted */
function assertNothingElse({ failed }: Scan, accepted: readonly Pick<Finding, "check" | "resource">[]): void {
  const known = new Set(accepted.map(text));
  const found = failed.filter((finding) => !known.has(text(finding)));
  assert.equal(found.length, 0, found.map((finding) => `${text(finding)}: ${finding.title}`).join("\n"));
}

/** Scans the module and plans of it: no finding is left, each accepted one stands at its resource, and none is stale. */
function scanAll(checks: Checks, interpreter: string, workspace: Workspace): void {
  workspace.copy("terraform");
  workspace.copyTo("terraform", "without-remarks");
  for (const file of readdirSync(join(ROOT, "terraform")).filter((name) => name.endsWith(".tf"))) {
    const hcl = workspace.read(`without-remarks/${file}`).replace(/^\s*# checkov:skip=.*\n/gm, "");
    workspace.write(`without-remarks/${file}`, hcl);
  }

  const module = scan(interpreter, { module: join(workspace.folder, "terraform") });
  const bare = scan(interpreter, { module: join(workspace.folder, "without-remarks") });
  checks.run("the module: every file is read", () => {
    assert.deepEqual(module.unreadable, []);
    assert.ok(module.passed >= 80, `only ${module.passed} checks have passed`);
  });
  checks.run(`the module: no finding (${module.passed} passed, ${module.skipped.length} skipped)`, () =>
    assertNothingElse(module, []),
  );
  checks.run("the module: exactly the accepted findings are skipped in place", () =>
    assert.deepEqual(sorted(module.skipped), sorted(ALL)),
  );

  const plans = PLANS.map((plan) => ({ ...plan, ...planned(workspace, plan) }));
  const seen: Finding[] = [...bare.failed];
  for (const { title, encrypted, before, after } of plans) {
    for (const [when, file] of Object.entries({ before, after })) {
      const found = scan(interpreter, { plan: file });
      seen.push(...found.failed);
      checks.run(`plan ${when} an apply, ${title}: nothing but what is accepted (${found.passed} passed)`, () => {
        assert.ok(found.passed >= 50, `only ${found.passed} checks have passed`);
        assertNothingElse(found, encrypted ? WITH_KEY : ALL);
      });
    }
  }
  checks.run("each accepted finding would be found", () => assert.deepEqual(sorted(seen), sorted(ALL)));
}

/** @returns whether something ran and nothing failed */
function main(): boolean {
  const checks = new Checks();
  const workspace = new Workspace();
  try {
    const folder = join(ROOT, ".venv", "checkov");
    scanAll(checks, virtualEnvironment(folder, process.env.PYTHON ?? "python3", CHECKOV), workspace);
  } catch (error) {
    checks.run("checkov runs", () => {
      throw error;
    });
  } finally {
    workspace.remove();
  }
  return checks.report();
}

process.exitCode = main() ? 0 : 1;
