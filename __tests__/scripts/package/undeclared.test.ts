import { describe, expect, test } from "@jest/globals";
import { undeclared } from "../../../scripts/package/undeclared";

describe("packages that an installation would lack", () => {
  test("are those imported and not declared, with the file that imports them", () => {
    const files = new Map([
      ["cdktf/index.js", 'require("cdktf"); require("./props"); require("node:fs"); require("path");'],
      ["cdktf/keys.d.ts", 'import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";'],
      ["handlers/settings.js", 'require("valibot"); require("@aws-sdk/client-rds");'],
    ]);
    expect(undeclared(files, ["cdktf", "@cdktf/provider-aws"])).toEqual([
      "handlers/settings.js imports valibot",
      "handlers/settings.js imports @aws-sdk/client-rds",
    ]);
  });
});
