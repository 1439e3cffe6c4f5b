import { TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";
import { BackupResources } from "./backup-resources";
import { moduleCode } from "./function-code";
import { planChecks } from "./plan-checks";
import { terraformOutputs } from "./terraform-outputs";
import { terraformVariables } from "./terraform-variables";
import { variableInputs } from "./variable-inputs";

/**
 * The first versions with what the module needs: docs/aws-facts.md#references-in-validations, docs/aws-facts.md#regions-of-resources,
 * docs/aws-facts.md#runtimes. A major version may change any of it.
 */
export const REQUIRED = { terraform: ">= 1.9", awsProvider: ">= 6.19, < 7" };

/** Adds variables, the construct with values from them, and outputs. */
export function addVariableFace(stack: TerraformStack, options: ConstructorParameters<typeof BackupResources>[3] = {}) {
  terraformVariables(stack);
  const backup = new BackupResources(stack, "this", (addresses) => variableInputs(stack, addresses), options);
  terraformOutputs(stack, backup);
  planChecks(stack);
  stack.addOverride("terraform.required_version", REQUIRED.terraform);
}

/** The Terraform module: variables, resources and outputs, without provider and backend, which its users have. */
export function terraformModuleStack(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), "module");
  addVariableFace(stack, { code: moduleCode });
  stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: REQUIRED.awsProvider });
  return stack;
}

/** The Terraform module in Terraform's JSON syntax. */
export function terraformModule(): Record<string, unknown> {
  return withoutMetadata(terraformModuleStack().toTerraform());
}

/** Leaves out cdktf's own notes, under `//` in each element. */
function withoutMetadata(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, child]) => [key, isObject(child) ? withoutMetadata(child) : child]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
