import { expect, test } from "@jest/globals";
import { capital } from "../../cli/capital";

test.each([
  ["terraform/README.md lists all", "terraform/README.md lists all"],
  ["crm-eu-west-2-2025-12-02-03-07 is left alone", "crm-eu-west-2-2025-12-02-03-07 is left alone"],
  ["docdb: it isn't one of RDS", "Docdb: it isn't one of RDS"],
  ["it's being made", "It's being made"],
  ["log in again: aws sso login", "Log in again: aws sso login"],
  ["rds:DescribeDBSnapshots is not allowed", "rds:DescribeDBSnapshots is not allowed"],
  ["`exclude` has test-*", "`exclude` has test-*"],
])("a sentence begins with a capital, unless it begins with a name: %s", (text, shown) => {
  expect(capital(text)).toBe(shown);
});
