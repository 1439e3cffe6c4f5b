import { afterAll, describe, expect, test } from "@jest/globals";
import { Workspace } from "../../../scripts/terraform/workspace";
import { CHILD, richStack } from "./rich-stack";
import { assertSamePlan } from "./same-plan";

/** Planning needs a provider, so it is done where TERRAFORM_COMMAND says how to get one. */
const where = process.env.TERRAFORM_COMMAND === undefined ? describe.skip : describe;

where("Terraform understands printed HCL as it does JSON", () => {
  const workspace = new Workspace();
  afterAll(() => workspace.remove());

  test("every construct of the language", () => {
    expect(() => assertSamePlan(workspace, "rich", richStack(), { beside: { "child/main.tf": CHILD } })).not.toThrow();
  }, 120_000);
});
