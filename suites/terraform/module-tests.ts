import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { BUNDLES } from "../../handlers/core/deployment";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import { parseTestFile, type TestRun } from "./test-runs";
import type { Workspace } from "./workspace";

const TESTS = "terraform/tests";

const Module = v.looseObject({
  variable: v.record(v.string(), v.looseObject({ validation: v.optional(v.array(v.unknown()), []) })),
  output: v.record(v.string(), v.unknown()),
});

/** The module's own tests pass. */
export function moduleTests(checks: Checks, workspace: Workspace): void {
  checks.check("module tests: formatted", () => {
    const { ok, output } = workspace.terraform(TESTS, ["fmt", "-check", "-diff", "-recursive"]);
    assert.ok(ok, output);
  });
  const init = workspace.terraform("terraform", ["init"]);
  assert.ok(init.ok, init.output);
  const files = readdirSync(join(ROOT, TESTS)).filter((file) => file.endsWith(".tftest.hcl"));
  const { statuses, output } = runTests(workspace, "terraform");
  for (const file of files) {
    for (const { name } of parseTestFile(workspace.read(`${TESTS}/${file}`)).runs) {
      checks.check(`module tests: ${file}: ${name}`, () => assert.equal(statuses.get(name), "pass", output));
    }
  }
}

/** Each refusal, variable and output of the module is tested: without it, a test fails. */
export function moduleMutants(checks: Checks, workspace: Workspace): void {
  const mutants = new Mutants(workspace);
  everyRefusal(checks, mutants);
  everyVariable(checks, mutants);
  everyOutput(checks, mutants);
}

/** The module refuses nothing any more: each run that wants something refused has to notice. */
function everyRefusal(checks: Checks, mutants: Mutants): void {
  const { head, runs } = mutants.tests("validations.tftest.hcl");
  const variable = Object.fromEntries(
    Object.entries(mutants.variables).map(([name, { validation, ...rest }]) => [name, rest]),
  );
  const refused = runs.filter(({ text }) => text.includes("expect_failures = [var."));
  const { statuses } = mutants.run("without-validations", { variable }, head, refused);
  for (const { name } of refused) {
    checks.check(`module tests: ${name} passes by a validation alone`, () => {
      assert.match(statuses.get(name) ?? "did not run", /^(fail|error)$/);
    });
  }
}

/** A variable is ignored, its default used instead: a run that sets it has to notice. */
function everyVariable(checks: Checks, mutants: Mutants): void {
  const { head, runs } = mutants.tests("variables.tftest.hcl");
  const names = Object.keys(mutants.variables);
  const alone = runs.filter(({ variables }) => variables.length === 1);
  const together = mutants.run("with-defaults", mutants.ignoring(names), head, alone).statuses;
  for (const name of names) {
    checks.check(`module tests: ${name} is tested`, () => {
      const own = runs.filter(({ variables }) => variables.includes(name));
      const single = own.filter((run) => alone.includes(run));
      const statuses =
        single.length > 0
          ? together
          : mutants.run(`with-the-default-of-${name}`, mutants.ignoring([name]), head, own).statuses;
      assert.ok(own.length > 0, `no run of variables.tftest.hcl sets ${name}`);
      const spare = (single.length > 0 ? single : own).filter((run) => statuses.get(run.name) === "pass");
      assert.deepEqual(
        spare.map((run) => run.name),
        [],
        `passes when ${name} is ignored`,
      );
    });
  }
}

/** All outputs lose their values: an assertion on each has to notice. */
function everyOutput(checks: Checks, mutants: Mutants): void {
  const { head, runs } = mutants.tests("outputs.tftest.hcl");
  const names = Object.keys(mutants.outputs);
  const output = Object.fromEntries(names.map((name) => [name, { value: "lost" }]));
  const { failedConditions } = mutants.run("without-outputs", { output }, head, runs);
  for (const name of names) {
    checks.check(`module tests: output ${name} is tested`, () => {
      assert.ok(
        failedConditions.some((code) => new RegExp(`output\\.${name}\\b`).test(code)),
        `no assertion of outputs.tftest.hcl fails when ${name} has another value`,
      );
    });
  }
}

/** Tests nothing, so it passes on every faulty version that is still a module. */
const CONTROL = {
  name: "control",
  text: 'run "control" {\n  command = plan\n  variables {\n    targets = { "eu-central-1" = {} }\n  }\n}\n',
};

/** Faulty versions of the module, each in a folder of its own. */
class Mutants {
  private readonly module = v.parse(Module, terraformModule());

  readonly variables = this.module.variable;
  readonly outputs = this.module.output;

  constructor(private readonly workspace: Workspace) {}

  tests(file: string) {
    return parseTestFile(this.workspace.read(`${TESTS}/${file}`));
  }

  /** The module with the defaults of some variables in place of their values. */
  ignoring(names: readonly string[]): Record<string, unknown> {
    const { data, locals, resource } = this.module;
    const text = JSON.stringify({ data, locals, resource });
    const withDefaults = text.replace(/\bvar\.(\w+)/g, (reference, name) =>
      names.includes(name) ? `module.defaults.${name}` : reference,
    );
    const targets = { "eu-central-1": {} };
    return { ...JSON.parse(withDefaults), module: { defaults: { source: "./defaults", targets } } };
  }

  /** Runs some tests on the module with some of its blocks replaced. */
  run(name: string, changes: object, head: string, runs: readonly (Pick<TestRun, "name" | "text"> | undefined)[]) {
    const folder = `mutants/${name}`;
    for (const file of BUNDLES) this.workspace.write(`${folder}/functions/${file}.zip`, "");
    this.workspace.write(`${folder}/main.tf.json`, JSON.stringify({ ...this.module, ...changes }));
    this.workspace.write(`${folder}/defaults/main.tf.json`, JSON.stringify(this.defaults()));
    // A file for each, as a run that ends with an error ends those after it in its file.
    for (const run of [CONTROL, ...runs]) {
      if (run) this.workspace.write(`${folder}/tests/${run.name}.tftest.hcl`, head + run.text);
    }
    const init = this.workspace.terraform(folder, ["init"]);
    assert.ok(init.ok, init.output);
    const result = runTests(this.workspace, folder);
    assert.equal(result.statuses.get(CONTROL.name), "pass", `${folder} is not a module any more: ${result.output}`);
    return result;
  }

  private defaults() {
    const names = Object.keys(this.variables);
    return {
      variable: Object.fromEntries(
        Object.entries(this.variables).map(([name, { validation, ...variable }]) => [name, variable]),
      ),
      output: Object.fromEntries(names.map((name) => [name, { value: `\${var.${name}}` }])),
    };
  }
}

/** @returns run → `pass`, `fail`, `error` or `skip`, and the conditions of assertions that failed */
function runTests(workspace: Workspace, folder: string) {
  const { output } = workspace.terraform(folder, ["test", "-json"]);
  const statuses = new Map<string, string>();
  const failedConditions: string[] = [];
  const errors: string[] = [];
  for (const line of output.split("\n").filter((one) => one.startsWith("{"))) {
    const { test_run: run, diagnostic } = JSON.parse(line);
    if (run?.status) statuses.set(run.run, run.status);
    if (diagnostic?.severity !== "error") continue;
    failedConditions.push(diagnostic.snippet?.code ?? "");
    errors.push(`${diagnostic.summary}: ${diagnostic.detail}`);
  }
  assert.ok(statuses.size > 0, `${folder}: no test ran\n${output}`);
  return { statuses, failedConditions, output: errors.join("\n") };
}
