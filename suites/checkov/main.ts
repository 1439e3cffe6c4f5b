import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";
import { Workspace } from "../terraform/workspace";
import { virtualEnvironment } from "../virtual-environment";
import { ACCEPTED_FINDINGS } from "./accepted-findings";
import { PLANS, planned } from "./plans";
import { type Finding, type Scan, scan } from "./scan";

const CHECKOV = {
  name: "checkov",
  version: "3.3.30",
  requirement: "checkov",
  versionProgram: "import checkov.main; from checkov.version import version; print(version)",
};

const ACCEPTED = ACCEPTED_FINDINGS.flatMap(({ resources, ...finding }) =>
  resources.map((address) => ({ ...finding, resource: address.replace(/^data\./, "") })),
);
const ALWAYS = ACCEPTED.filter(({ withoutKey }) => !withoutKey);
const WITHOUT_KEY = ACCEPTED.filter(({ withoutKey }) => withoutKey);

type Found = Pick<Finding, "check" | "resource">;

const text = ({ check, resource }: Found): string => `${check} of ${resource}`;
const sorted = (findings: readonly Found[]): string[] => [...new Set(findings.map(text))].sort();

/** @throws AssertionError with the findings that are not accepted */
function assertNothingBut(accepted: readonly Found[], { failed }: Scan): void {
  const known = new Set(accepted.map(text));
  const found = failed.filter((finding) => !known.has(text(finding)));
  assert.equal(found.length, 0, found.map((finding) => `${text(finding)}: ${finding.title}`).join("\n"));
}

/** Checkov on the module as it is, and without the remarks that make it skip what is accepted. */
function moduleChecks(checks: Checks, workspace: Workspace, interpreter: string): void {
  workspace.copyTo("terraform", "bare");
  for (const file of readdirSync(join(ROOT, "terraform")).filter((name) => name.endsWith(".tf"))) {
    workspace.write(`bare/${file}`, workspace.read(`bare/${file}`).replace(/^\s*# checkov:skip=.*\n/gm, ""));
  }
  const module = scan(interpreter, { module: join(workspace.folder, "terraform") });
  const bare = scan(interpreter, { module: join(workspace.folder, "bare") });
  checks.check("the module: every file is read", () => {
    assert.deepEqual(module.unreadable, []);
    assert.ok(module.passed >= 80, `only ${module.passed} checks have passed`);
  });
  checks.check(`the module: no finding (${module.passed} passed, ${module.skipped.length} skipped)`, () =>
    assertNothingBut([], module),
  );
  checks.check("the module: each accepted finding is skipped at its resource, and no other", () =>
    assert.deepEqual(sorted(module.skipped), sorted(ACCEPTED)),
  );
  checks.check("the module: without the remarks, just what is accepted would be found", () =>
    assert.deepEqual(sorted(bare.failed), sorted(ALWAYS)),
  );
}

/** Checkov on plans, which show it what the module is given, and, after an apply, the text of all policies. */
function planChecks(checks: Checks, workspace: Workspace, interpreter: string): void {
  for (const plan of PLANS) {
    const scans = Object.entries(planned(workspace, plan)).map(([when, file]) => ({
      when,
      found: scan(interpreter, { plan: file }),
    }));
    for (const { when, found } of scans) {
      checks.check(
        `plan ${when} an apply, ${plan.title}: nothing but what is accepted (${found.passed} passed)`,
        () => {
          assert.ok(found.passed >= 50, `only ${found.passed} checks have passed`);
          assertNothingBut(plan.encrypted ? ALWAYS : ACCEPTED, found);
        },
      );
    }
    if (plan.encrypted) continue;
    checks.check(`plans, ${plan.title}: what is accepted without a key would be found`, () => {
      const found = new Set(scans.flatMap((one) => one.found.failed).map(text));
      assert.deepEqual(sorted(WITHOUT_KEY.filter((finding) => !found.has(text(finding)))), []);
    });
  }
}

/** What to check, by name: `npm run test:checkov -- module` runs only that. Plans need a provider that plans. */
const GROUPS: Readonly<Record<string, (checks: Checks, workspace: Workspace, interpreter: string) => void>> = {
  module: moduleChecks,
  plans: planChecks,
};

suite((checks) => {
  const names = process.argv.slice(2);
  const workspace = new Workspace();
  try {
    workspace.copy("terraform");
    const interpreter = virtualEnvironment(join(ROOT, ".venv", "checkov"), process.env.PYTHON ?? "python3", CHECKOV);
    for (const [name, group] of Object.entries(GROUPS)) {
      if (names.length === 0 || names.includes(name)) group(checks, workspace, interpreter);
    }
  } finally {
    workspace.remove();
  }
});
