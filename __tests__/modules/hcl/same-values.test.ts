import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "@jest/globals";
import * as fc from "fast-check";
import type { Json } from "../../../modules/hcl/json";
import { printHcl } from "../../../modules/hcl/print-hcl";
import { newStack } from "../synth";
import { expression, literalValue, templateValue } from "./arbitrary";
import { terraform, testWithTerraform } from "./terraform";

const SAMPLES = { numRuns: 200, seed: 20260131 };

describe("Terraform finds the same values in printed HCL as in JSON", () => {
  const root = mkdtempSync(join(tmpdir(), "same-values-"));
  afterAll(() => rmSync(root, { recursive: true }));

  /** The value of the output `all`, from a plan without providers. */
  function all(folder: string, file: string, content: string): unknown[] {
    mkdirSync(join(root, folder));
    writeFileSync(join(root, folder, file), content);
    terraform(join(root, folder), "plan", "-out=plan");
    return JSON.parse(terraform(join(root, folder), "show", "-json", "plan")).planned_values.outputs.all.value;
  }

  testWithTerraform.each<[title: string, arbitrary: fc.Arbitrary<Json>, kind: "var" | "local"]>([
    ["literal values", literalValue, "var"],
    ["templates", templateValue, "local"],
    ["expressions", expression, "local"],
  ])("%s", (title, arbitrary, kind) => {
    const samples = fc.sample(arbitrary, SAMPLES);
    const stack = newStack();
    samples.forEach((sample, index) => {
      stack.addOverride(kind === "var" ? `variable.v${index}.default` : `locals.v${index}`, sample);
    });
    stack.addOverride(
      "output.all.value",
      samples.map((_, index) => `\${${kind}.v${index}}`),
    );
    const { hcl = "" } = printHcl(stack, { fileOf: () => "hcl" });
    const fromJson = all(`${title}-json`, "main.tf.json", JSON.stringify(stack.toTerraform()));
    const fromHcl = all(`${title}-hcl`, "main.tf", hcl);
    expect(fromJson).toHaveLength(samples.length);
    samples.forEach((sample, index) => {
      expect({ sample, is: fromHcl[index] }).toEqual({ sample, is: fromJson[index] });
    });
    expect(terraform(join(root, `${title}-hcl`), "fmt", "-check", "-diff")).toBe("");
  });
});
