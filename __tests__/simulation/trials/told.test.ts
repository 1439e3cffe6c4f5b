import { expect, test } from "@jest/globals";
import { saidIn } from "../../../simulation/trials/invariants/messages";

const said = (json: Readonly<Record<string, unknown>> | undefined) => saidIn({ time: 0, subject: "", json });

test("the troubles that a message names are read from its fields for programs", () => {
  const entry = { id: "aaaaa", trouble: "stale", kind: "instance", database: "orders", target_region: "eu-central-1" };
  const additionalContext = {
    type: "changes",
    message_id: "1",
    troubles: JSON.stringify([{ ...entry, reason: "stuck" }]),
    troubles_count: "1",
    over: "[]",
    standing_count: "2",
  };
  expect(said({ metadata: { additionalContext } })).toMatchObject({
    type: "changes",
    id: "1",
    troubles: [{ id: "aaaaa", trouble: "stale", kind: "instance", database: "orders", region: "eu-central-1" }],
    over: [],
    isShortened: false,
    standing: 2,
  });
});

test("a message that lists fewer troubles than it counts is shortened", () => {
  const additionalContext = { troubles: "[]", troubles_count: "1" };
  expect(said({ metadata: { additionalContext } }).isShortened).toBe(true);
});

test("a message without such fields names none", () => {
  for (const json of [undefined, {}, { metadata: { additionalContext: {} } }]) {
    expect(said(json)).toMatchObject({ type: "", troubles: [], over: [] });
  }
});
