import { expect, test } from "@jest/globals";
import { SETTINGS } from "../../settings/settings";
import { nearest } from "../../settings/words";

test.each([
  ["keep", Object.keys(SETTINGS.retention.is.fields), "keep_last"],
  ["excludes", ["include", "exclude", "tags"], "exclude"],
  ["kms_key_id", ["create_kms_key", "kms_key_arn", "database_kms_key_arns"], "kms_key_arn"],
  ["instance", ["clusters", "instances"], "instances"],
  ["dryRun", ["dryRun"], "dryRun"],
  ["x", ["tags", "include"], "include"],
  ["", ["tags"], "tags"],
])("the name nearest to %j among %j is %s", (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});
