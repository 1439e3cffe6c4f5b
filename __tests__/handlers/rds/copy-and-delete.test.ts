import { describe, expect, test } from "@jest/globals";
import { answer, FakeRds, failure } from "./fake-rds";
import { KINDS } from "./kinds";

const REGION = "eu-central-1";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000";

describe.each(KINDS)("a copy of $kind kind", (names) => {
  const request = {
    sourceArn: names.sourceArn,
    targetId: "the-copy",
    kmsKeyArn: KEY,
    tags: { CrossRegionBackup: "prod", "CrossRegionBackup/SourceArn": names.sourceArn, "a team": "Ä & b" },
  };
  const accepting = () => new FakeRds(({ action }) => answer(action, { [names.made]: names.copied() }));

  test("is asked for in the target region, with ARN, id, key and tags in their order", async () => {
    const rds = accepting();
    await names.serviceOf(rds).copy(REGION, request);
    const [{ PreSignedUrl, ...params } = {}] = rds.calls.map((call) => call.params);
    expect(rds.log).toEqual([`${names.copy} eu-central-1`]);
    expect(params).toEqual({
      [names.sourceParameter]: names.sourceArn,
      [names.targetParameter]: "the-copy",
      KmsKeyId: KEY,
      "Tags.Tag.1.Key": "CrossRegionBackup",
      "Tags.Tag.1.Value": "prod",
      "Tags.Tag.2.Key": "CrossRegionBackup/SourceArn",
      "Tags.Tag.2.Value": names.sourceArn,
      "Tags.Tag.3.Key": "a team",
      "Tags.Tag.3.Value": "Ä & b",
    });
    // The SDK's own doing: it finds the source region in the ARN.
    expect(PreSignedUrl).toContain("https://rds.us-east-1.amazonaws.com/");
  });

  test("is asked for without a key if none is given", async () => {
    const rds = accepting();
    await names.serviceOf(rds).copy(REGION, { ...request, kmsKeyArn: undefined });
    expect(rds.calls.map(({ params }) => "KmsKeyId" in params)).toEqual([false]);
  });

  test("comes back as RDS describes it", async () => {
    const { id, region, status, sourceArn, encryption, kmsKeyId } = await names
      .serviceOf(accepting())
      .copy(REGION, request);
    const copied = names.copied();
    expect({ id, status }).toEqual({
      id: copied.DBSnapshotIdentifier ?? copied.DBClusterSnapshotIdentifier,
      status: copied.Status,
    });
    expect({ region, sourceArn, encryption, kmsKeyId }).toEqual({
      region: "eu-central-1",
      sourceArn: names.sourceArn,
      encryption: "kms",
      kmsKeyId: KEY,
    });
  });

  test.each([
    ["says nothing of it", {}, "RDS accepted the copy, but did not describe it"],
    ["leaves out its ARN", undefined, / came without DB(Cluster)?SnapshotArn$/],
  ])("is left to the next run if the answer %s", async (_, fields, message) => {
    const unreadable = { [names.made]: names.copied({ DBSnapshotArn: undefined, DBClusterSnapshotArn: undefined }) };
    const rds = new FakeRds(({ action }) => answer(action, fields ?? unreadable));
    await expect(names.serviceOf(rds).copy(REGION, request)).rejects.toMatchObject({
      code: "transient",
      awsCode: "UnreadableAnswer",
      message: expect.stringMatching(message),
    });
  });

  test("that RDS refuses throws its error", async () => {
    const rds = new FakeRds(() => failure("SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots"));
    await expect(names.serviceOf(rds).copy(REGION, request)).rejects.toMatchObject({
      name: "RdsError",
      code: "manual-quota-full",
    });
    expect(rds.calls).toHaveLength(1);
  });
});

describe.each(KINDS)("a deletion of $kind kind", (names) => {
  test("names the copy, in its region", async () => {
    const rds = new FakeRds(({ action }) => answer(action, { [names.made]: names.copied({ Status: "deleted" }) }));
    await names.serviceOf(rds).delete("eu-west-1", "the-copy");
    expect(rds.calls).toEqual([
      { region: "eu-west-1", action: names.delete, params: { [names.deleteParameter]: "the-copy" } },
    ]);
  });

  test("throws the error of RDS", async () => {
    const rds = new FakeRds(() => failure(names.notFound, "the-copy not found", 404));
    await expect(names.serviceOf(rds).delete("eu-west-1", "the-copy")).rejects.toMatchObject({ code: "not-found" });
  });
});
