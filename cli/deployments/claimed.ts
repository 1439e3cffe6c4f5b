import { parseSnapshotArn } from "../../handlers/core/arn";
import { COPY_TAGS } from "../../handlers/core/copy-tags";
import type { Deployment } from "../../handlers/core/deployment";
import type { TargetSnapshot } from "../../handlers/core/model";

/**
 * The deployment that the tags of a snapshot name, which may be long gone; undefined: none. Tags prove nothing: the account is that of the ARN
 * that RDS gives the snapshot, and `ownership` is still to be asked.
 */
export function claimedDeployment({ arn, tags }: Pick<TargetSnapshot, "arn" | "tags">): Deployment | undefined {
  const name = tags[COPY_TAGS.deployment];
  const own = parseSnapshotArn(arn);
  if (name === undefined || own === undefined) return undefined;
  const sourceRegion = parseSnapshotArn(tags[COPY_TAGS.sourceArn] ?? "")?.region ?? "";
  return { name, partition: own.partition, account: own.account, sourceRegion };
}
