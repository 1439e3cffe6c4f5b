import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { asJson, isJsonObject, type Json } from "../../../modules/hcl/json";
import { printHcl } from "../../../modules/hcl/print-hcl";
import type { TerraformOptions, Workspace } from "../../../suites/terraform/workspace";

export interface SamePlanOptions extends TerraformOptions {
  /** What is put beside the configuration, such as local modules: name → file or folder to copy. */
  readonly beside?: Readonly<Record<string, string>>;
}

/**
 * Terraform understands the printed HCL as it does the JSON of the stack: it validates both, and plans the same from
 * the same understanding of the configuration. `terraform fmt` leaves the HCL as it is.
 *
 * @param name of the folders made for it in the workspace
 * @throws AssertionError with what differs
 */
export function assertSamePlan(
  workspace: Workspace,
  name: string,
  stack: TerraformStack,
  options: SamePlanOptions = {},
): void {
  const hcl = printHcl(stack, { fileOf: (address) => `${/^\w+/.exec(address)?.[0]}.tf` });
  const json = { "main.tf.json": JSON.stringify(stack.toTerraform(), undefined, 2) };
  const fromJson = planOf(workspace, `${name}-json`, json, options);
  const fromHcl = planOf(workspace, `${name}-hcl`, hcl, options);
  assert.deepEqual(differences(fromJson, fromHcl), []);
  const formatted = workspace.terraform(`${name}-hcl`, ["fmt", "-check", "-diff"]);
  assert.ok(formatted.ok, formatted.output);
}

/** As `timestamp` and `plantimestamp()` write it. */
const A_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** All that `terraform show -json` says of a plan, but for the time. */
export function planOf(
  workspace: Workspace,
  folder: string,
  files: Readonly<Record<string, string>>,
  { beside = {}, ...options }: SamePlanOptions,
): Json {
  for (const [file, content] of Object.entries(files)) workspace.write(`${folder}/${file}`, content);
  for (const [name, source] of Object.entries(beside)) {
    cpSync(source, join(workspace.folder, folder, name), { recursive: true });
  }
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args, options);
    assert.ok(ok, `${folder}: ${args.join(" ")}\n${output}`);
    return output;
  };
  run("init");
  run("validate");
  run("plan", "-out=plan");
  const shown = run("show", "-json", "plan").replaceAll(A_TIME, "a time");
  const { timestamp, relevant_attributes, ...plan } = asJson(JSON.parse(shown));
  assert.ok(isJsonObject(plan.planned_values) && Object.keys(plan.planned_values).length > 0, "nothing was planned");
  // Terraform lists these in another order each time.
  const relevant = Object.values(relevant_attributes ?? []).map((attribute) => JSON.stringify(attribute));
  return { ...plan, relevant_attributes: relevant.sort() };
}

/** What differs, by its path. */
export function differences(json: Json | undefined, hcl: Json | undefined, path = "plan"): string[] {
  if (typeof json === "object" && json !== null && typeof hcl === "object" && hcl !== null) {
    const [a, b] = [new Map(Object.entries(meaningful(json))), new Map(Object.entries(meaningful(hcl)))];
    return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
      differences(a.get(key), b.get(key), `${path}.${key}`),
    );
  }
  return json === hcl ? [] : [`${path}: ${JSON.stringify(json)} in JSON, ${JSON.stringify(hcl)} in HCL`];
}

/** Terraform shows a template of JSON, unread, as a constant beside what it refers to. Its value is among the planned. */
function meaningful(value: object): object {
  if (!("constant_value" in value)) return value;
  const { constant_value, ...rest } = value;
  return "references" in value || /[$%]\{/.test(JSON.stringify(constant_value)) ? rest : value;
}
