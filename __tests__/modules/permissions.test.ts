import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { arn, keyArn, REGION, SUFFIX, synth, type Template } from "./synth";

const TWO_TARGETS = { targets: { "eu-central-1": {}, "us-east-1": {} } };
const COPIES = ["eu-central-1", "us-east-1"].flatMap((region) => [
  arn("rds", region, `snapshot:*-${REGION}-*`),
  arn("rds", region, `cluster-snapshot:*-${REGION}-*`),
]);
const WITHOUT_RESOURCES = ["rds:DescribeAccountAttributes", "rds:DescribeDBEngineVersions", "rds:DescribeEvents"];
const GROUPS = ["eu-central-1", "us-east-1"].map((region) => arn("rds", region, "og:*"));
const grantOf = (template: Template, action: string) =>
  template.statements("functions").filter(({ actions, effect }) => actions.includes(action) && effect === undefined);
const resourcesOf = (template: Template, action: string): string[] =>
  grantOf(template, action).flatMap(({ resources }) => resources);

describe("the role of the functions", () => {
  test("is one per source region, with the given boundary, for Lambda only", () => {
    const boundary = "arn:aws:iam::123456789012:policy/boundary";
    const template = synth({ name: "orders", permissionsBoundary: boundary });
    expect(template.resource("aws_iam_role.this")).toMatchObject({
      name: `orders-${REGION}`,
      permissions_boundary: boundary,
      assume_role_policy: hcl("data.aws_iam_policy_document.assume_role.json"),
    });
    expect(template.statements("assume_role")).toEqual([
      {
        sid: "LetLambdaRunTheFunctions",
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
      },
    ]);
    expect(synth().resource("aws_iam_role.this")).not.toHaveProperty("permissions_boundary");
  });

  test("has one policy", () => {
    expect(synth().resource("aws_iam_role_policy.this")).toEqual({
      name: "rds-cross-region-backup",
      role: hcl("aws_iam_role.this.name"),
      policy: hcl("data.aws_iam_policy_document.functions.json"),
    });
  });

  test("grants these actions and no other", () => {
    const template = synth({ encryptionKeyArn: keyArn("eu-west-1") });
    const actions = template.statements("functions").flatMap((statement) => statement.actions);
    expect([...new Set(actions)].sort()).toEqual([
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "rds:AddTagsToResource",
      "rds:CopyDBClusterSnapshot",
      "rds:CopyDBSnapshot",
      "rds:CreateOptionGroup",
      "rds:DeleteDBClusterSnapshot",
      "rds:DeleteDBSnapshot",
      "rds:DescribeAccountAttributes",
      "rds:DescribeDBClusterSnapshots",
      "rds:DescribeDBClusters",
      "rds:DescribeDBEngineVersions",
      "rds:DescribeDBInstances",
      "rds:DescribeDBSnapshots",
      "rds:DescribeEvents",
      "rds:ListTagsForResource",
      "sns:Publish",
      "sqs:SendMessage",
      "ssm:GetParameter",
      "ssm:PutParameter",
    ]);
  });

  test("grants nothing on everything but what IAM knows no resources of, and every statement says what it is for", () => {
    for (const { sid, actions, resources } of synth({ encryptionKeyArn: keyArn("eu-west-1") }).statements(
      "functions",
    )) {
      expect(sid).toMatch(/^([A-Z][a-z]+){2,}$/);
      expect(resources.length).toBeGreaterThan(0);
      if (resources.includes("*")) for (const action of actions) expect(WITHOUT_RESOURCES).toContain(action);
      else for (const resource of resources) expect(resource).toMatch(/^(arn:|\$\{).+[^:]\*?$/);
    }
  });
});

describe("what restores need", () => {
  const actionsOf = (restoreChecks: "keys" | "all" | "off") =>
    new Set(
      synth({ restoreChecks })
        .statements("functions")
        .flatMap(({ actions }) => actions),
    );

  test("is looked at as restore_checks says: engine versions with keys, and nothing when off", () => {
    expect(actionsOf("keys")).toContain("rds:DescribeDBEngineVersions");
    expect(actionsOf("off")).not.toContain("rds:DescribeDBEngineVersions");
  });

  test("is looked at in full only with all", () => {
    const more = [...actionsOf("all")].filter((action) => !actionsOf("keys").has(action)).sort();
    expect(more).toEqual([
      "rds:DescribeDBClusterParameterGroups",
      "rds:DescribeDBParameterGroups",
      "rds:DescribeDBSubnetGroups",
      "rds:DescribeOptionGroups",
      "rds:DescribeOrderableDBInstanceOptions",
    ]);
  });

  test("of keys is, when off, only what copying needs", () => {
    const own = hcl('aws_kms_key.this["eu-central-1"].arn');
    const targets = { "eu-central-1": {} };
    expect(resourcesOf(synth({ targets, restoreChecks: "off" }), "kms:DescribeKey")).toEqual([
      arn("kms", REGION, "key/*"),
      own,
    ]);
    expect(resourcesOf(synth({ targets }), "kms:DescribeKey")).toEqual([
      arn("kms", REGION, "key/*"),
      arn("kms", "eu-central-1", "key/*"),
    ]);
  });
});

describe("databases and snapshots", () => {
  test("are listed: databases in the source region only", () => {
    const databases = [arn("rds", REGION, "*")];
    expect(resourcesOf(synth(TWO_TARGETS), "rds:DescribeDBInstances")).toEqual(databases);
    expect(resourcesOf(synth(TWO_TARGETS), "rds:DescribeDBClusters")).toEqual(databases);
  });

  test("are listed: snapshots in the source and the target regions", () => {
    const snapshots = [REGION, "eu-central-1", "us-east-1"].map((region) => arn("rds", region, "*"));
    expect(resourcesOf(synth(TWO_TARGETS), "rds:DescribeDBSnapshots")).toEqual(snapshots);
    expect(resourcesOf(synth(TWO_TARGETS), "rds:DescribeDBClusterSnapshots")).toEqual(snapshots);
  });
});

describe("copies", () => {
  test.each(["rds:CopyDBSnapshot", "rds:CopyDBClusterSnapshot"])(
    "are made from automated snapshots of the source region, to ids of this source region (%s)",
    (action) => {
      expect(resourcesOf(synth(TWO_TARGETS), action)).toEqual([
        arn("rds", REGION, "snapshot:rds:*"),
        arn("rds", REGION, "cluster-snapshot:rds:*"),
        ...COPIES,
      ]);
    },
  );

  test("have their tags read in the target regions only", () => {
    expect(grantOf(synth(TWO_TARGETS), "rds:ListTagsForResource")).toMatchObject([{ resources: COPIES }]);
  });

  test("are tagged in the target regions only, and only as this deployment's, as are option groups that come along", () => {
    expect(grantOf(synth({ ...TWO_TARGETS, name: "orders" }), "rds:AddTagsToResource")).toEqual([
      {
        sid: "TagCopiesAsOwn",
        actions: ["rds:AddTagsToResource"],
        resources: COPIES,
        condition: [
          { test: "StringEquals", variable: "aws:RequestTag/CrossRegionBackup", values: ["orders"] },
          { test: "StringEqualsIfExists", variable: "aws:ResourceTag/CrossRegionBackup", values: ["orders"] },
          {
            test: "StringLikeIfExists",
            variable: "aws:ResourceTag/CrossRegionBackup/SourceArn",
            values: [arn("rds", REGION, "*")],
          },
        ],
      },
      {
        sid: "TagCopiesOfOptionGroups",
        actions: ["rds:AddTagsToResource"],
        resources: GROUPS,
        condition: [
          { test: "StringEquals", variable: "aws:RequestTag/CrossRegionBackup", values: ["orders"] },
          { test: "StringEqualsIfExists", variable: "aws:ResourceTag/CrossRegionBackup", values: ["orders"] },
        ],
      },
    ]);
  });

  test("come with their option groups, which RDS makes in the target regions", () => {
    expect(grantOf(synth(TWO_TARGETS), "rds:CreateOptionGroup")).toEqual([
      { sid: "MakeCopiesOfOptionGroups", actions: ["rds:CreateOptionGroup"], resources: GROUPS },
    ]);
  });

  test("come without option groups, whoever asks, where they take none along", () => {
    const template = synth({ ...TWO_TARGETS, copyOptionGroups: "never" });
    expect(grantOf(template, "rds:CreateOptionGroup")).toEqual([]);
    expect(grantOf(template, "rds:AddTagsToResource").map(({ sid }) => sid)).toEqual(["TagCopiesAsOwn"]);
    expect(template.statement("functions", "TakeNoOptionGroupsAlong")).toEqual({
      sid: "TakeNoOptionGroupsAlong",
      effect: "Deny",
      actions: ["rds:CopyDBSnapshot"],
      resources: ["*"],
      condition: [{ test: "Bool", variable: "rds:CopyOptionGroup", values: ["true"] }],
    });
  });

  test("are the only snapshots that are tagged or deleted: never one whose id has a colon, as AWS's own have", () => {
    expect(synth(TWO_TARGETS).statement("functions", "LeaveAutomatedSnapshotsAlone")).toEqual({
      sid: "LeaveAutomatedSnapshotsAlone",
      effect: "Deny",
      actions: ["rds:AddTagsToResource", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
      resources: [arn("rds", "*", "snapshot:*:*"), arn("rds", "*", "cluster-snapshot:*:*")],
    });
  });

  test.each(["rds:DeleteDBSnapshot", "rds:DeleteDBClusterSnapshot"])(
    "are deleted only with this deployment's tag and a source of this region and account, and no hold (%s)",
    (action) => {
      expect(grantOf(synth({ ...TWO_TARGETS, name: "orders" }), action)).toEqual([
        {
          sid: "DeleteOwnCopiesOnly",
          actions: ["rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
          resources: COPIES,
          condition: [
            { test: "StringEquals", variable: "aws:ResourceTag/CrossRegionBackup", values: ["orders"] },
            {
              test: "StringLike",
              variable: "aws:ResourceTag/CrossRegionBackup/SourceArn",
              values: [arn("rds", REGION, "*")],
            },
            { test: "StringLikeIfExists", variable: "aws:ResourceTag/CrossRegionBackup/Hold", values: ["20??-??-??"] },
          ],
        },
      ]);
    },
  );

  test("nothing is changed in the source region", () => {
    const changed = synth(TWO_TARGETS)
      .statements("functions")
      .filter(({ effect }) => effect === undefined)
      .filter(({ actions }) => actions.some((action) => /^rds:(Delete|AddTags|Modify|Remove)/.test(action)))
      .flatMap(({ resources }) => resources);
    for (const resource of changed) expect(resource).not.toContain(`:rds:${REGION}:`);
  });
});

describe("keys", () => {
  const GIVEN = keyArn("eu-north-1", "given");
  const OWN = keyArn("eu-north-1", "payments");
  const template = synth({
    targets: {
      "eu-central-1": {},
      "eu-north-1": { createKmsKey: false, kmsKeyArn: GIVEN, databaseKmsKeyArns: { payments: OWN } },
    },
  });
  const keys = [arn("kms", REGION, "key/*"), hcl('aws_kms_key.this["eu-central-1"].arn'), GIVEN, OWN];
  const viaRds = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [REGION, "eu-central-1", "eu-north-1"].map((region) => `rds.${region}.${SUFFIX}`),
  };

  test("of the source region and of all copies are used by RDS only", () => {
    for (const action of ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptTo"]) {
      expect(grantOf(template, action)).toMatchObject([{ resources: keys, condition: [viaRds] }]);
    }
  });

  test("are described by the functions themselves, those beside a given key too", () => {
    expect(grantOf(template, "kms:DescribeKey")).toEqual([
      {
        sid: "DescribeKeysOfSnapshotsAndCopies",
        actions: ["kms:DescribeKey"],
        resources: [
          arn("kms", REGION, "key/*"),
          arn("kms", "eu-central-1", "key/*"),
          "arn:aws:kms:eu-north-1:123456789012:key/*",
        ],
      },
    ]);
  });

  test("of other accounts, under which databases are encrypted, are used too", () => {
    const theirs = "arn:aws:kms:eu-west-1:999988887777:key/theirs";
    const shared = synth({ sourceKmsKeyArns: [theirs] });
    for (const action of ["kms:DescribeKey", "kms:Decrypt", "kms:CreateGrant"]) {
      expect(resourcesOf(shared, action)).toContain(theirs);
    }
  });

  test("are granted to AWS services only", () => {
    expect(grantOf(template, "kms:CreateGrant")).toEqual([
      {
        sid: "LetRdsUseThoseKeys",
        actions: ["kms:CreateGrant"],
        resources: keys,
        condition: [viaRds, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
      },
    ]);
  });

  test("are out of reach where copies have none", () => {
    const without = synth({ targets: { "eu-central-1": { createKmsKey: false } } });
    expect(
      without
        .statements("functions")
        .flatMap(({ actions }) => actions)
        .join(),
    ).not.toContain("kms:");
  });

  test("that are given are enough to be granted", () => {
    const given = synth({ targets: { "eu-north-1": { createKmsKey: false, kmsKeyArn: GIVEN } } });
    expect(resourcesOf(given, "kms:CreateGrant")).toEqual([arn("kms", REGION, "key/*"), GIVEN]);
  });

  test("of single databases are enough to be granted", () => {
    const one = synth({ targets: { "eu-north-1": { createKmsKey: false, databaseKmsKeyArns: { payments: OWN } } } });
    expect(resourcesOf(one, "kms:CreateGrant")).toEqual([arn("kms", REGION, "key/*"), OWN]);
  });
});

describe("what the functions leave behind", () => {
  test("are lines in their own log groups", () => {
    const logs = ["sweep", "backup_finished"].map((name) => hcl(`aws_cloudwatch_log_group.${name}.arn`));
    expect(resourcesOf(synth(), "logs:PutLogEvents")).toEqual(logs.map((group) => `${group}:*`));
    expect(resourcesOf(synth(), "logs:CreateLogStream")).toEqual(logs.map((group) => `${group}:*`));
  });

  test("are messages in the dead-letter queue", () => {
    expect(resourcesOf(synth(), "sqs:SendMessage")).toEqual([hcl("aws_sqs_queue.dlq.arn")]);
  });

  test("are messages to people, in the topic of this deployment only", () => {
    expect(resourcesOf(synth(), "sns:Publish")).toEqual([hcl("aws_sns_topic.notifications.arn")]);
  });

  test("is what was told last, in one parameter only", () => {
    for (const action of ["ssm:GetParameter", "ssm:PutParameter"]) {
      expect(resourcesOf(synth(), action)).toEqual([hcl("aws_ssm_parameter.told.arn")]);
    }
  });

  test("is encrypted with the given key, through SNS and SQS", () => {
    const sid = "EncryptFailedInvocationsAndMessages";
    const services = ["sns", "sqs"].map((service) => `${service}.${REGION}.${SUFFIX}`);
    expect(synth({ encryptionKeyArn: keyArn("eu-west-1") }).statement("functions", sid)).toEqual({
      sid,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [keyArn("eu-west-1")],
      condition: [{ test: "StringEquals", variable: "kms:ViaService", values: services }],
    });
    expect(synth().statement("functions", sid)).toBeUndefined();
  });
});
