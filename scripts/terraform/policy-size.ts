import assert from "node:assert/strict";
import type { Checks } from "./checks";
import type { Workspace } from "./workspace";

/** More than the policy of a role can name. */
const REGIONS = ["ap-northeast-", "ap-southeast-", "eu-central-", "eu-north-", "us-east-"].flatMap((region) =>
  [1, 2, 3].map((number) => `${region}${number}`),
);

/** A policy that IAM would refuse ends an apply before it is put, with its size and without its text. */
export function policySize(checks: Checks, workspace: Workspace): void {
  checks.run(`${REGIONS.length} target regions: the policy is refused with its size`, () => {
    const targets = Object.fromEntries(REGIONS.map((region) => [region, { create_kms_key: false }]));
    const init = workspace.terraform("terraform", ["init"]);
    assert.ok(init.ok, init.output);
    const { ok, output } = workspace.terraform("terraform", ["apply", "-auto-approve"], { variables: { targets } });
    const destroy = workspace.terraform("terraform", ["destroy", "-auto-approve"], { variables: { targets } });
    assert.ok(destroy.ok, destroy.output);
    assert.equal(ok, false, output);
    const [, size] = /The policy of the functions has (\d+) characters,/.exec(output) ?? [];
    assert.ok(Number(size) > 10_240, output);
    assert.ok(output.length < 100_000 && !output.includes('\\"Statement\\"'), "the error shows the policy");
  });
}
