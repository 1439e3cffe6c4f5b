import { expect, test } from "@jest/globals";
import { parseSweepInput } from "../../../handlers/run/sweep-input";

test("the daily rule's input asks for the daily run", () => {
  expect(parseSweepInput({ run: "daily" })).toEqual({ sweep: "daily" });
});

test.each([
  ["none", undefined],
  ["null", null],
  ["what EventBridge sends without an input", { "detail-type": "Scheduled Event", source: "aws.events", detail: {} }],
  ["a test invocation's", { key1: "value1" }],
  ["one that says so", { run: "follow-up" }],
])("%s is a follow-up, which does less", (_, input) => {
  expect(parseSweepInput(input)).toEqual({ sweep: "follow-up" });
});

test.each([
  [{ run: "Daily" }, '`run` must be "daily" or "follow-up", got "Daily": this run is a follow-up'],
  [{ run: 1 }, '`run` must be "daily" or "follow-up", got 1: this run is a follow-up'],
  ["daily", 'it is no object, got "daily": this run is a follow-up'],
  [[{ run: "daily" }], "it is no object, got [ { run: 'daily' } ]: this run is a follow-up"],
])("%j is not understood: it is said, and the run is a follow-up", (input, problem) => {
  expect(parseSweepInput(input)).toEqual({ sweep: "follow-up", problem });
});
