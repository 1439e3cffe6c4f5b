import { type Deployment, ELSEWHERE, keyArn, OTHER_ACCOUNT, SECOND_TARGET, SOURCE, TARGET } from "./deployments";
import type { Forbidden } from "./forbidden";
import { DOCUMENTED_KMS_ACTIONS } from "./needed";

const viaRds = (region: string) => ({ "kms:ViaService": `rds.${region}.amazonaws.com` });

/** Keys that are not for copies, keys outside RDS, and what endangers a key. */
export function forbiddenKeys(deployment: Deployment): Forbidden[] {
  const { targets, targetKeys, props } = deployment;
  const sourceKeys = targetKeys.length === 0 ? [] : (props.sourceKmsKeyArns ?? []);
  const looksAtKeys = targetKeys.length > 0 && props.restoreChecks !== "off";
  const source = keyArn(SOURCE, "of-a-database");
  const others = [ELSEWHERE, TARGET, SECOND_TARGET].filter((region) => !targets.includes(region));
  return [
    ...[source, ...sourceKeys, ...targetKeys].flatMap(misuse),
    ...[...sourceKeys, ...targetKeys].flatMap((key) => almost(key, looksAtKeys)),
    ...others.flatMap((region) =>
      [SOURCE, ...targets].flatMap((via) => use(`a key of ${region}`, keyArn(region, "any"), viaRds(via))),
    ),
    ...targets.flatMap((target) =>
      use(`another key of ${target}`, keyArn(target, "another"), viaRds(target)).filter(
        (request) => !(looksAtKeys && isDescription(request)),
      ),
    ),
    ...use("a source key of another account", keyArn(SOURCE, "foreign", OTHER_ACCOUNT.id), viaRds(SOURCE)),
    ...(targetKeys.length === 0 ? use("a source key without need", source, viaRds(SOURCE)) : []),
    ...plumbing(deployment),
  ];
}

const use = (what: string, resource: string, context: Record<string, string>): Forbidden[] =>
  DOCUMENTED_KMS_ACTIONS.map((action) => ({
    what: `call ${action} on ${what}`,
    action,
    resource,
    context: action === "kms:CreateGrant" ? { "kms:GrantIsForAWSResource": "true", ...context } : context,
  }));

/** The functions may ask themselves what a key is like, of each key in an account and region of copies' keys. */
const isDescription = ({ action }: Forbidden): boolean => action === "kms:DescribeKey";

/** What is forbidden on a key that copies do need. */
function misuse(key: string): Forbidden[] {
  const [, , , region = ""] = key.split(":");
  return [
    ...[
      ...use("a key outside of any service", key, {}),
      ...use("a key through EC2", key, { "kms:ViaService": `ec2.${region}.amazonaws.com` }),
      ...use("a key through S3 of the source region", key, { "kms:ViaService": `s3.${SOURCE}.amazonaws.com` }),
      ...use("a key through RDS of a region that is no target", key, viaRds(ELSEWHERE)),
    ].filter((request) => !isDescription(request)),
    ...dangers(key, viaRds(region)),
    ...[{}, { "kms:GrantIsForAWSResource": "false" }].map((context) => ({
      what: "give a grant to somebody",
      action: "kms:CreateGrant",
      resource: key,
      context: { ...viaRds(region), ...context },
    })),
  ];
}

/** The id of a key that copies need, in another place. */
function almost(key: string, looksAtKeys: boolean): Forbidden[] {
  const [, , , region = "", account = ""] = key.split(":");
  const [, id = ""] = key.split("/");
  const stranger = "777766665555";
  return [
    ...use("the replica of a key in a region that is no target", keyArn(ELSEWHERE, id, account), viaRds(region)),
    ...use("a key of another account", keyArn(region, id, stranger), viaRds(region)),
    ...use("another key of its account", keyArn(region, "another", account), viaRds(region)).filter(
      (request) => !(looksAtKeys && isDescription(request)),
    ),
  ];
}

/** Actions on a key that no copy needs. */
function dangers(resource: string, context: Record<string, string>): Forbidden[] {
  return [
    "CancelKeyDeletion",
    "DeleteImportedKeyMaterial",
    "DisableKey",
    "DisableKeyRotation",
    "EnableKey",
    "GenerateMac",
    "GetKeyPolicy",
    "ImportKeyMaterial",
    "ListGrants",
    "PutKeyPolicy",
    "ReplicateKey",
    "RetireGrant",
    "RevokeGrant",
    "ScheduleKeyDeletion",
    "Sign",
    "TagResource",
    "UpdatePrimaryRegion",
  ].map((action) => ({ what: `call kms:${action}`, action: `kms:${action}`, resource, context }));
}

/** The key of queue and logs: the functions use it through the queue only. */
function plumbing({ props: { encryptionKeyArn } }: Deployment): Forbidden[] {
  if (encryptionKeyArn === undefined) return [];
  const viaSqs = (region: string) => ({ "kms:ViaService": `sqs.${region}.amazonaws.com` });
  return ["kms:Decrypt", "kms:GenerateDataKey"]
    .flatMap((action) => [
      { what: `call ${action} on the key of the queue outside of SQS`, action, resource: encryptionKeyArn },
      {
        what: `call ${action} on the key of the queue through SQS of another region`,
        action,
        resource: encryptionKeyArn,
        context: viaSqs(TARGET),
      },
      {
        what: `call ${action} on another key through SQS`,
        action,
        resource: keyArn(SOURCE, "another"),
        context: viaSqs(SOURCE),
      },
      {
        what: `call ${action} on a key of another region through SQS`,
        action,
        resource: keyArn(TARGET, "plumbing"),
        context: viaSqs(SOURCE),
      },
      {
        what: `call ${action} on a key of another account through SQS`,
        action,
        resource: keyArn(SOURCE, "plumbing", OTHER_ACCOUNT.id),
        context: viaSqs(SOURCE),
      },
    ])
    .concat(
      ["kms:Encrypt", "kms:CreateGrant", "kms:ReEncryptTo"].map((action) => ({
        what: `call ${action} on the key of the queue`,
        action,
        resource: encryptionKeyArn,
        context: viaSqs(SOURCE),
      })),
    );
}
