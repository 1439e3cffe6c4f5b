import { expect, test } from "@jest/globals";
import { keyArn, synth } from "../modules/synth";
import { read } from "./documents";

test("the permissions boundary of an example leaves the role all that it needs", () => {
  const [, listed = ""] = /Action\s*= \[([^\]]*)\]/.exec(read("examples/existing-estate/main.tf")) ?? [];
  const allowed = [...listed.matchAll(/"([^"]+)"/g)].map(([, action = ""]) => action);
  const needed = synth({ encryptionKeyArn: keyArn("eu-west-1") })
    .statements("functions")
    .flatMap(({ actions, effect }) => (effect === "Deny" ? [] : actions));
  const isAllowed = (action: string) =>
    allowed.some((pattern) => pattern === action || pattern === `${action.split(":")[0]}:*`);
  expect(needed).toContain("sns:Publish");
  expect(needed.filter((action) => !isAllowed(action))).toEqual([]);
});
