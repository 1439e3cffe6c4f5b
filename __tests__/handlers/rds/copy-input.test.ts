import { CopyDBClusterSnapshotCommand, CopyDBSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { FakeRds } from "./fake-rds";
import { clustersOf, instancesOf } from "./kinds";

// What the SDK is given for a copy: never CopyTags (docs/aws-facts.md#copy-tags), PreSignedUrl (docs/aws-facts.md#presigned-url),
// SourceRegion or an availability zone; no key if there is none, and CopyOptionGroup or OptionGroupName only if that is wanted.

const sdk = mockClient(RDSClient);
beforeEach(() => {
  sdk.reset();
});

const network = new FakeRds(() => new Error("no request goes out"));
const request = { targetId: "the-copy", kmsKeyArn: undefined, tags: { a: "b" } };

test("a copy of an instance's snapshot is asked for by ids and tags alone", async () => {
  sdk.on(CopyDBSnapshotCommand).resolves({
    DBSnapshot: { DBSnapshotIdentifier: "the-copy", DBSnapshotArn: "arn", Status: "creating" },
  });
  const sourceArn = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07";
  await instancesOf(network).copy("eu-central-1", { ...request, sourceArn });
  expect(sdk.calls().map(({ args }) => args[0].input)).toStrictEqual([
    {
      SourceDBSnapshotIdentifier: sourceArn,
      TargetDBSnapshotIdentifier: "the-copy",
      Tags: [{ Key: "a", Value: "b" }],
    },
  ]);
});

test("a copy of an instance's snapshot takes the option group along, tagged, if that is asked for", async () => {
  sdk.on(CopyDBSnapshotCommand).resolves({
    DBSnapshot: { DBSnapshotIdentifier: "the-copy", DBSnapshotArn: "arn", Status: "creating" },
  });
  const sourceArn = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07";
  const asked = { ...request, sourceArn, optionGroupTags: { CrossRegionBackup: "prod" } };
  await instancesOf(network).copy("eu-central-1", asked);
  expect(sdk.calls().map(({ args }) => args[0].input)).toStrictEqual([
    {
      SourceDBSnapshotIdentifier: sourceArn,
      TargetDBSnapshotIdentifier: "the-copy",
      Tags: [{ Key: "a", Value: "b" }],
      CopyOptionGroup: true,
      TagSpecifications: [{ ResourceType: "og", Tags: [{ Key: "CrossRegionBackup", Value: "prod" }] }],
    },
  ]);
});

test("a copy of an instance's snapshot has an option group of the target region, if that is asked for", async () => {
  sdk.on(CopyDBSnapshotCommand).resolves({
    DBSnapshot: { DBSnapshotIdentifier: "the-copy", DBSnapshotArn: "arn", Status: "creating" },
  });
  const sourceArn = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07";
  await instancesOf(network).copy("eu-central-1", { ...request, sourceArn, optionGroupName: "tde" });
  expect(sdk.calls().map(({ args }) => args[0].input)).toStrictEqual([
    {
      SourceDBSnapshotIdentifier: sourceArn,
      TargetDBSnapshotIdentifier: "the-copy",
      Tags: [{ Key: "a", Value: "b" }],
      OptionGroupName: "tde",
    },
  ]);
});

test("a copy of a cluster's snapshot is asked for by ids and tags alone", async () => {
  sdk.on(CopyDBClusterSnapshotCommand).resolves({
    DBClusterSnapshot: { DBClusterSnapshotIdentifier: "the-copy", DBClusterSnapshotArn: "arn", Status: "copying" },
  });
  const sourceArn = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:ledger-2026-01-31-04-05";
  await clustersOf(network).copy("eu-central-1", { ...request, sourceArn });
  expect(sdk.calls().map(({ args }) => args[0].input)).toStrictEqual([
    {
      SourceDBClusterSnapshotIdentifier: sourceArn,
      TargetDBClusterSnapshotIdentifier: "the-copy",
      Tags: [{ Key: "a", Value: "b" }],
    },
  ]);
});
