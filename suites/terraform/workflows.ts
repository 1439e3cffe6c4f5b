import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { Workspace } from "./workspace";

const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7";
const EXAMPLE = "examples/pull-request";
const WORKFLOWS = [
  ...readdirSync(join(ROOT, ".github/workflows")).map((file) => `.github/workflows/${file}`),
  `${EXAMPLE}/plan.yml`,
];
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The workflows are sound, and the example's scripts do what they say. */
export function workflows(checks: Checks, workspace: Workspace): void {
  for (const path of WORKFLOWS) {
    checks.check(`workflows: ${path}: actionlint finds nothing`, () => {
      const { status, stdout, stderr } = spawnSync("go", ["run", ACTIONLINT, "-no-color", join(ROOT, path)], {
        cwd: workspace.folder,
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "-mod=mod" },
      });
      assert.equal(status, 0, stdout + stderr);
    });
    checks.check(
      `workflows: ${path}: actions are pinned to commits, and permissions are read-only unless a job needs more`,
      () => {
        const used = [...text(path).matchAll(/uses: *(.*)/g)].map(([, action = ""]) => action);
        assert.ok(used.length > 0);
        assert.deepEqual(
          used.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
          [],
        );
        assert.match(text(path), /^permissions:( \{\}|\n {2}contents: read)\n\n/m);
      },
    );
  }
  planRole(checks);
  comment(checks, workspace);
}

/** What AWS answers anyone, or the provider by itself. */
const NEEDS_NO_RIGHT = ["aws_caller_identity", "aws_iam_policy_document", "aws_partition", "aws_region"];

const Module = v.object({ resource: v.record(v.string(), v.unknown()), data: v.record(v.string(), v.unknown()) });

/** The example's role may read each kind of resource and data of the module, and only reads. */
function planRole(checks: Checks): void {
  const reads = [...text(`${EXAMPLE}/role.tf`).matchAll(/^ {6}(aws_\w+) += \[([^\]]*)\]/gm)];
  checks.check(`workflows: ${EXAMPLE}/role.tf reads what the module makes and reads`, () => {
    const { resource, data } = v.parse(Module, terraformModule());
    const types = [...Object.keys(resource), ...Object.keys(data)].filter(
      (type) => type.startsWith("aws_") && !NEEDS_NO_RIGHT.includes(type),
    );
    // A type may need rights on what it is limited to, and others that know no resource.
    assert.deepEqual([...new Set(reads.map(([, type = ""]) => type))].sort(), types.sort());
  });
  checks.check(`workflows: ${EXAMPLE}/role.tf only reads`, () => {
    const actions = reads.flatMap(([, , list = ""]) => list.match(/"[^"]*"/g) ?? []);
    assert.ok(actions.length > 0);
    assert.deepEqual(
      actions.filter((action) => !/^"[a-z]+:(Describe|Get|List)[A-Za-z]+"$/.test(action)),
      [],
    );
  });
}

/** The example's script with a `gh` that notes its arguments. */
function comment(checks: Checks, workspace: Workspace): void {
  const folder = join(workspace.folder, "comment");
  const program = (name: string, script: string) => {
    workspace.write(`comment/bin/${name}`, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  const run = ({ plan, said = "", former = "" }: { plan?: string; said?: string; former?: string }) => {
    for (const file of ["plan.tfplan", "comment.md", "calls"]) rmSync(join(folder, file), { force: true });
    workspace.write("comment/plan.txt", said);
    if (plan !== undefined) workspace.write("comment/plan.tfplan", plan);
    program("terraform", "cat plan.tfplan");
    program("gh", `echo "$*" >>calls\ncase "$*" in *--jq*) echo "${former}" ;; esac`);
    const { status, stderr } = spawnSync("bash", [join(ROOT, EXAMPLE, "comment.sh")], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`,
        GITHUB_REPOSITORY: "us/estate",
        PULL_REQUEST: "7",
        COMMIT: "abc",
      },
    });
    assert.equal(status, 0, stderr);
    assert.ok(existsSync(join(folder, "comment.md")));
    return { calls: workspace.read("comment/calls"), body: workspace.read("comment/comment.md") };
  };
  const plan = text("plans/retention-raised.txt");

  checks.check("workflows: the first plan makes a comment", () => {
    const { calls, body } = run({ plan });
    assert.match(calls, /--method POST repos\/us\/estate\/issues\/7\/comments --field body=@comment\.md/);
    const summary = plan.match(/^Plan: .+$/m)?.[0];
    assert.ok(summary, "the plan counts its changes");
    assert.ok(body.startsWith(`<!-- terraform plan -->\n**Terraform plan** of abc: ${summary}\n`), body.slice(0, 200));
    assert.ok(body.includes(plan.trimEnd()));
  });
  checks.check("workflows: a later plan updates it", () => {
    const { calls } = run({ plan, former: "41" });
    assert.match(calls, /--method PATCH repos\/us\/estate\/issues\/comments\/41 /);
    assert.doesNotMatch(calls, /POST/);
  });
  checks.check("workflows: a plan that failed is shown too", () => {
    const { body } = run({ said: "Error: targets must name at least one target region" });
    assert.match(body, /The plan failed\.[\s\S]*Error: targets must name/);
  });
  checks.check("workflows: a plan that is too long for a comment is cut", () => {
    const { body } = run({ plan: `${plan}${"~ line\n".repeat(20_000)}` });
    assert.ok(body.length < 65_536 && body.includes("the rest is in the log"), `${body.length} characters`);
  });
}
