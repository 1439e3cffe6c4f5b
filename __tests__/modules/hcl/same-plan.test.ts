import { join } from "node:path";
import { afterAll, describe } from "@jest/globals";
import { moduleCode, ZIPS } from "../../../modules/function-code";
import { addVariableFace } from "../../../modules/terraform-module";
import { DEPLOYMENTS } from "../../../suites/terraform/faces";
import { Workspace } from "../../../suites/terraform/workspace";
import { newStack } from "../synth";
import { richStack } from "./rich-stack";
import { assertSamePlan } from "./same-plan";
import { testWithProvider } from "./terraform";

describe("Terraform plans the same from printed HCL as from JSON", () => {
  const workspace = new Workspace();
  afterAll(() => workspace.remove());
  testWithProvider("every construct of the language", () => {
    assertSamePlan(workspace, "rich", richStack(), { beside: { child: join(__dirname, "child") } });
  });

  testWithProvider.each(DEPLOYMENTS.map(({ title, variables }, index) => ({ title, variables, index })))(
    "the module with $title",
    ({ variables, index }) => {
      const stack = newStack();
      addVariableFace(stack, { code: moduleCode });
      stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: ">= 6.0" });
      assertSamePlan(workspace, `module-${index}`, stack, { variables, beside: { functions: ZIPS } });
    },
  );
});
