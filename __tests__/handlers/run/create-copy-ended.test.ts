import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createCopyEnded } from "../../../handlers/run/create-copy-ended";
import { type Answer, answer, FakeRds, failure, type RdsCall } from "../rds/fake-rds";
import { copiedDbSnapshot, dbInstance, dbSnapshot } from "../rds/payloads";
import { context, environment, listOf } from "./function-setup";
import { Output } from "./output";

const eventOf = (name: string): { Records: unknown[] } =>
  JSON.parse(readFileSync(join(__dirname, "../../events", `${name}.json`), "utf8"));

/** RDS with one instance whose snapshot has no copy. */
function rds({ action, region }: RdsCall): Answer {
  if (action === "CopyDBSnapshot") return answer(action, { DBSnapshot: copiedDbSnapshot() });
  const source = { DescribeDBInstances: [dbInstance()], DescribeDBSnapshots: [dbSnapshot()] };
  return answer(action, listOf(action, region === "us-east-1" ? (source[action as keyof typeof source] ?? []) : []));
}

function functionOn(respond: (call: RdsCall) => Answer = rds) {
  const fake = new FakeRds(respond);
  const output = new Output();
  const options = { environment: environment(), requestHandler: fake.requestHandler, output: output.console };
  return { fake, output, handler: createCopyEnded(options) };
}

describe("the function of copies that have ended", () => {
  test.each(["db-snapshot_RDS-EVENT-0060", "db-snapshot_RDS-EVENT-0061"])(
    "passes the slot on after %s",
    async (name) => {
      const { fake, output, handler } = functionOn();
      expect(
        await handler(
          eventOf(name),
          context(() => 110_000),
        ),
      ).toEqual([[expect.objectContaining({ run: "event", copied: 1, failed: {} })]]);
      expect([...fake.log].sort()).toEqual([
        "CopyDBSnapshot eu-central-1",
        "DescribeDBInstances us-east-1",
        "DescribeDBSnapshots eu-central-1",
        "DescribeDBSnapshots eu-central-1",
        "DescribeDBSnapshots us-east-1",
        "DescribeDBSnapshots us-east-1",
      ]);
      expect(output.said("copied")).toMatchObject([{ database: "orders", target_region: "eu-central-1" }]);
    },
  );

  test("remembers who waits from one event to the next", async () => {
    const { fake, handler } = functionOn();
    await handler(
      eventOf("db-snapshot_RDS-EVENT-0060"),
      context(() => 110_000),
    );
    const calls = fake.log.length;
    await handler(
      eventOf("db-snapshot_RDS-EVENT-0060"),
      context(() => 110_000),
    );
    expect(fake.log).toHaveLength(calls);
  });

  test.each([
    ["db-snapshot_RDS-EVENT-0091", "RDS-EVENT-0091 does not say that a copy has ended"],
    ["db-instance_RDS-EVENT-0002", "RDS-EVENT-0002 does not say that a copy has ended"],
    ["sns_first-message-after-subscribing", "the message is plain text, as the first one after subscribing is"],
  ])("ignores %s", async (name, detail) => {
    const { fake, output, handler } = functionOn();
    expect(await handler(eventOf(name), context())).toEqual([]);
    expect(fake.log).toEqual([]);
    expect(output.said("ignored")).toMatchObject([{ detail }]);
  });

  /** The event of a finished copy with other fields in its message; those that are undefined are left out. */
  const changed = (fields: Record<string, string | undefined>) => {
    const [record] = eventOf("db-snapshot_RDS-EVENT-0060").Records as [{ Sns: { Message: string } }];
    record.Sns.Message = JSON.stringify({ ...JSON.parse(record.Sns.Message), ...fields });
    return { Records: [record] };
  };

  test("takes the region of the topic where the event names no ARN", async () => {
    const { output, handler } = functionOn();
    await handler(
      changed({ "Source ARN": undefined }),
      context(() => 110_000),
    );
    expect(output.said("copied")).toMatchObject([{ target_region: "eu-central-1" }]);
  });

  test.each([
    ["missing", { "Source ARN": undefined, "Source ID": undefined }],
    [
      "arn:aws:rds:eu-central-1:123456789012:db:orders",
      { "Source ARN": "arn:aws:rds:eu-central-1:123456789012:db:orders" },
    ],
  ])("fails for an event that names no snapshot, as its ARN is %s", async (arn, fields) => {
    const { fake, handler } = functionOn();
    await expect(handler(changed(fields), context())).rejects.toThrow(
      `SNS message 95df01b4-ee98-5cb9-9903-4c221d41eb13 is not a readable RDS event: no DB snapshot is named, Source ARN is ${arn}`,
    );
    expect(fake.log).toEqual([]);
  });

  test("fails if a copy fails, with what failed", async () => {
    const { output, handler } = functionOn((call) =>
      call.action === "CopyDBSnapshot" ? failure("AccessDenied", "not authorized", 403) : rds(call),
    );
    await expect(
      handler(
        eventOf("db-snapshot_RDS-EVENT-0060"),
        context(() => 110_000),
      ),
    ).rejects.toThrow(/- instance orders to eu-central-1: not authorized\. Check the role's policy/);
    expect(output.said("failed")).toMatchObject([{ database: "orders", reason: "denied" }]);
  });
});
