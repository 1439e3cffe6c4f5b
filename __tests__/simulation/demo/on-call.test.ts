import { expect, test } from "@jest/globals";
import { differences, standing } from "../../../simulation/demo/on-call";
import type { Told } from "../../../simulation/sns/told";

const trouble = (id: string, trouble: string) => ({
  id,
  trouble,
  kind: "instance",
  database: "orders",
  target_region: "eu-central-1",
});

function message(troubles: readonly object[], over: readonly object[] = [], type = "changes"): Told {
  const additionalContext = { type, troubles: JSON.stringify(troubles), over: JSON.stringify(over) };
  return { time: 0, topicArn: "", subject: "", text: "", id: "", json: { metadata: { additionalContext } } };
}

test("what messages have said stands until a message says that it is over", () => {
  const began = message([trouble("1", "stale"), trouble("2", "failing")]);
  expect([...standing([began])]).toEqual([
    "instance orders in eu-central-1: stale",
    "instance orders in eu-central-1: failing",
  ]);
  expect([...standing([began, message([], [trouble("1", "stale")])])]).toEqual([
    "instance orders in eu-central-1: failing",
  ]);
  const again = message([trouble("1", "stale")]);
  expect(standing([again, message([], [trouble("1", "stale")]), again]).size).toBe(1);
});

test("a digest tells nothing new", () => {
  expect(standing([message([trouble("1", "stale")], [], "digest")]).size).toBe(0);
});

test("the demo fails for what was told and is not shown, and for what is shown and was never told", () => {
  expect(differences(new Set(["a", "b"]), new Set(["b", "c"]))).toEqual([
    "a: told, and not shown",
    "c: shown, and never told",
  ]);
  expect(differences(new Set(["a"]), new Set(["a"]))).toEqual([]);
});
