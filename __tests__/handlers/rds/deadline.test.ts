import { getMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { rdsClients } from "../../../handlers/rds/clients";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { instances } from "../../../handlers/rds/instances";
import { answer, FakeRds, failure } from "./fake-rds";
import { HOME } from "./kinds";
import { dbInstance } from "./payloads";

// Jest fails a test that leaves a rejection unhandled.

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
});

afterEach(async () => {
  jest.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
});

const OUT_OF_TIME = {
  name: "RdsError",
  code: "transient",
  awsCode: "OutOfTime",
  message: "RDS did not answer in time",
};

const listing = (rds: FakeRds, milliseconds: number) => {
  const deadline = deadlineIn(milliseconds);
  const listed = instances(rdsClients(rds.requestHandler), HOME, deadline).listDatabases();
  return { deadline, listed };
};

test("a call that RDS does not answer is given up at the deadline", async () => {
  const { listed } = listing(new FakeRds(() => new Promise<string>(() => undefined)), 5_000);
  let settled = false;
  const failed = expect(listed.finally(() => (settled = true))).rejects.toMatchObject(OUT_OF_TIME);
  await jest.advanceTimersByTimeAsync(4_999);
  expect(settled).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  await failed;
});

test("a call that sleeps until the SDK tries again is given up at the deadline, and not tried again", async () => {
  const rds = new FakeRds(() => failure("Throttling", "Rate exceeded"));
  const { listed } = listing(rds, 10);
  const failed = expect(listed).rejects.toMatchObject(OUT_OF_TIME);
  await jest.advanceTimersByTimeAsync(10);
  await failed;
  const calls = rds.calls.length;
  await jest.advanceTimersByTimeAsync(600_000);
  expect(rds.calls).toHaveLength(calls);
});

test("a page that comes after the deadline asks for no other", async () => {
  let reply: (xml: string) => void = () => undefined;
  const rds = new FakeRds(
    () =>
      new Promise<string>((resolve) => {
        reply = resolve;
      }),
  );
  const { listed } = listing(rds, 1_000);
  const failed = expect(listed).rejects.toMatchObject(OUT_OF_TIME);
  await jest.advanceTimersByTimeAsync(1_000);
  await failed;
  reply(answer("DescribeDBInstances", { Marker: "2", DBInstances: [] }));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(rds.calls).toHaveLength(1);
});

test("a call that ends before the deadline has its result, and its own error", async () => {
  const good = new FakeRds(({ action }) => answer(action, { DBInstances: [dbInstance()] }));
  expect((await listing(good, 5_000).listed).items).toHaveLength(1);
  const bad = new FakeRds(() => failure("AccessDenied", "no", 403));
  await expect(listing(bad, 5_000).listed).rejects.toMatchObject({ code: "denied" });
});

test("a deadline that is cleared never comes", async () => {
  let reply: (xml: string) => void = () => undefined;
  const rds = new FakeRds(
    () =>
      new Promise<string>((resolve) => {
        reply = resolve;
      }),
  );
  const { deadline, listed } = listing(rds, 1_000);
  await jest.advanceTimersByTimeAsync(500);
  deadline.clear();
  expect(deadline.signal.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(60_000);
  reply(answer("DescribeDBInstances", { DBInstances: [] }));
  expect((await listed).items).toEqual([]);
});

test("a deadline that nobody waits for goes by quietly", async () => {
  const { signal } = deadlineIn(1_000);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(signal.aborted).toBe(true);
});

test("many calls may wait for it at once without a warning of Node's", () => {
  expect(getMaxListeners(deadlineIn(1_000).signal)).toBe(Number.POSITIVE_INFINITY);
});
