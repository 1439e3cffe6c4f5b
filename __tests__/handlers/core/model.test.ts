import { expect, test } from "@jest/globals";
import { KINDS } from "../../../handlers/core/model";

test("a whole run looks after instances and clusters", () => {
  expect(KINDS).toEqual(["instance", "cluster"]);
});
