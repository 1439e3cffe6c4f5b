import { CopyDBClusterSnapshotCommand, CopyDBSnapshotCommand, DeleteDBSnapshotCommand } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { AwsOptions } from "../../../simulation/aws";
import { Permissions } from "../../../simulation/iam/permissions";
import { SOURCE, simulation, TARGET } from "../support";

const ACCOUNT = { partition: "aws", id: "111122223333" };
const ROLE = "arn:aws:sts::111122223333:assumed-role/backup/sweep";
const RDS_KMS = ["CreateGrant", "DescribeKey", "Decrypt", "Encrypt", "GenerateDataKey*", "ReEncrypt*"];

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

const both = (region: string, id: string) =>
  ["snapshot", "cluster-snapshot"].map((type) => `arn:aws:rds:${region}:111122223333:${type}:${id}`);

const COPY: readonly Statement[] = [
  { Action: "rds:Copy*", Resource: both(SOURCE, "rds:*") },
  { Action: "rds:Copy*", Resource: both(TARGET, "*-eu-west-1-*") },
];
const TAG: Statement = {
  Action: "rds:AddTagsToResource",
  Resource: both(TARGET, "*-eu-west-1-*"),
  Condition: { StringEquals: { "aws:RequestTag/Owner": "us" } },
};
const VIA_RDS = { "kms:ViaService": ["rds.eu-west-1.amazonaws.com", "rds.eu-central-1.amazonaws.com"] };
const KEYS: Statement = {
  Action: RDS_KMS.map((action) => `kms:${action}`),
  Resource: "*",
  Condition: {
    StringEqualsIfExists: VIA_RDS,
    BoolIfExists: { "kms:GrantIsForAWSResource": "true" },
  },
};
const DELETE: Statement = {
  Action: "rds:DeleteDBSnapshot",
  Resource: "arn:aws:rds:eu-central-1:111122223333:snapshot:*",
  Condition: { StringEquals: { "aws:ResourceTag/Owner": "us" } },
};

function setUp(statements: readonly Statement[], options: Pick<AwsOptions, "assumptions"> = {}) {
  const policy = { Version: "2012-10-17", Statement: statements.map((one) => ({ Effect: "Allow", ...one })) };
  const permissions = new Permissions(ACCOUNT, ROLE, [JSON.stringify(policy)]);
  const simulated = simulation({ ...options, caller: permissions.caller("sweep") });
  const { aws, run, source } = simulated;
  const sourceKey = aws.kms.addKey(SOURCE);
  const targetKey = aws.kms.addKey(TARGET);
  const encrypted = { encryption: "sse-kms", kmsKeyArn: sourceKey, type: "automated" } as const;
  const { arn } = source.addSnapshot("instance", { id: "rds:orders-2026-01-31-03-07", ...encrypted });
  source.addSnapshot("cluster", { id: "rds:billing-2026-01-31-03-07", ...encrypted, engine: "aurora-mysql" });
  const copy = (
    input: { source?: string; target?: string; owner?: string; cluster?: boolean } = {},
  ): Promise<unknown> => {
    const { source: from = arn, target = "orders-eu-west-1-2026-01-31-03-07", owner = "us", cluster = false } = input;
    const common = { KmsKeyId: targetKey, Tags: [{ Key: "Owner", Value: owner }] };
    return run((client) =>
      cluster
        ? client.send(
            new CopyDBClusterSnapshotCommand({
              SourceDBClusterSnapshotIdentifier:
                "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:rds:billing-2026-01-31-03-07",
              TargetDBClusterSnapshotIdentifier: target,
              ...common,
            }),
          )
        : client.send(
            new CopyDBSnapshotCommand({
              SourceDBSnapshotIdentifier: from,
              TargetDBSnapshotIdentifier: target,
              ...common,
            }),
          ),
    );
  };
  return { ...simulated, permissions, sourceKey, targetKey, copy };
}

