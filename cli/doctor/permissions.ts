import { copyId } from "../../handlers/core/copy-id";
import { COPY_TAGS } from "../../handlers/core/copy-tags";
import { BUNDLES, type Deployment } from "../../handlers/core/deployment";
import { KINDS, type Kind } from "../../handlers/core/model";
import { deadLettersName, logGroupName, parameterName, topicName } from "../../handlers/core/names";
import { DNS_SUFFIXES, USUAL_DNS_SUFFIX } from "../../handlers/core/partition";
import { keysInSettings } from "../../handlers/run/keys-of-copies";
import type { Settings } from "../../handlers/settings/settings";
import { LOOKING_AT_VERSIONS, LOOKING_AT_WANTS, RDS_ACTIONS } from "../actions";
import type { Deployed } from "../deployments/deployed";
import { arnsOf } from "./arns";

/** What the functions do with some resources, and what IAM knows of it then. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARNs; `*` where an action knows no resources. */
  readonly resource: string;
  /** Where the call is made. */
  readonly region: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** What the settings in the environment do not tell. */
export interface KeysInUse {
  /** Keys of databases, ARNs. */
  readonly ofDatabases: readonly string[];
  /** That of topics and queue, an ARN. */
  readonly ofPlumbing: string | undefined;
}

/** A database that there need not be: its id is one that people give. */
const DATABASE = "example";
const SNAPSHOT = `rds:${DATABASE}-2026-01-31-03-07`;
/** As KMS names keys. */
const KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab";

const SAR: Readonly<Record<Kind, { readonly database: string; readonly snapshot: string }>> = {
  instance: { database: "db", snapshot: "snapshot" },
  cluster: { database: "cluster", snapshot: "cluster-snapshot" },
};

/**
 * All that the functions must be allowed, one example of each. A test compares it with the policy that the module gives them: whatever is
 * taken from that, something here is denied.
 */
export function neededPermissions({ deployment, startup }: Deployed, keysInUse: KeysInUse): Permission[] {
  const { sourceRegion: source } = deployment;
  const { settings } = startup;
  return [
    ...KINDS.flatMap((kind) => ofKind(kind, deployment, settings)),
    ...(settings.copyOptionGroups === "never" ? [] : settings.targets.flatMap((at) => ofOptionGroups(at, deployment))),
    ...ofKeys(deployment, settings, keysInUse),
    ...ofLogs(deployment),
    ...ofMessages(deployment),
    ...(keysInUse.ofPlumbing === undefined ? [] : ofPlumbing(keysInUse.ofPlumbing, deployment)),
    ...[source, ...settings.targets].map((region) => ({ actions: looksOf(settings), resource: "*", region })),
  ];
}

function ofKind(kind: Kind, deployment: Deployment, { targets }: Settings): Permission[] {
  const { name, sourceRegion: source } = deployment;
  const { database, snapshot } = SAR[kind];
  const arn = arnsOf(deployment);
  const sourceArn = arn("rds", source, `${snapshot}:${SNAPSHOT}`);
  const id = copyId({ kind, databaseId: DATABASE, sourceRegion: source, snapshotId: SNAPSHOT, sourceArn });
  const { snapshots: list, copy, delete: remove } = RDS_ACTIONS[kind];
  const ours = {
    [`aws:ResourceTag/${COPY_TAGS.deployment}`]: name,
    [`aws:ResourceTag/${COPY_TAGS.sourceArn}`]: sourceArn,
  };
  return [
    {
      actions: [RDS_ACTIONS[kind].databases],
      resource: arn("rds", source, `${database}:${DATABASE}`),
      region: source,
    },
    // Which of the two a list is authorised on is not documented (docs/aws-facts.md#list-permissions).
    { actions: [list], resource: arn("rds", source, `${database}:${DATABASE}`), region: source },
    { actions: [list, copy], resource: sourceArn, region: source },
    ...targets.flatMap((region) => {
      const resource = arn("rds", region, `${snapshot}:${id}`);
      return [
        { actions: [list], resource: arn("rds", region, `${database}:${DATABASE}`), region },
        { actions: [list, copy, "rds:ListTagsForResource"], resource, region },
        {
          actions: ["rds:AddTagsToResource"],
          resource,
          region,
          context: { [`aws:RequestTag/${COPY_TAGS.deployment}`]: name },
        },
        { actions: [remove], resource, region, context: ours },
      ];
    }),
  ];
}

