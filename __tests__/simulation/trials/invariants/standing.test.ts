import { expect, test } from "@jest/globals";
import { DAY, HOUR } from "../../../../simulation/time/clock";
import { MAX_AGE } from "../../../../simulation/trials/invariants/ages";
import { isSkippedReplica, standingNow, troubleKey } from "../../../../simulation/trials/invariants/standing";
import { TARGET } from "../../support";
import { truthWith } from "../truth-support";

test("a database is stale from the age on that rings, at first perhaps and then surely, and not while it is new", async () => {
  const { truth, database, later } = truthWith({ backupRetentionDays: 1 });
  const key = troubleKey("stale", TARGET, "instance", database.resourceId);
  await later(MAX_AGE - HOUR);
  expect(standingNow(truth).has(key)).toBe(false);
  await later(HOUR);
  expect([...standingNow(truth)]).toEqual([[key, "possible"]]);
  await later(HOUR);
  expect([...standingNow(truth)]).toEqual([[key, "certain"]]);
});

test("one that is stopped may be stale", async () => {
  const { truth, database, later } = truthWith({ backupRetentionDays: 1, status: "stopped" });
  await later(3 * DAY);
  expect([...standingNow(truth)]).toEqual([[troubleKey("stale", TARGET, "instance", database.resourceId), "possible"]]);
});

test("one without backups is uncovered, and never stale without a copy", async () => {
  const { truth, database, later } = truthWith({ backupRetentionDays: 0 });
  await later(3 * DAY);
  expect([...standingNow(truth)]).toEqual([
    [troubleKey("uncovered", TARGET, "instance", database.resourceId), "certain"],
  ]);
});

test("only a replica without backups of its own, of a database that is selected, is skipped", () => {
  const { truth, database } = truthWith({ backupRetentionDays: 0 });
  const replica = { ...database, replicaOf: "orders" };
  expect(isSkippedReplica(truth, replica)).toBe(true);
  expect(isSkippedReplica(truth, { ...replica, backupRetentionDays: 1 })).toBe(false);
  expect(isSkippedReplica(truth, { ...replica, replicaOf: "somebody" })).toBe(false);
  expect(isSkippedReplica(truth, database)).toBe(false);
});
