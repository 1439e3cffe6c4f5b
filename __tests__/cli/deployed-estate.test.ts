import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, paginateDescribeDBSnapshots, RDSClient } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { awsOf } from "../../cli/aws";
import { findDeployments } from "../../cli/deployments/deployed";
import { deadlineIn } from "../../handlers/rds/deadline";
import { estateOfTests } from "./deployed-estate";
import { NOW } from "./terminal";

// What tests of commands build on: that it is as it says.

const started = estateOfTests();

const SOURCE = "eu-west-1";
const TARGET = "eu-central-1";

async function namesIn(region: string): Promise<string[]> {
  const deadline = deadlineIn(60_000);
  try {
    const { deployed } = await findDeployments(awsOf(region, deadline), undefined);
    return deployed.map(({ deployment: { name, sourceRegion } }) => `${name} in ${sourceRegion}`);
  } finally {
    deadline.clear();
  }
}

async function copiesIn(region: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client: new RDSClient({ region }) }, {})) {
    ids.push(...DBSnapshots.map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier));
  }
  return ids;
}

async function run(functionName: string, region = SOURCE) {
  const Payload = JSON.stringify({ run: "daily" });
  const command = new InvokeCommand({ FunctionName: functionName, Payload });
  const { Payload: answer } = await new LambdaClient({ region }).send(command);
  return JSON.parse(answer?.transformToString() ?? "null");
}

test("has a deployment with nothing to do, by the run of its own function at that time", async () => {
  await started();
  expect(await namesIn(SOURCE)).toEqual([`rds-cross-region-backup in ${SOURCE}`]);
  expect(await run("rds-cross-region-backup-sweep")).toMatchObject({
    seen: 3,
    selected: 3,
    planned: {},
    troubles: [],
    recovery_point_age_seconds: { [TARGET]: expect.closeTo(6 * 3600, -2) },
  });
  expect(new Date().toISOString().slice(0, 16)).toBe(NOW.toISOString().slice(0, 16));
});

test("has two deployments, in regions of their own, with orphans, to two target regions", async () => {
  const targets = { [TARGET]: {}, "us-east-1": {} };
  await started({
    deployments: [
      { name: "one", props: { targets }, databases: 1, copies: 1, orphans: 2 },
      { name: "two", sourceRegion: "eu-west-2" },
    ],
  });
  expect([await namesIn(SOURCE), await namesIn("eu-west-2")]).toEqual([["one in eu-west-1"], ["two in eu-west-2"]]);
  expect((await copiesIn("us-east-1")).sort()).toEqual(["db-00000", "gone-00000", "gone-00001"]);
  expect(await copiesIn(TARGET)).toHaveLength(3 + 3 * 3);
  expect((await run("one-sweep")).troubles_by_kind).toEqual({ orphaned: 4 });
});

test("is an empty account", async () => {
  await started({ deployments: [] });
  await expect(namesIn(SOURCE)).rejects.toThrow(`No deployment was found in ${SOURCE}`);
});

describe("refuses", () => {
  test("what is denied, and notes what was asked for", async () => {
    const { asked } = await started({ denied: ["lambda:ListFunctions"] });
    await expect(namesIn(SOURCE)).rejects.toThrow("lambda:ListFunctions is not allowed in eu-west-1");
    expect([...asked]).toEqual(["lambda:ListFunctions"]);
  });

  test("what a policy does not allow", async () => {
    const Statement = { Effect: "Allow", Action: "rds:DescribeDBInstances", Resource: "*" };
    await started({ policy: { Version: "2012-10-17", Statement } });
    const { DBInstances } = await new RDSClient({ region: SOURCE }).send(new DescribeDBInstancesCommand({}));
    expect(DBInstances).toHaveLength(3);
    await expect(namesIn(SOURCE)).rejects.toThrow("lambda:ListFunctions is not allowed");
  });

  test("to answer from one request on", async () => {
    await started({ breaksAt: 2 });
    const list = () => new RDSClient({ region: SOURCE, maxAttempts: 1 }).send(new DescribeDBInstancesCommand({}));
    await list();
    await expect(list()).rejects.toThrow("socket hang up");
  });
});

test("takes its time for each call", async () => {
  await started({ latency: 50 });
  const began = performance.now();
  await namesIn(SOURCE);
  expect(performance.now() - began).toBeGreaterThanOrEqual(45);
});
