import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { expect, test } from "@jest/globals";
import { TokenBucket } from "../../../simulation/wire/rate-limit";
import { SOURCE, simulation, TARGET } from "../support";

const taken = (bucket: TokenBucket, now: number, calls: number) =>
  Array.from({ length: calls }, () => bucket.take(now)).filter(Boolean).length;

test("a burst passes, then so many calls a second, and no more is saved up than a burst", () => {
  const bucket = new TokenBucket({ callsPerSecond: 10, burst: 30 }, 0);
  expect(taken(bucket, 0, 50)).toBe(30);
  expect(taken(bucket, 500, 50)).toBe(5);
  expect(taken(bucket, 60_000, 50)).toBe(30);
});

test("a call too many is throttled, in the region where it is made", async () => {
  const { aws, run } = simulation({ rateLimit: { callsPerSecond: 0.001, burst: 1 } });
  const list = (region: string) => run((client) => client.send(new DescribeDBInstancesCommand({})), region);
  await list(TARGET);
  await expect(list(TARGET)).rejects.toMatchObject({ name: "Throttling", message: "Rate exceeded" });
  await list(SOURCE);
  expect(aws.audit.faults.get("rate exceeded")).toBe(3);
});
