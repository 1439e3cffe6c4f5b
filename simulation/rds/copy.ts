import type { Caller } from "../iam/access";
import { parseArn, snapshotArn } from "../iam/arns";
import type { KmsKey } from "../kms/kms";
import { AwsError, invalidCombination, invalidValue, keyNotAccessible } from "../wire/errors";
import { type Encryption, isMultiAzCluster, type Kind, type SnapshotRecord } from "./model";
import { type Operation, requireAccess } from "./operation";
import { optionGroupAsked, optionGroupOfCopy, requireOptionGroupAccess } from "./option-groups";
import { checkQuotas } from "./quotas";
import type { Region } from "./region";
import { snapshotElement } from "./shapes";
import { checkSnapshotId } from "./snapshot-id";
import { requestedTags, requestTagContext, requireTagging, resourceTagContext } from "./tags";

const NAMES = {
  instance: {
    action: "CopyDBSnapshot",
    source: "SourceDBSnapshotIdentifier",
    target: "TargetDBSnapshotIdentifier",
    notFound: "DBSnapshotNotFound",
    invalidState: "InvalidDBSnapshotState",
    exists: "DBSnapshotAlreadyExists",
  },
  cluster: {
    action: "CopyDBClusterSnapshot",
    source: "SourceDBClusterSnapshotIdentifier",
    target: "TargetDBClusterSnapshotIdentifier",
    notFound: "DBClusterSnapshotNotFoundFault",
    invalidState: "InvalidDBClusterSnapshotStateFault",
    exists: "DBClusterSnapshotAlreadyExistsFault",
  },
} as const;

/** What KMS is asked about both keys, with the caller's rights (docs/aws-facts.md#kms-permissions). */
const KMS_ACTIONS = [
  "DescribeKey",
  "CreateGrant",
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
] as const;

/**
 * CopyDBSnapshot and CopyDBClusterSnapshot, called in the target region. The order of RDS's checks is not documented; here it is access,
 * parameters, target, source, keys, limits. CopyTags is refused, as it is not known how RDS merges it with Tags
 * (docs/aws-facts.md#copy-tags).
 */
export function copySnapshot(kind: Kind): Operation {
  const names = NAMES[kind];
  return async (call) => {
    const { region, parameters, caller } = call;
    const { account, clock } = region.rds;
    const sourceId = parameters.required(names.source);
    const targetId = parameters.required(names.target).toLowerCase();
    const keyId = parameters.optional("KmsKeyId");
    if (parameters.boolean("CopyTags")) throw invalidCombination("The simulation does not know CopyTags: send Tags");
    checkSnapshotId(kind, names.target, targetId);
    const tags = requestedTags(parameters);
    const group = optionGroupAsked(kind, parameters);
    const source = sourceOf(region, kind, sourceId);
    const targetArn = snapshotArn(account, region.name, kind, targetId);

    const sourceTags = source.find()?.tags ?? {};
    const action = `rds:${names.action}`;
    const about = group.copies ? { "rds:CopyOptionGroup": "true" } : {};
    await requireAccess(caller, { action, resource: targetArn, context: { ...requestTagContext(tags), ...about } });
    const ofSource = { ...resourceTagContext(sourceTags), ...about };
    await requireAccess(caller, { action, resource: source.arn, context: ofSource });
    if (Object.keys(tags).length > 0) await requireTagging(caller, targetArn, tags);
    await requireOptionGroupAccess(call, source.find(), group);
    const mayUseKey = await keyAccess(caller, region, source.find(), keyId);

    if (region.snapshot(kind, targetId)) {
      throw new AwsError(names.exists, `Cannot create the snapshot because ${targetId} already exists.`);
    }
    const snapshot = source.find();
    if (!snapshot) throw new AwsError(names.notFound, `Snapshot not found: ${sourceId}`, 404);
    if (snapshot.status !== "available") {
      throw new AwsError(names.invalidState, `Snapshot ${sourceId} is in state ${snapshot.status}, not available`);
    }
    refuseWhatCannotBeCopied(snapshot);
    const optionGroup = optionGroupOfCopy(region, snapshot, group);
    const encryption = copyEncryption(region, snapshot, keyId, mayUseKey);
    const crossRegion = source.region !== region.name;
    checkQuotas(region.quotas, kind, region.snapshots[kind].values(), crossRegion);

    if (optionGroup.made) region.stock.optionGroups.set(optionGroup.made.name, optionGroup.made);
    const copy = region.copies.start({
      ...snapshot,
      ...encryption,
      optionGroup: optionGroup.name,
      id: targetId,
      arn: targetArn,
      region: region.name,
      type: "manual",
      status: "pending",
      tags,
      startedAt: clock.now(),
      finishesAt: undefined,
      createTime: shownCreateTime(region, snapshot),
      sourceArn: crossRegion ? source.arn : undefined,
      serial: region.newSerial(),
    });
    return { body: snapshotElement(copy, clock.now()), snapshot: copy };
  };
}

interface Source {
  readonly arn: string;
  readonly region: string;
  /** The snapshot as it is now. */
  find(): SnapshotRecord | undefined;
}

