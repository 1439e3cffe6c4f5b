import { describe, expect, test } from "@jest/globals";
import { addresses, declared, functions } from "../../../suites/package/synthesis";

const STACK = {
  "//": { metadata: { version: "0.21.0" } },
  terraform: { required_providers: { aws: { version: "6.25.0" } } },
  provider: { aws: [{ region: "eu-west-1" }] },
  data: { aws_region: { this: { "//": { metadata: { path: "a" } } } } },
  resource: {
    aws_lambda_function: { sweep: { filename: "assets/sweep.zip", source_code_hash: "abc=", "//": {} } },
    aws_kms_key: { this: { "//": {}, tags: { a: "b" } }, orders: {} },
  },
};

describe("a synthesised stack", () => {
  const stack = declared(JSON.stringify(STACK));

  test("is compared without notes and versions, with everything else", () => {
    expect(stack).toEqual({
      provider: { aws: [{ region: "eu-west-1" }] },
      data: { aws_region: { this: {} } },
      resource: {
        aws_lambda_function: { sweep: { filename: "assets/sweep.zip", source_code_hash: "abc=" } },
        aws_kms_key: { this: { tags: { a: "b" } }, orders: {} },
      },
    });
  });

  test("has addresses of resources and data sources", () => {
    expect(addresses(stack)).toEqual([
      "aws_kms_key.orders",
      "aws_kms_key.this",
      "aws_lambda_function.sweep",
      "data.aws_region.this",
    ]);
  });

  test("says where functions have their code from", () => {
    expect(functions(stack)).toEqual([{ filename: "assets/sweep.zip", sourceCodeHash: "abc=" }]);
  });

  test("without resources is an error, not an empty list", () => {
    expect(() => addresses(declared("{}"))).toThrow("Expected an object, got undefined");
  });
});
