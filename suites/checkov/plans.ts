import assert from "node:assert/strict";
import { join } from "node:path";
import type { Workspace } from "../terraform/workspace";

export interface Plan {
  readonly title: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly encrypted: boolean;
}

const key = (region: string, id: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;

export const PLANS: readonly Plan[] = [
  {
    title: "defaults",
    variables: { targets: { "eu-central-1": {} }, notification_emails: ["ops@example.com"] },
    encrypted: false,
  },
  {
    title: "everything encrypted with given keys",
    variables: {
      name: "orders",
      targets: {
        "us-east-1": { database_kms_key_arns: { "pay*": key("us-east-1", "payments") } },
        "eu-central-1": { create_kms_key: false, kms_key_arn: key("eu-central-1", "given") },
      },
      notification_emails: ["ops@example.com"],
      encryption_key_arn: key("eu-west-1", "plumbing"),
      permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
    },
    encrypted: true,
  },
];

/**
 * Plans the module, before and after an apply: what is made, and with all that is known only then, such as the text of
 * the policies.
 *
 * @returns the paths of both plans as JSON
 */
export function planned(workspace: Workspace, { title, variables }: Plan): { before: string; after: string } {
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform("terraform", args, { variables });
    assert.ok(ok, output);
    return output;
  };
  const asJson = (name: string): string => {
    run("plan", `-out=${name}.tfplan`);
    const file = `${title.replaceAll(" ", "-")}-${name}.json`;
    workspace.write(file, run("show", "-json", `${name}.tfplan`));
    return join(workspace.folder, file);
  };
  run("init");
  const before = asJson("before");
  run("apply", "-auto-approve");
  const after = asJson("after");
  run("destroy", "-auto-approve");
  return { before, after };
}
