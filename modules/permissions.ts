import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { COPY_TAGS } from "../handlers/core/copy-tags";
import { roleName } from "../handlers/core/deployment";
import type { Context } from "./context";
import { both, policyDocument, type Statement } from "./policy-document";

/** The role of both functions. */
export function functionRole({ make, inputs, here }: Context): IamRole {
  const trust = policyDocument(make, "assume_role", [
    {
      sid: "LetLambdaRunTheFunctions",
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
    },
  ]);
  return make(IamRole, "this", {
    name: roleName(inputs.name, here.region),
    description: `Copies RDS snapshots of ${here.region} to other regions`,
    assumeRolePolicy: trust.json,
    tags: inputs.tags,
    ...(inputs.permissionsBoundary !== undefined && { permissionsBoundary: inputs.permissionsBoundary }),
  });
}

export interface Granted {
  readonly logGroups: readonly CloudwatchLogGroup[];
  readonly deadLetters: SqsQueue;
  readonly notifications: SnsTopic;
  /** What was told last. */
  readonly told: SsmParameter;
}

/** All that the functions may do. What IAM cannot guard: decisions/0008-what-iam-guards.md. */
export function rolePolicy(context: Context, iamRole: IamRole, granted: Granted): IamRolePolicy {
  const { make, inputs } = context;
  const document = policyDocument(make, "functions", [
    ...readStatements(context),
    ...copyStatements(context),
    ...ownStatements(context, granted),
    ...optionGroupStatements(context),
    ...kmsStatements(context),
    ...lookStatements(context),
  ]);
  return make(IamRolePolicy, "this", { name: inputs.name, role: iamRole.name, policy: document.json });
}

/**
 * Lists are authorised on databases or on snapshots, it is not documented which (docs/aws-facts.md#list-permissions): so on
 * every RDS resource of a region.
 */
function readStatements({ inputs, here }: Context): Statement[] {
  const everything = (region: string) => [here.arn("rds", region, "*")];
  return [
    {
      sid: "ListDatabases",
      actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
      resources: everything(here.region),
    },
    {
      sid: "ListSnapshotsAndCopies",
      actions: ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"],
      resources: inputs.forTargets("every_snapshot", everything, everything(here.region)),
    },
  ];
}

/**
 * A copy is authorised on both snapshots (docs/aws-facts.md#copy-permissions). The conditions hold the role to its own copies
 * (docs/aws-facts.md#delete-permissions).
 */
