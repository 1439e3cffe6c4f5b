import { expect, test } from "@jest/globals";
import { allOf, Beliefs } from "../../../../simulation/trials/invariants/belief";
import type { Named, Said } from "../../../../simulation/trials/invariants/messages";
import { troubleKey } from "../../../../simulation/trials/invariants/standing";
import { TARGET } from "../../support";
import { truthWith } from "../truth-support";

const stale = (database: string): Named => {
  return { id: "aaaaa", trouble: "stale", kind: "instance", database, region: TARGET, reason: "stuck", since: "null" };
};

function reading() {
  const { truth, database } = truthWith();
  const beliefs = new Beliefs(truth);
  const read = (time: number, troubles: readonly Named[], over: readonly Named[] = []) => {
    const rest = { subject: "", id: "", type: "changes", isShortened: false, standing: 0, unsure: 0, firstLook: "" };
    const said: Said = { time, troubles, over, ...rest };
    beliefs.read(said);
  };
  return { beliefs, read, key: troubleKey("stale", TARGET, "instance", database.resourceId) };
}

test("a person believes what was told until it is told to be over", () => {
  const { beliefs, read, key } = reading();
  expect(beliefs.hasNamed(key)).toBe(false);
  read(1, [stale("orders")]);
  expect(beliefs.get(key)).toBe("told");
  read(2, [], [stale("orders")]);
  expect(beliefs.hasNamed(key)).toBe(false);
});

test("who is told that all of a kind fail knows of each of them", () => {
  const { beliefs, read, key } = reading();
  read(1, [{ ...stale("*"), trouble: "failing" }]);
  expect(beliefs.keys).toEqual([allOf("instance", TARGET)]);
  expect(beliefs.hasNamed(key)).toBe(true);
});

test("what a run told that may not have remembered it is in doubt, and nothing that was told before it", () => {
  const { beliefs, read, key } = reading();
  read(1, [stale("orders")]);
  beliefs.doubt(2);
  expect(beliefs.get(key)).toBe("told");
  beliefs.doubt(1);
  expect(beliefs.get(key)).toBe("maybe");
});

test("what was told to be over by such a run may be told so again", () => {
  const { beliefs, read, key } = reading();
  read(1, [stale("orders")]);
  read(2, [], [stale("orders")]);
  beliefs.doubt(2);
  expect(beliefs.get(key)).toBe("maybe");
});

test("a lost memory puts all in doubt that was told, and names nobody who was not", () => {
  const { beliefs, read, key } = reading();
  beliefs.doubtAll();
  expect(beliefs.hasNamed(key)).toBe(false);
  read(1, [stale("orders")]);
  beliefs.doubtAll();
  expect(beliefs.get(key)).toBe("maybe");
});

test("a name that no database has ever had means nobody", () => {
  const { beliefs, read } = reading();
  read(1, [stale("somebody")]);
  expect(beliefs.keys).toEqual([]);
});