function ofOptionGroups(region: string, deployment: Deployment): Permission[] {
  const resource = arnsOf(deployment)("rds", region, `og:${DATABASE}`);
  return [
    { actions: ["rds:CreateOptionGroup"], resource, region },
    {
      actions: ["rds:AddTagsToResource"],
      resource,
      region,
      context: { [`aws:RequestTag/${COPY_TAGS.deployment}`]: deployment.name },
    },
  ];
}

/** As docs/aws-facts.md#kms-permissions has them. The policies of the keys themselves IAM does not simulate for a role. */
function ofKeys(deployment: Deployment, { targetKmsKeys }: Settings, { ofDatabases }: KeysInUse): Permission[] {
  const targets = keysInSettings(targetKmsKeys).map(({ arn: resource, region }) => ({ resource, region }));
  if (targets.length === 0) return [];
  const region = deployment.sourceRegion;
  const known = ofDatabases.length > 0 ? ofDatabases : [arnsOf(deployment)("kms", region, KEY)];
  const all = [...known.map((resource) => ({ resource, region })), ...targets];
  return [...new Map(all.map((key) => [key.resource, key])).values()].flatMap((key) => {
    const viaRds = { "kms:ViaService": `rds.${key.region}.${dnsSuffix(deployment)}` };
    return [
      { ...key, actions: ["kms:DescribeKey"] },
      {
        ...key,
        actions: [
          "kms:Decrypt",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ],
        context: viaRds,
      },
      { ...key, actions: ["kms:CreateGrant"], context: { ...viaRds, "kms:GrantIsForAWSResource": "true" } },
    ];
  });
}

function ofLogs(deployment: Deployment): Permission[] {
  const { name, sourceRegion: region } = deployment;
  return BUNDLES.map((bundle) => {
    const stream = `log-group:${logGroupName(name, bundle)}:log-stream:2026/01/31/[$LATEST]0`;
    return {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resource: arnsOf(deployment)("logs", region, stream),
      region,
    };
  });
}

function ofMessages(deployment: Deployment): Permission[] {
  const { name, sourceRegion: region } = deployment;
  const arn = arnsOf(deployment);
  const parameter = `parameter${parameterName(name)}`;
  return [
    { actions: ["sns:Publish"], resource: arn("sns", region, topicName(name, "notifications")), region },
    { actions: ["ssm:GetParameter", "ssm:PutParameter"], resource: arn("ssm", region, parameter), region },
    { actions: ["sqs:SendMessage"], resource: arn("sqs", region, deadLettersName(name)), region },
  ];
}

const ofPlumbing = (resource: string, deployment: Deployment): Permission[] =>
  ["sns", "sqs"].map((service) => ({
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resource,
    region: deployment.sourceRegion,
    context: { "kms:ViaService": `${service}.${deployment.sourceRegion}.${dnsSuffix(deployment)}` },
  }));

/** What daily runs ask of a region, as `restore_checks` says. */
const looksOf = ({ restoreChecks }: Settings): string[] => [
  "rds:DescribeAccountAttributes",
  "rds:DescribeEvents",
  ...(restoreChecks === "off" ? [] : [LOOKING_AT_VERSIONS]),
  ...(restoreChecks === "all" ? LOOKING_AT_WANTS : []),
];

const dnsSuffix = ({ partition }: Deployment): string => DNS_SUFFIXES[partition] ?? USUAL_DNS_SUFFIX;
