import { describe, expect, test } from "@jest/globals";
import { createSweep } from "../../../handlers/run/create-sweep";
import { FakeAws } from "../aws/fake-aws";
import { answer, FakeRds, failure, type RdsCall } from "../rds/fake-rds";
import { dbInstance } from "../rds/payloads";
import { context, environment, listOf } from "./function-setup";
import { Output } from "./output";

interface Request {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A deployment in which nothing can be copied, as automated backups of the one instance are disabled. */
function deployed({ isListed = true, overrides = {} } = {}) {
  const rds = new FakeRds(({ action, region }: RdsCall) => {
    if (action === "DescribeDBInstances" && !isListed) return failure("AccessDenied", "no", 403);
    const instances = action === "DescribeDBInstances" ? [dbInstance({ BackupRetentionPeriod: 0 })] : [];
    return answer(action, listOf(action, region === "us-east-1" ? instances : []));
  });
  let parameter = { Value: "-", Version: 1 };
  const aws = new FakeAws(({ action, input }) => {
    if (action === "GetParameter") return { Parameter: parameter };
    if (action === "PutParameter") parameter = { Value: String(input.Value), Version: parameter.Version + 1 };
    return action === "DescribeKey" ? { KeyMetadata: { KeyId: "k", KeyState: "Enabled" } } : { Version: 2 };
  });
  const requestHandler = {
    handle: (request: Request) => (request.hostname.startsWith("rds.") ? rds : aws).requestHandler.handle(request),
  };
  const output = new Output();
  const handler = createSweep({
    environment: environment({
      NOTIFICATION_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:prod-notifications",
      TOLD_PARAMETER: "/prod/told",
      TARGETS: '["eu-central-1"]',
      TARGET_KMS_KEYS: "{}",
      ...overrides,
    }),
    requestHandler,
    output: output.console,
  });
  const subjects = () =>
    aws.calls.filter(({ action }) => action === "Publish").map(({ input }) => String(input.Subject));
  return { handler, aws, output, subjects };
}

describe("a whole run", () => {
  test("tells once what is in trouble, and the daily one sends the digest too", async () => {
    const { handler, subjects, output } = deployed();
    await handler({}, context());
    expect(subjects()).toEqual([
      `${dbInstance().DBInstanceIdentifier} in eu-central-1 is selected but cannot be copied`,
    ]);
    expect(output.metrics).toContainEqual(expect.objectContaining({ name: "TroublesBegun", value: 1 }));
    await handler({}, context());
    expect(subjects()).toHaveLength(1);
    await handler({ run: "daily" }, context());
    expect(subjects().slice(1)).toEqual(["Digest of prod in us-east-1: 1 trouble"]);
  });

  test("tells of a kind that it could not list, even where it can then do nothing and fails", async () => {
    const { handler, subjects } = deployed({
      isListed: false,
      overrides: { CLUSTERS: JSON.stringify({ include: [], exclude: [], tags: {} }) },
    });
    await expect(handler({}, context())).rejects.toThrow("the databases could not be listed");
    expect(subjects()).toEqual(["all instances in eu-central-1 fail to be copied"]);
  });

  test("tells nobody if it is dry", async () => {
    const { handler, aws } = deployed({ overrides: { DRY_RUN: "true" } });
    await handler({ run: "daily" }, context());
    expect(aws.calls.filter(({ service }) => service !== "kms")).toEqual([]);
  });
});