function copyStatements({ inputs, here }: Context): Statement[] {
  const copies = inputs.forTargets("copies", (region) => [
    here.arn("rds", region, `snapshot:*-${here.region}-*`),
    here.arn("rds", region, `cluster-snapshot:*-${here.region}-*`),
  ]);
  const name = { variable: `aws:ResourceTag/${COPY_TAGS.deployment}`, values: [inputs.name] };
  const source = { variable: `aws:ResourceTag/${COPY_TAGS.sourceArn}`, values: [here.arn("rds", here.region, "*")] };
  return [
    {
      sid: "CopyFromAutomatedSnapshots",
      actions: ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot"],
      resources: [
        here.arn("rds", here.region, "snapshot:rds:*"),
        here.arn("rds", here.region, "cluster-snapshot:rds:*"),
      ],
    },
    {
      // Tags are asked for where lists show none (docs/aws-facts.md#tags-in-lists).
      sid: "MakeCopiesAndReadTheirTags",
      actions: ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot", "rds:ListTagsForResource"],
      resources: copies,
    },
    {
      sid: "TagCopiesAsOwn",
      actions: ["rds:AddTagsToResource"],
      resources: copies,
      condition: [
        { test: "StringEquals", variable: `aws:RequestTag/${COPY_TAGS.deployment}`, values: [inputs.name] },
        // A new copy has no tags yet; one that has them must be ours.
        { test: "StringEqualsIfExists", ...name },
        { test: "StringLikeIfExists", ...source },
      ],
    },
    {
      sid: "DeleteOwnCopiesOnly",
      actions: ["rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
      resources: copies,
      condition: [
        { test: "StringEquals", ...name },
        { test: "StringLike", ...source },
        // A run knows a hold from its lists, which are minutes old; IAM knows no calendar, so a date is left to the plan
        // (decisions/0031-holds.md). To IAM, a hold with an empty value may be none.
        { test: "StringLikeIfExists", variable: `aws:ResourceTag/${COPY_TAGS.hold}`, values: ["20??-??-??"] },
      ],
    },
    {
      // A database restored from a copy passes our tags on to its snapshots. Only AWS gives ids with a colon.
      sid: "LeaveAutomatedSnapshotsAlone",
      effect: "Deny",
      actions: ["rds:AddTagsToResource", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
      resources: [here.arn("rds", "*", "snapshot:*:*"), here.arn("rds", "*", "cluster-snapshot:*:*")],
    },
  ];
}

/**
 * What a copy with its option group may need beside the copy itself is not documented (docs/aws-facts.md#option-groups). Where no group
 * is taken along, none may be.
 */
function optionGroupStatements({ inputs, here }: Context): Statement[] {
  const groups = inputs.forTargets("option_groups", (region) => [here.arn("rds", region, "og:*")]);
  const when = inputs.takesOptionGroups;
  return [
    { sid: "MakeCopiesOfOptionGroups", when, actions: ["rds:CreateOptionGroup"], resources: groups },
    {
      sid: "TagCopiesOfOptionGroups",
      when,
      actions: ["rds:AddTagsToResource"],
      resources: groups,
      condition: [
        { test: "StringEquals", variable: `aws:RequestTag/${COPY_TAGS.deployment}`, values: [inputs.name] },
        { test: "StringEqualsIfExists", variable: `aws:ResourceTag/${COPY_TAGS.deployment}`, values: [inputs.name] },
      ],
    },
    {
      sid: "TakeNoOptionGroupsAlong",
      when: inputs.leavesOptionGroups,
      effect: "Deny",
      actions: ["rds:CopyDBSnapshot"],
      resources: ["*"],
      condition: [{ test: "Bool", variable: "rds:CopyOptionGroup", values: ["true"] }],
    },
  ];
}

/** Logs, what could not be handled, and messages with the memory of what was told. */
function ownStatements(
  { inputs, here }: Context,
  { logGroups, deadLetters, notifications, told }: Granted,
): Statement[] {
  const encryptStatement = (key: string): Statement => ({
    sid: "EncryptFailedInvocationsAndMessages",
    when: inputs.hasEncryptionKey,
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [key],
    condition: [
      {
        test: "StringEquals",
        variable: "kms:ViaService",
        values: ["sns", "sqs"].map((service) => `${service}.${here.region}.${here.dnsSuffix}`),
      },
    ],
  });
  return [
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: logGroups.map(({ arn }) => `${arn}:*`),
    },
    { sid: "KeepFailedInvocations", actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
    { sid: "TellPeople", actions: ["sns:Publish"], resources: [notifications.arn] },
    { sid: "RememberWhatWasTold", actions: ["ssm:GetParameter", "ssm:PutParameter"], resources: [told.arn] },
    ...(inputs.encryptionKeyArn === undefined ? [] : [encryptStatement(inputs.encryptionKeyArn)]),
  ];
}

/**
 * RDS uses source and target key with the caller's rights. AWS documents one list of actions for both
 * (docs/aws-facts.md#kms-permissions). The source keys are those of the databases, which are not known here.
 */
function kmsStatements({ inputs, here }: Context): Statement[] {
  const viaRds = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: inputs.forTargets("rds_services", (region) => [`rds.${region}.${here.dnsSuffix}`], [
      `rds.${here.region}.${here.dnsSuffix}`,
    ]),
  };
  const use = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ];
  const every = (region: string) => here.arn("kms", region, "key/*");
  const keys = inputs.keyArns([every(here.region)]);
  const when = inputs.hasTargetKeys;
  return [
    {
      // The caller asks this himself, not via RDS (docs/aws-facts.md#kms-permissions); of old copies, too, whose keys no setting names.
      sid: "DescribeKeysOfSnapshotsAndCopies",
      when: both(when, inputs.restoreChecks.on),
      actions: ["kms:DescribeKey"],
      resources: inputs.keyNeighbours([every(here.region)], every),
    },
    {
      sid: "DescribeKeysInUse",
      when: both(when, inputs.restoreChecks.off),
      actions: ["kms:DescribeKey"],
      resources: keys,
    },
    { sid: "UseKeysOfSnapshotsAndCopies", when, actions: use, resources: keys, condition: [viaRds] },
    {
      sid: "LetRdsUseThoseKeys",
      when,
      actions: ["kms:CreateGrant"],
      resources: keys,
      condition: [viaRds, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
  ];
}

/**
 * Quotas, when databases were started (docs/aws-facts.md#stopped-databases), and what restores need. IAM knows no resources of these
 * (docs/aws-facts.md#list-permissions). One statement or another, as each takes room in the policy.
 */
function lookStatements({ inputs: { restoreChecks } }: Context): Statement[] {
  const actions = ["rds:DescribeAccountAttributes", "rds:DescribeEvents"];
  const resources = ["*"];
  return [
    { sid: "ReadQuotasAndEvents", when: restoreChecks.off, actions, resources },
    {
      sid: "ReadQuotasEventsAndVersions",
      when: restoreChecks.on,
      actions: [...actions, "rds:DescribeDBEngineVersions"].sort(),
      resources,
    },
    {
      sid: "LookAtClassesAndGroups",
      when: restoreChecks.all,
      actions: [
        "rds:DescribeDBClusterParameterGroups",
        "rds:DescribeDBParameterGroups",
        "rds:DescribeDBSubnetGroups",
        "rds:DescribeOptionGroups",
        "rds:DescribeOrderableDBInstanceOptions",
      ],
      resources,
    },
  ];
}
