import { expect, test } from "@jest/globals";
import { FIELD_NAMES, FIELDS } from "../../handlers/core/sheet/fields";
import { read } from "./documents";

test("the fields of a restore sheet are told in the order of their importance, with their codes", () => {
  const rows = [...read("docs/restore-sheet.md").matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \|/gm)];
  const kinds = { instance: "instances", cluster: "clusters" };
  expect(rows.map(([, code, name, of]) => [code, name, of])).toEqual(
    FIELD_NAMES.map((name) => {
      const { code, only } = FIELDS[name];
      return [code, name, only ? kinds[only] : "both"];
    }),
  );
});