describe("a copy", () => {
  test("is allowed with the action on source and target, tagging, and all KMS actions on both keys", async () => {
    const { copy } = setUp([...COPY, TAG, KEYS]);
    await copy();
    await copy({ cluster: true });
  });

  test.each<[string, Statement[], string]>([
    [
      "the action on the source",
      [...COPY.slice(1), TAG, KEYS],
      "rds:CopyDBSnapshot on resource: arn:aws:rds:eu-west-1",
    ],
    ["the action on the target", [...COPY.slice(0, 1), TAG, KEYS], "on resource: arn:aws:rds:eu-central-1"],
    ["tagging", [...COPY, KEYS], "rds:AddTagsToResource"],
  ])("is denied without %s", async (_what, statements, message) => {
    const { copy } = setUp(statements);
    await expect(copy()).rejects.toMatchObject({ name: "AccessDenied", message: expect.stringContaining(message) });
  });

  test("is denied with other tags, and under another name", async () => {
    const { copy } = setUp([...COPY, TAG, KEYS]);
    await expect(copy({ owner: "them" })).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(copy({ target: "orders" })).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("of a snapshot that is not automated is denied where the policy names automated ones only", async () => {
    const { copy, source } = setUp([...COPY, TAG, KEYS]);
    const { arn } = source.addSnapshot("instance", { id: "by-hand" });
    await expect(copy({ source: arn })).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test.each(RDS_KMS)("without kms:%s has no access to a key", async (action) => {
    const others = RDS_KMS.filter((other) => other !== action).map((other) => `kms:${other}`);
    const { copy } = setUp([...COPY, TAG, { ...KEYS, Action: others }]);
    await expect(copy()).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
  });

  test("without the right to describe keys itself, not through RDS, has no access to a key", async () => {
    const throughRds = { ...KEYS, Condition: { StringEquals: VIA_RDS } };
    await expect(setUp([...COPY, TAG, throughRds]).copy()).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
    await setUp([...COPY, TAG, throughRds, { Action: "kms:DescribeKey", Resource: "*" }]).copy();
  });

  test("without rights on one of the keys says which", async () => {
    const keysOf = (region: string) => ({ ...KEYS, Resource: `arn:aws:kms:${region}:111122223333:key/*` });
    const noTarget = setUp([...COPY, TAG, keysOf(SOURCE)]);
    await expect(noTarget.copy()).rejects.toMatchObject({
      message: expect.stringContaining(`The target KMS key [${noTarget.targetKey}]`),
    });
    const noSource = setUp([...COPY, TAG, keysOf(TARGET)]);
    await expect(noSource.copy()).rejects.toMatchObject({
      message: expect.stringContaining(`The source snapshot KMS key [${noSource.sourceKey}]`),
    });
  });

  test("uses the source's key through RDS of either region: which one is not known", async () => {
    const through = (region: string): Statement => ({
      ...KEYS,
      Resource: `arn:aws:kms:eu-west-1:111122223333:key/*`,
      Condition: { StringEqualsIfExists: { "kms:ViaService": `rds.${region}.amazonaws.com` } },
    });
    const target = { ...KEYS, Resource: "arn:aws:kms:eu-central-1:111122223333:key/*" };
    for (const region of [SOURCE, TARGET]) {
      const { copy } = setUp([...COPY, TAG, target, through(region)]);
      await expect(copy()).rejects.toThrow("The source snapshot KMS key");
    }
    await setUp([...COPY, TAG, target, through(SOURCE), through(TARGET)]).copy();
  });

  test("may not be made through another service than RDS, or by grants for others", async () => {
    const via = { StringEquals: { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" } };
    await expect(setUp([...COPY, TAG, { ...KEYS, Condition: via }]).copy()).rejects.toThrow("KMS key");
    const notForAws = { Bool: { "kms:GrantIsForAWSResource": "false" } };
    await expect(setUp([...COPY, TAG, { ...KEYS, Condition: notForAws }]).copy()).rejects.toThrow("KMS key");
  });

  test("is denied by the policy of a key, whatever the role may", async () => {
    const { aws, copy, run } = setUp([...COPY, TAG, KEYS]);
    const allow = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    };
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:CreateGrant", Resource: "*" };
    const closed = aws.kms.addKey(TARGET, { policy: { Version: "2012-10-17", Statement: [allow, deny] } });
    await copy();
    const command = new CopyDBSnapshotCommand({
      SourceDBSnapshotIdentifier: "arn:aws:rds:eu-west-1:111122223333:snapshot:rds:orders-2026-01-31-03-07",
      TargetDBSnapshotIdentifier: "second-eu-west-1-2026-01-31-03-07",
      KmsKeyId: closed,
      Tags: [{ Key: "Owner", Value: "us" }],
    });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
  });
});

describe("a deletion", () => {
  test("goes by the tags of the snapshot", async () => {
    const { run, target } = setUp([DELETE]);
    target.addSnapshot("instance", { id: "ours", tags: { Owner: "us" } });
    target.addSnapshot("instance", { id: "theirs", tags: { Owner: "them" } });
    target.addSnapshot("instance", { id: "untagged" });
    const remove = (DBSnapshotIdentifier: string) =>
      run((client) => client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier })));
    await expect(remove("theirs")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(remove("untagged")).rejects.toMatchObject({ name: "AccessDenied" });
    await remove("ours");
  });

  test.each([
    ["not-found", "DBSnapshotNotFoundFault"],
    ["denied", "AccessDenied"],
  ] as const)("of what is gone is %s, as RDS may do", async (deletionOfMissing, name) => {
    const { run } = setUp([DELETE], { assumptions: { deletionOfMissing } });
    const command = new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: "gone" });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name });
  });
});

test("a permission that is taken away counts from the next call", async () => {
  const { copy, permissions } = setUp([...COPY, TAG, KEYS]);
  await copy();
  permissions.replace([]);
  await expect(copy()).rejects.toMatchObject({ name: "AccessDenied" });
});

test("a permission that is given counts for what was refused before", async () => {
  const policy = (Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const permissions = new Permissions(ACCOUNT, ROLE, [policy("s3:ListAllMyBuckets")]);
  const list = () =>
    permissions.allows({ action: "rds:DescribeDBInstances", resource: "arn:aws:rds:eu-west-1:111122223333:db:*" });
  expect(await list()).toBe(false);
  permissions.replace([policy("rds:DescribeDBInstances")]);
  expect(await list()).toBe(true);
});

test("a question that makes no sense to IAM is an error, not a refusal", async () => {
  const permissions = new Permissions(ACCOUNT, ROLE, [JSON.stringify({ Version: "2012-10-17", Statement: [] })]);
  await expect(permissions.allows({ action: "rds:FlyToTheMoon", resource: "*" })).rejects.toThrow("IAM cannot decide");
});
