import {
  CopyDBClusterSnapshotCommand,
  type CopyDBClusterSnapshotCommandInput,
  CopyDBSnapshotCommand,
  type CopyDBSnapshotCommandInput,
  DescribeDBSnapshotsCommand,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { Assumptions } from "../../../simulation/rds/assumptions";
import type { SnapshotOptions } from "../../../simulation/rds/region";
import { HOUR, MINUTE } from "../../../simulation/time/clock";
import { SOURCE, START, simulation, TARGET } from "../support";

const TAKEN_AT = START.getTime() - 9 * HOUR;
const SOURCE_ID = "rds:orders-2026-01-31-03-00";
const INSTANCE_ARN = `arn:aws:rds:eu-west-1:111122223333:snapshot:${SOURCE_ID}`;
const CLUSTER_ARN = `arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:${SOURCE_ID}`;

/** One automated snapshot of each kind in the source region, and a key on both sides. */
function setUp(options: { source?: Partial<SnapshotOptions>; assumptions?: Partial<Assumptions> } = {}) {
  const simulated = simulation({
    assumptions: options.assumptions ?? {},
    durations: { copy: () => HOUR },
  });
  const { aws, run, source, target } = simulated;
  const sourceKey = aws.kms.addKey(SOURCE);
  const targetKey = aws.kms.addKey(TARGET, { alias: "alias/backup" });
  for (const kind of ["instance", "cluster"] as const) {
    source.addSnapshot(kind, {
      id: SOURCE_ID,
      type: "automated",
      databaseId: "orders",
      databaseResourceId: `${kind}-ORDERS`,
      createTime: TAKEN_AT,
      originalCreateTime: TAKEN_AT,
      ...(kind === "cluster" && { engine: "aurora-mysql" }),
      ...options.source,
    });
  }
  const copyInstance = (input: Partial<CopyDBSnapshotCommandInput> = {}, region = TARGET) =>
    run(
      (client) =>
        client.send(
          new CopyDBSnapshotCommand({
            SourceDBSnapshotIdentifier: INSTANCE_ARN,
            TargetDBSnapshotIdentifier: "copy",
            ...input,
          }),
        ),
      region,
    );
  const copyCluster = (input: Partial<CopyDBClusterSnapshotCommandInput> = {}, region = TARGET) =>
    run(
      (client) =>
        client.send(
          new CopyDBClusterSnapshotCommand({
            SourceDBClusterSnapshotIdentifier: CLUSTER_ARN,
            TargetDBClusterSnapshotIdentifier: "copy",
            ...input,
          }),
        ),
      region,
    );
  return {
    ...simulated,
    sourceKey,
    targetKey,
    copyInstance,
    copyCluster,
    instanceCopy: () => target.snapshot("instance", "copy"),
    clusterCopy: () => target.snapshot("cluster", "copy"),
  };
}

const ENCRYPTED = (kmsKeyArn: string) => ({ encryption: "sse-kms" as const, kmsKeyArn });

describe("a copy of an instance snapshot", () => {
  test("is made in the background and shows its progress", async () => {
    const { clock, run, copyInstance } = setUp();
    const { DBSnapshot } = await copyInstance({ Tags: [{ Key: "a", Value: "1" }] });
    expect(DBSnapshot).toMatchObject({
      DBSnapshotIdentifier: "copy",
      Status: "creating",
      PercentProgress: 0,
      SnapshotType: "manual",
      SourceRegion: SOURCE,
      SourceDBSnapshotIdentifier: INSTANCE_ARN,
      TagList: [{ Key: "a", Value: "1" }],
    });
    const look = async () => (await run((client) => client.send(new DescribeDBSnapshotsCommand({})))).DBSnapshots?.[0];
    await clock.runUntil(clock.now() + HOUR / 2);
    expect(await look()).toMatchObject({ Status: "copying", PercentProgress: 50 });
    await clock.runUntil(clock.now() + HOUR / 2);
    expect(await look()).toMatchObject({ Status: "available", PercentProgress: 100 });
  });

  test("gets a create time of its own and keeps the original one", async () => {
    const { clock, copyInstance, instanceCopy } = setUp();
    await copyInstance();
    await clock.runUntil(clock.now() + 2 * HOUR);
    const copy = instanceCopy();
    expect(copy?.originalCreateTime).toBe(TAKEN_AT);
    expect(copy?.createTime).toBeGreaterThan(START.getTime() + HOUR - MINUTE);
  });

  test("of an unencrypted source is unencrypted without a key and encrypted with one", async () => {
    const { copyInstance, target, targetKey } = setUp();
    await copyInstance({ TargetDBSnapshotIdentifier: "plain" });
    await copyInstance({ TargetDBSnapshotIdentifier: "secret", KmsKeyId: targetKey });
    expect(target.snapshot("instance", "plain")).toMatchObject({ encryption: "none", kmsKeyArn: undefined });
    expect(target.snapshot("instance", "secret")).toMatchObject({ encryption: "sse-kms", kmsKeyArn: targetKey });
  });

  test("takes its key as ARN, id or alias", async () => {
    const { copyInstance, target, targetKey } = setUp();
    for (const [index, KmsKeyId] of [targetKey, targetKey.split("/")[1], "alias/backup"].entries()) {
      await copyInstance({ TargetDBSnapshotIdentifier: `copy-${index}`, ...(KmsKeyId && { KmsKeyId }) });
      expect(target.snapshot("instance", `copy-${index}`)?.kmsKeyArn).toBe(targetKey);
    }
  });

  test("waits while another copy of the same database runs in the region", async () => {
    const { clock, copyInstance, source, target } = setUp();
    source.addSnapshot("instance", { id: "other", databaseId: "orders", databaseResourceId: "instance-ORDERS" });
    await copyInstance();
    await copyInstance({
      SourceDBSnapshotIdentifier: "arn:aws:rds:eu-west-1:111122223333:snapshot:other",
      TargetDBSnapshotIdentifier: "second",
    });
    const status = () => target.snapshot("instance", "second")?.status;
    expect(status()).toBe("pending");
    await clock.runUntil(clock.now() + HOUR + MINUTE);
    expect(status()).toBe("copying");
    await clock.runUntil(clock.now() + HOUR);
    expect(status()).toBe("available");
  });

  test("fails if its source disappears meanwhile", async () => {
    const { clock, copyInstance, instanceCopy, source } = setUp();
    await copyInstance();
    const original = source.snapshot("instance", SOURCE_ID);
    if (original) source.remove(original);
    expect(instanceCopy()?.status).toBe("failed");
    await clock.runUntil(clock.now() + 2 * HOUR);
    expect(instanceCopy()?.status).toBe("failed");
  });

  test("fails if its key is disabled meanwhile", async () => {
    const { aws, clock, copyInstance, instanceCopy, targetKey } = setUp();
    await copyInstance({ KmsKeyId: targetKey });
    aws.kms.setState(targetKey, "Disabled");
    await clock.runUntil(clock.now() + 2 * HOUR);
    expect(instanceCopy()?.status).toBe("failed");
  });

  test("within a region has an id for its source, and shows none", async () => {
    const { copyInstance, source } = setUp();
    const { DBSnapshot } = await copyInstance({ SourceDBSnapshotIdentifier: SOURCE_ID }, SOURCE);
    expect(DBSnapshot).toMatchObject({ Status: "creating", SnapshotType: "manual" });
    expect(DBSnapshot?.SourceDBSnapshotIdentifier).toBeUndefined();
    expect(source.snapshot("instance", "copy")?.sourceArn).toBeUndefined();
  });

  test.each([
    ["instance", "the same", true],
    ["instance", "another", false],
    ["cluster", "the same", false],
  ] as const)("of an %s, beside an available one with %s key, is incremental: %s", async (kind, key, expected) => {
    const told: boolean[] = [];
    const copy = (_source: unknown, incremental: boolean) => {
      told.push(incremental);
      return HOUR;
    };
    const { clock, run, source, target } = simulation({ durations: { copy } });
    const common = { databaseResourceId: "RESOURCE", engine: "aurora-mysql" };
    const kmsKeyArn = key === "another" ? "arn:aws:kms:eu-central-1:111122223333:key/another" : undefined;
    target.addSnapshot(kind, { id: "earlier", ...common, kmsKeyArn });
    const { arn } = source.addSnapshot(kind, { id: "orders", ...common });
    await run(async (client) => {
      const ids = { SourceDBSnapshotIdentifier: arn, TargetDBSnapshotIdentifier: "copy" };
      if (kind === "instance") await client.send(new CopyDBSnapshotCommand(ids));
      else {
        await client.send(
          new CopyDBClusterSnapshotCommand({
            SourceDBClusterSnapshotIdentifier: arn,
            TargetDBClusterSnapshotIdentifier: "copy",
          }),
        );
      }
    });
    expect(told).toEqual([expected]);
    expect(clock.now()).toBeGreaterThan(START.getTime());
  });

  test("may fail after hours, or be stuck for ever", async () => {
    const { aws, clock, copyInstance, instanceCopy, target } = setUp();
    aws.faults = { copy: ({ id }) => (id === "copy" ? { failsAfter: 3 * HOUR } : "stuck") };
    await copyInstance();
    await clock.runUntil(clock.now() + 2.9 * HOUR);
    expect(instanceCopy()?.status).toBe("copying");
    await clock.runUntil(clock.now() + HOUR / 5);
    expect(instanceCopy()?.status).toBe("failed");
    await copyInstance({ TargetDBSnapshotIdentifier: "slow" });
    await clock.runUntil(clock.now() + 1000 * HOUR);
    expect(target.snapshot("instance", "slow")?.status).toBe("copying");
  });
});

describe("a copy of a cluster snapshot", () => {
  test.each([
    ["source", TAKEN_AT],
    ["copy", START.getTime() + HOUR],
  ] as const)("has the create time of its %s if that is what RDS does", async (clusterCopyCreateTime, expected) => {
    const { clock, copyCluster, clusterCopy } = setUp({ assumptions: { clusterCopyCreateTime } });
    await copyCluster();
    await clock.runUntil(clock.now() + 2 * HOUR);
    expect(Math.abs((clusterCopy()?.createTime ?? 0) - expected)).toBeLessThan(MINUTE);
  });

  test("may show no create time before it is made", async () => {
    const { copyCluster } = setUp({ assumptions: { createTimeInProgress: "absent" } });
    const { DBClusterSnapshot } = await copyCluster();
    expect(DBClusterSnapshot?.SnapshotCreateTime).toBeUndefined();
    expect(DBClusterSnapshot?.SourceDBClusterSnapshotArn).toBe(CLUSTER_ARN);
  });

  test("cannot be encrypted if the source is not", async () => {
    const { copyCluster, targetKey } = setUp();
    await expect(copyCluster({ KmsKeyId: targetKey })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    expect((await copyCluster()).DBClusterSnapshot?.StorageEncryptionType).toBe("none");
  });

  test("of a source with AWS's own key may or may not have a key", async () => {
    const source = { encryption: "sse-rds" } as const;
    const accepted = setUp({ source, assumptions: { sseRdsWithKey: "accepted" } });
    const withKey = await accepted.copyCluster({ KmsKeyId: accepted.targetKey });
    expect(withKey.DBClusterSnapshot).toMatchObject({
      StorageEncryptionType: "sse-kms",
      KmsKeyId: accepted.targetKey,
    });
    const refused = setUp({ source, assumptions: { sseRdsWithKey: "refused" } });
    await expect(refused.copyCluster({ KmsKeyId: refused.targetKey })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    expect((await refused.copyCluster()).DBClusterSnapshot?.StorageEncryptionType).toBe("sse-rds");
  });

  test("of a Multi-AZ DB cluster is refused", async () => {
    const { copyCluster } = setUp({ source: { engine: "mysql" } });
    await expect(copyCluster()).rejects.toMatchObject({ name: "InvalidParameterCombination" });
  });
});

describe("RDS rejects a copy", () => {
  test("without a source or a target", async () => {
    const { copyCluster, copyInstance } = setUp();
    const missing = { name: "MissingParameter" };
    await expect(copyInstance({ SourceDBSnapshotIdentifier: undefined })).rejects.toMatchObject(missing);
    await expect(copyInstance({ TargetDBSnapshotIdentifier: undefined })).rejects.toMatchObject({
      name: "MissingParameter",
      message: "The request must contain the parameter TargetDBSnapshotIdentifier.",
    });
    await expect(copyCluster({ SourceDBClusterSnapshotIdentifier: "" })).rejects.toMatchObject(missing);
    await expect(copyCluster({ TargetDBClusterSnapshotIdentifier: undefined })).rejects.toMatchObject(missing);
  });

  test.each(["rds:orders", "1orders", "orders-", "or--ders", "orders_1", "a".repeat(256)])(
    "of an instance under the id %s",
    async (TargetDBSnapshotIdentifier) => {
      const { copyInstance } = setUp();
      await expect(copyInstance({ TargetDBSnapshotIdentifier })).rejects.toMatchObject({
        name: "InvalidParameterValue",
      });
    },
  );

  test("of a cluster under an id of more than 63 characters", async () => {
    const { copyCluster, copyInstance } = setUp();
    await expect(copyCluster({ TargetDBClusterSnapshotIdentifier: "a".repeat(64) })).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
    await copyCluster({ TargetDBClusterSnapshotIdentifier: "a".repeat(63) });
    await copyInstance({ TargetDBSnapshotIdentifier: "a".repeat(255) });
  });

  test("under an id that is taken, whatever its case", async () => {
    const { copyCluster, copyInstance } = setUp();
    await copyInstance();
    await copyCluster();
    await expect(copyInstance({ TargetDBSnapshotIdentifier: "Copy" })).rejects.toMatchObject({
      name: "DBSnapshotAlreadyExistsFault",
    });
    await expect(copyCluster()).rejects.toMatchObject({ name: "DBClusterSnapshotAlreadyExistsFault" });
  });

  test("of a snapshot that is not there", async () => {
    const { copyCluster, copyInstance } = setUp();
    await expect(copyInstance({ SourceDBSnapshotIdentifier: `${INSTANCE_ARN}-x` })).rejects.toMatchObject({
      name: "DBSnapshotNotFoundFault",
    });
    await expect(copyInstance({ SourceDBSnapshotIdentifier: SOURCE_ID })).rejects.toMatchObject({
      name: "DBSnapshotNotFoundFault",
    });
    await expect(
      copyInstance({ SourceDBSnapshotIdentifier: INSTANCE_ARN.replace("1111", "9999") }),
    ).rejects.toMatchObject({ name: "DBSnapshotNotFoundFault" });
    await expect(copyCluster({ SourceDBClusterSnapshotIdentifier: `${CLUSTER_ARN}-x` })).rejects.toMatchObject({
      name: "DBClusterSnapshotNotFoundFault",
    });
  });

  test("of the other kind", async () => {
    const { copyInstance } = setUp();
    await expect(copyInstance({ SourceDBSnapshotIdentifier: CLUSTER_ARN })).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  test("of a snapshot that is not available", async () => {
    const { copyCluster, copyInstance } = setUp({ source: { status: "creating" } });
    await expect(copyInstance()).rejects.toMatchObject({ name: "InvalidDBSnapshotStateFault" });
    await expect(copyCluster()).rejects.toMatchObject({ name: "InvalidDBClusterSnapshotStateFault" });
  });

  test("of an encrypted snapshot without a key", async () => {
    const { copyCluster, copyInstance, source, sourceKey } = setUp();
    for (const kind of ["instance", "cluster"] as const) {
      source.addSnapshot(kind, { id: SOURCE_ID, ...ENCRYPTED(sourceKey), engine: "aurora-mysql" });
    }
    const refused = {
      name: "InvalidParameterValue",
      message: "Must specify new KMS key for cross region encrypted snapshot copy.",
    };
    await expect(copyInstance()).rejects.toMatchObject(refused);
    await expect(copyCluster()).rejects.toMatchObject(refused);
  });

  test("with a key that is disabled, of another region, or not there", async () => {
    const { aws, copyInstance, sourceKey, targetKey } = setUp();
    const refusal = (key: string) => ({
      name: "KMSKeyNotAccessibleFault",
      message: `The target KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
    });
    await expect(copyInstance({ KmsKeyId: sourceKey })).rejects.toMatchObject(refusal(sourceKey));
    await expect(copyInstance({ KmsKeyId: "alias/none" })).rejects.toMatchObject(refusal("alias/none"));
    for (const state of ["Disabled", "PendingDeletion"] as const) {
      aws.kms.setState(targetKey, state);
      await expect(copyInstance({ KmsKeyId: targetKey })).rejects.toMatchObject(refusal(targetKey));
    }
  });

  test("of a source whose key is disabled, and says that it is that one", async () => {
    const { aws, copyInstance, source, sourceKey, targetKey } = setUp();
    source.addSnapshot("instance", { id: SOURCE_ID, ...ENCRYPTED(sourceKey) });
    aws.kms.setState(sourceKey, "Disabled");
    await expect(copyInstance({ KmsKeyId: targetKey })).rejects.toMatchObject({
      name: "KMSKeyNotAccessibleFault",
      message: `The source snapshot KMS key [${sourceKey}] does not exist, is not enabled or you do not have permissions to access it.`,
    });
  });

  test("with more than 50 tags, reserved or malformed ones", async () => {
    const { copyInstance } = setUp();
    const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
    const refused = { name: "InvalidParameterValue" };
    await expect(copyInstance({ Tags: tags(51) })).rejects.toMatchObject(refused);
    for (const Key of ["aws:cloudformation:stack-name", "rds:x", "AWS:x", "", "k".repeat(129), "a*b"]) {
      await expect(copyInstance({ Tags: [{ Key, Value: "v" }] })).rejects.toMatchObject(refused);
    }
    await expect(copyInstance({ Tags: [{ Key: "k", Value: "v".repeat(257) }] })).rejects.toMatchObject(refused);
    await expect(copyInstance({ Tags: [...tags(1), ...tags(1)] })).rejects.toMatchObject(refused);
    expect((await copyInstance({ Tags: tags(50) })).DBSnapshot?.TagList).toHaveLength(50);
  });

  test("with CopyTags, whose meaning beside Tags is not known", async () => {
    const { copyInstance } = setUp();
    await expect(copyInstance({ CopyTags: true })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    await copyInstance({ CopyTags: false });
  });

  test("of RDS Custom, and of snapshots on Outposts", async () => {
    const custom = setUp({ source: { engine: "custom-sqlserver-ee" } });
    await expect(custom.copyInstance()).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    const outposts = setUp({ source: { backupTarget: "outposts" } });
    await expect(outposts.copyInstance()).rejects.toMatchObject({ name: "InvalidParameterCombination" });
  });

  test("from another partition", async () => {
    const { copyInstance } = setUp();
    const govCloud = INSTANCE_ARN.replace(":aws:", ":aws-us-gov:");
    await expect(copyInstance({ SourceDBSnapshotIdentifier: govCloud })).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  test("between the regions of China", async () => {
    const { run, aws } = simulation({ account: { partition: "aws-cn", id: "111122223333" } });
    const { arn } = aws.region("cn-north-1").addSnapshot("instance", { id: "orders" });
    const command = new CopyDBSnapshotCommand({ SourceDBSnapshotIdentifier: arn, TargetDBSnapshotIdentifier: "copy" });
    await expect(run((client) => client.send(command), "cn-northwest-1")).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  test.each([
    ["instance", 20],
    ["cluster", 5],
  ] as const)("of an %s beyond %d in progress to a region", async (kind, limit) => {
    const { copyCluster, copyInstance, target } = setUp();
    const copy = async (id: string) => {
      if (kind === "instance") await copyInstance({ TargetDBSnapshotIdentifier: id });
      else await copyCluster({ TargetDBClusterSnapshotIdentifier: id });
    };
    target.addSnapshot(kind, { id: "native", status: "creating" });
    for (let index = 0; index < limit; index++) await copy(`copy-${index}`);
    await expect(copy("one-more")).rejects.toMatchObject({
      name: "SnapshotQuotaExceededFault",
      message: `Cannot copy more than ${limit} snapshots across regions`,
    });
  });

  test("beyond 100 manual snapshots in a region, those of AWS Backup and automated ones not counted", async () => {
    const { copyInstance, target } = setUp();
    for (let index = 0; index < 99; index++) target.addSnapshot("instance", { id: `manual-${index}` });
    target.addSnapshot("instance", { id: "awsbackup:job-1", type: "awsbackup" });
    target.addSnapshot("instance", { id: "rds:orders-2026-01-31-03-07", type: "automated" });
    await copyInstance({ TargetDBSnapshotIdentifier: "hundredth" });
    await expect(copyInstance()).rejects.toMatchObject({
      name: "SnapshotQuotaExceededFault",
      message: "Cannot create more than 100 manual snapshots",
    });
  });

  test("into a region that the account has not enabled", async () => {
    const { copyInstance, target } = setUp();
    target.enabled = false;
    await expect(copyInstance()).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });
});

test("every copy, made or refused, is in the audit log", async () => {
  const { aws, copyInstance, instanceCopy } = setUp();
  await copyInstance();
  const made = instanceCopy();
  await copyInstance().catch(() => undefined);
  expect(aws.audit.entries).toMatchObject([
    { time: START.getTime() + 40, region: TARGET, action: "CopyDBSnapshot", caller: "operator", outcome: "ok" },
    { outcome: "DBSnapshotAlreadyExists", parameters: { TargetDBSnapshotIdentifier: "copy" }, snapshot: undefined },
  ]);
  expect(aws.audit.entries[0]?.snapshot).toEqual(made);
  expect(aws.audit.calls.get("CopyDBSnapshot")).toBe(2);
});
