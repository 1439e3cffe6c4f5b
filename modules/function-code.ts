import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import type { Bundle } from "../handlers/core/deployment";
import { hcl } from "./expressions";

/** Where Terraform finds the zip of a function. */
export type FunctionCode = (bundle: Bundle) => { readonly filename: string; readonly sourceCodeHash: string };

/** Where `npm run bundle` writes the zips. */
export const ZIPS = resolve(__dirname, "../terraform/functions");

/** In a CDKTF app: the zip becomes an asset of the app. */
export function bundledCode(owner: Construct): FunctionCode {
  return (bundle) => {
    const path = join(ZIPS, `${bundle}.zip`);
    return {
      filename: new TerraformAsset(owner, `${bundle}.zip`, { path }).path,
      sourceCodeHash: createHash("sha256").update(readFileSync(path)).digest("base64"),
    };
  };
}

/** In the Terraform module: the zip lies beside the module's files, and Terraform computes its hash, so that it is never stale. */
export const moduleCode: FunctionCode = (bundle) => {
  const path = `${hcl("path.module")}/functions/${bundle}.zip`;
  return { filename: path, sourceCodeHash: hcl(`filebase64sha256("${path}")`) };
};
