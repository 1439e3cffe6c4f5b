import { describe, expect, test } from "@jest/globals";
import { Fn, TerraformLocal, TerraformVariable } from "cdktf";
import { hcl } from "../../modules/expressions";
import { terraformJson } from "../../modules/json";
import { newStack } from "./synth";

describe("JSON as Terraform's jsonencode writes it", () => {
  test("sorts keys at every depth, and no list", () => {
    expect(terraformJson({ b: [{ d: 1, c: 2 }], a: ["z", "y"] })).toBe('{"a":["z","y"],"b":[{"c":2,"d":1}]}');
  });

  test("escapes what jsonencode escapes", () => {
    expect(terraformJson({ tag: "<a> & b\u2028" })).toBe('{"tag":"\\u003ca\\u003e \\u0026 b\\u2028"}');
  });

  test("keeps references readable for Terraform", () => {
    const reference = hcl('aws_kms_key.this["eu-central-1"].arn');
    expect(terraformJson({ arn: reference })).toBe(`{"arn":"${reference}"}`);
  });

  test("takes no two strings for one reference, whatever they begin and end with", () => {
    expect(JSON.parse(terraformJson([{ a: "${", b: '"' }, "}"]))).toEqual([{ a: "${", b: '"' }, "}"]);
  });

  test("leaves a token of a list or number to Terraform", () => {
    const stack = newStack();
    const names = new TerraformVariable(stack, "names", { type: "list(string)" });
    const days = new TerraformVariable(stack, "days", { type: "number" });
    new TerraformLocal(stack, "list", terraformJson({ include: names.listValue }));
    new TerraformLocal(stack, "number", terraformJson({ keep: [days.numberValue] }));
    new TerraformLocal(stack, "call", terraformJson([Fn.lengthOf(names.listValue)]));
    expect(stack.toTerraform().locals).toEqual({
      list: hcl('jsonencode({"include" = var.names})'),
      number: hcl('jsonencode({"keep" = [var.days]})'),
      call: hcl("jsonencode([length(var.names)])"),
    });
  });

  test("puts a token of a string into the JSON itself", () => {
    const stack = newStack();
    const name = new TerraformVariable(stack, "name", { type: "string" });
    new TerraformLocal(stack, "string", terraformJson({ name: name.stringValue }));
    expect(stack.toTerraform().locals).toEqual({ string: `{"name":"${hcl("var.name")}"}` });
  });
});