/** Resolves an ARN, or an id in the same region, and refuses region pairs that cannot copy (docs/aws-facts.md#region-pairs). */
function sourceOf(region: Region, kind: Kind, identifier: string): Source {
  const { rds } = region;
  const arn = parseArn(identifier);
  if (!identifier.startsWith("arn:")) {
    const id = identifier.toLowerCase();
    const find = () => region.snapshot(kind, id);
    return { arn: snapshotArn(rds.account, region.name, kind, id), region: region.name, find };
  }
  const type = kind === "instance" ? "snapshot" : "cluster-snapshot";
  if (arn?.service !== "rds" || arn.type !== type) throw invalidValue(`Invalid snapshot identifier:  ${identifier}`);
  const pair = `${arn.region} to ${region.name}`;
  if (arn.partition !== rds.account.partition) throw invalidValue(`Snapshots cannot be copied from ${pair}`);
  if (arn.region !== region.name && arn.partition === "aws-cn") {
    throw invalidValue(`Snapshots cannot be copied from ${pair}`);
  }
  const isOwnAccount = arn.account === rds.account.id;
  const find = () => (isOwnAccount ? rds.region(arn.region).snapshot(kind, arn.id.toLowerCase()) : undefined);
  return { arn: identifier, region: arn.region, find };
}

/** Which errors RDS answers here is not documented (docs/aws-facts.md#copy-errors). */
function refuseWhatCannotBeCopied(snapshot: SnapshotRecord): void {
  if (isMultiAzCluster(snapshot)) throw invalidCombination("Snapshots of Multi-AZ DB clusters cannot be copied");
  if (snapshot.engine.startsWith("custom-")) throw invalidCombination("Snapshots of RDS Custom cannot be copied");
  if (snapshot.backupTarget !== "region") {
    throw invalidCombination(`Snapshots stored in ${snapshot.backupTarget} cannot be copied`);
  }
}

interface KeyAccess {
  readonly source: boolean;
  readonly target: boolean;
}

/** Whether the caller may use the keys that the copy needs. Assumed: the source's key may be used through RDS of either region. */
async function keyAccess(
  caller: Caller,
  region: Region,
  source: SnapshotRecord | undefined,
  keyId: string | undefined,
): Promise<KeyAccess> {
  const { kms } = region.rds;
  const sourceKey = source?.encryption === "sse-kms" ? kms.get(source.kmsKeyArn ?? "") : undefined;
  const targetKey = keyId === undefined ? undefined : kms.resolve(region.name, keyId);
  return {
    source: !sourceKey || (await mayUse(caller, sourceKey, [sourceKey.region, region.name])),
    target: !targetKey || (await mayUse(caller, targetKey, [region.name])),
  };
}

async function mayUse(caller: Caller, key: KmsKey, viaRegions: readonly string[]): Promise<boolean> {
  const services = viaRegions.map((via) => ({ "kms:ViaService": `rds.${via}.amazonaws.com` }));
  for (const action of KMS_ACTIONS) {
    // What a key is like, the caller may be asked himself too.
    for (const service of action === "DescribeKey" ? [...services, {}] : services) {
      const context = {
        ...service,
        ...(action === "CreateGrant" ? { "kms:GrantIsForAWSResource": "true" } : {}),
      };
      const request = { action: `kms:${action}`, resource: key.arn, context, resourcePolicy: key.policy };
      if (!(await caller.allows(request))) return false;
    }
  }
  return true;
}

/** How the copy is encrypted (docs/aws-facts.md#instance-encryption, #cluster-encryption), or why it cannot be. */
function copyEncryption(
  region: Region,
  source: SnapshotRecord,
  keyId: string | undefined,
  mayUse: KeyAccess,
): { encryption: Encryption; kmsKeyArn: string | undefined } {
  const { kms, assumptions } = region.rds;
  const crossRegion = source.region !== region.name;
  if (source.encryption === "sse-kms") {
    if (!mayUse.source || !kms.isUsable(source.kmsKeyArn)) {
      throw keyNotAccessible("source snapshot", source.kmsKeyArn ?? "None");
    }
    if (keyId === undefined && crossRegion) {
      throw invalidValue("Must specify new KMS key for cross region encrypted snapshot copy.");
    }
    if (keyId === undefined) return { encryption: "sse-kms", kmsKeyArn: source.kmsKeyArn };
  }
  if (keyId === undefined) return { encryption: source.encryption, kmsKeyArn: undefined };
  if (source.kind === "cluster" && source.encryption === "none") {
    throw invalidCombination("KmsKeyId cannot be specified for an unencrypted DB cluster snapshot");
  }
  if (source.encryption === "sse-rds" && assumptions.sseRdsWithKey === "refused") {
    throw invalidCombination("KmsKeyId cannot be specified for a snapshot that is encrypted with an AWS owned key");
  }
  const key = kms.resolve(region.name, keyId);
  if (!key || !mayUse.target || !kms.isUsable(key.arn)) throw keyNotAccessible("target", keyId);
  return { encryption: "sse-kms", kmsKeyArn: key.arn };
}

/** The `SnapshotCreateTime` that a copy shows while in progress. */
function shownCreateTime(region: Region, source: SnapshotRecord): number | undefined {
  const { assumptions, clock } = region.rds;
  if (assumptions.createTimeInProgress === "absent") return undefined;
  const keepsTime = source.kind === "cluster" && assumptions.clusterCopyCreateTime === "source";
  return keepsTime ? source.originalCreateTime : clock.now() + region.clockSkew;
}
