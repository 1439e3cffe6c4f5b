import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { BUNDLES } from "../../handlers/core/deployment";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import { ALL_FEATURES } from "./all-features";
import { changes, Plan } from "./plan-changes";
import type { Workspace } from "./workspace";

/** The modules of former releases, without zips and README. */
const RELEASES = "__tests__/fixtures/releases";

/** What an upgrade must not delete, nor make anew: copies, events, messages, logs or the trust of others are lost with it. */
const KEPT =
  /^(aws_kms_key|aws_kms_alias|aws_sns_topic|aws_sns_topic_subscription|aws_sqs_queue|aws_lambda_function|aws_cloudwatch_log_group|aws_iam_role)$/;

/** All else that an upgrade deletes: alarms for which messages and others stand in. */
const GIVEN_UP = ["backup_finished_errors", "copies_failed", "databases_uncovered"].map(
  (alarm) => `delete aws_cloudwatch_metric_alarm.${alarm}`,
);

interface Upgrade {
  /** Changes the former module, before it is applied. */
  readonly former?: (text: string) => string;
  /** Is put beside the module of today. */
  readonly beside?: string;
}

/** Each former release is applied, then the module of today: it keeps what must be kept, and settles. */
export function upgrades(checks: Checks, workspace: Workspace): void {
  const releases = readdirSync(join(ROOT, RELEASES));
  assert.ok(releases.length > 0, `no release in ${RELEASES}`);
  workspace.copy(RELEASES);
  for (const release of releases) {
    checks.check(`upgrade: from ${release}: keys, topics, functions, queue, logs and role are kept`, () => {
      assert.deepEqual(lost(workspace, release, "as-it-was"), []);
    });
  }
  const release = releases.sort().at(-1) ?? "";
  const former = (text: string) => text.replaceAll(/aws_kms_key(\.|" ")this\b/g, "aws_kms_key$1former");
  checks.check("upgrade: a key under another address would be noticed", () => {
    const expected = ['delete aws_kms_key.former["eu-central-1"]'];
    assert.deepEqual(lost(workspace, release, "moved-away", { former }), expected);
  });
  checks.check("upgrade: a moved block keeps a key whose address has changed", () => {
    const beside = "moved {\n  from = aws_kms_key.former\n  to   = aws_kms_key.this\n}\n";
    assert.deepEqual(lost(workspace, release, "moved", { former, beside }), []);
  });
}

/** @returns what the upgrade would delete or replace of what must be kept. If nothing, it was applied, and settled. */
function lost(workspace: Workspace, release: string, name: string, { former, beside }: Upgrade = {}): string[] {
  const folder = `upgrade/${release}-${name}`;
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args, { variables: ALL_FEATURES });
    assert.ok(ok, output);
    return output;
  };
  const zips = BUNDLES.map((name) => `functions/${name}.zip`);
  for (const zip of zips) workspace.write(`${folder}/${zip}`, `of ${release}`);
  const old = terraformFiles(join(workspace.folder, RELEASES, release));
  for (const file of old) {
    const text = workspace.read(`${RELEASES}/${release}/${file}`);
    workspace.write(`${folder}/${file}`, former ? former(text) : text);
  }
  run("init");
  run("apply", "-auto-approve");

  for (const file of old) rmSync(join(workspace.folder, folder, file));
  for (const file of terraformFiles(join(workspace.folder, "terraform"))) {
    workspace.write(`${folder}/${file}`, workspace.read(`terraform/${file}`));
  }
  for (const zip of zips) workspace.write(`${folder}/${zip}`, "of today");
  if (beside) workspace.write(`${folder}/moved.tf`, beside);
  run("init");
  run("plan", "-out=plan");
  const plan = v.parse(Plan, JSON.parse(run("show", "-json", "plan")));
  const all = changes(plan);
  assert.ok(all.includes("update aws_lambda_function.sweep"), "the new code is not rolled out");
  const deletions = all.filter((change) => /\bdelete\b/.test(change));
  const gone = deletions.filter((change) => KEPT.test(/(\w+)\.\w+(\[.*)?$/.exec(change)?.[1] ?? ""));
  const others = deletions.filter((change) => !gone.includes(change) && !change.includes("aws_kms_"));
  assert.deepEqual(others, GIVEN_UP, "other resources are deleted or made anew");
  if (gone.length === 0) {
    run("apply", "plan");
    assert.deepEqual(changes(v.parse(Plan, planAgain(run))), [], "a second plan is not empty");
  }
  return gone;
}

function planAgain(run: (...args: string[]) => string): unknown {
  run("plan", "-out=again");
  return JSON.parse(run("show", "-json", "again"));
}

const terraformFiles = (folder: string): string[] => readdirSync(folder).filter((file) => /\.tf(\.json)?$/.test(file));
