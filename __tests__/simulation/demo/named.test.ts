import { expect, test } from "@jest/globals";
import type { Holding } from "../../../simulation/demo/copies";
import { NamedCheck } from "../../../simulation/demo/named";
import { type Expected, START } from "../../../simulation/demo/scenario";
import type { Told } from "../../../simulation/sns/told";
import { HOUR } from "../../../simulation/time/clock";

const ORDERS: Holding = {
  kind: "instance",
  database: "orders",
  resourceId: "db-ORDERS",
  gone: false,
  stopped: false,
  encryption: "none",
  createdAt: 0,
  targetRegion: "eu-central-1",
  copies: [],
  inProgress: 0,
  newestSnapshot: undefined,
};

function message(time: number, of: object = {}): Told {
  const named = { trouble: "stale", kind: "instance", database: "orders", target_region: "eu-central-1", ...of };
  const json = { metadata: { additionalContext: { troubles: JSON.stringify([named]) } } };
  return { time, topicArn: "", subject: "", text: "", id: "", json };
}

/** Problems of an estate that looks the same at hour 37 and hour 40. */
function problemsOf(holding: Partial<Holding>, told: Told[], expected: Expected = "fresh"): readonly string[] {
  let now = START.getTime() + 37 * HOUR;
  const named = new NamedCheck({ clock: { now: () => now }, told } as never, {
    expected: new Map([["orders", expected]]),
  });
  named.look([{ ...ORDERS, ...holding }]);
  now += 3 * HOUR;
  named.look([{ ...ORDERS, ...holding }]);
  return named.result.problems;
}

const SEEN = START.getTime() + 37 * HOUR;

test("the demo fails for a database in trouble that nobody was told of, or late, or of another trouble or region", () => {
  const problem = ["orders in eu-central-1: stale"];
  expect(problemsOf({}, [])).toEqual(problem);
  expect(problemsOf({}, [message(SEEN + 3 * HOUR)])).toEqual(problem);
  expect(problemsOf({}, [message(SEEN, { trouble: "failing" })])).toEqual(problem);
  expect(problemsOf({}, [message(SEEN, { target_region: "us-east-1" })])).toEqual(problem);
  expect(problemsOf({ gone: true }, [message(SEEN)])).toEqual([]);
  expect(problemsOf({}, [], "uncovered")).toEqual(["orders in eu-central-1: uncovered"]);
});

test("it passes for one that was named, that is not selected, or too young to be stale", () => {
  expect(problemsOf({}, [message(SEEN + HOUR)])).toEqual([]);
  expect(problemsOf({}, [], "not selected")).toEqual([]);
  expect(problemsOf({ createdAt: SEEN }, [])).toEqual([]);
  expect(problemsOf({ stopped: true }, [])).toEqual([]);
});
