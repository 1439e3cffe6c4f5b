import { parseSnapshotArn } from "../../handlers/core/arn";
import type { Kind } from "../../handlers/core/model";
import { type Copy, ownership } from "../../handlers/core/ownership";
import type { Restorable } from "../../handlers/core/restorable";
import { type Condition, condition } from "../../handlers/core/status";
import { claimedDeployment } from "../deployments/claimed";

/** A snapshot from which a database can be restored, once it is available. */
export interface RecoveryPoint extends Restorable {
  readonly kind: Kind;
  readonly database: string;
  readonly resourceId: string | undefined;
  /** Undefined: made by something else, or its tags cannot be relied on. */
  readonly deployment: string | undefined;
  readonly sourceRegion: string | undefined;
  /** When its data are from. */
  readonly time: Date | undefined;
  readonly condition: Condition;
  /** Of a deployment; undefined as that is. */
  readonly copy: Copy | undefined;
}

/** Tagged as a copy of a deployment, but not made by it. */
export interface Claim {
  readonly kind: Kind;
  readonly id: string;
  readonly deployment: string;
  /** One sentence without a full stop. */
  readonly why: string;
}

export interface Found {
  /** Copies of all deployments. */
  readonly copies: readonly RecoveryPoint[];
  readonly claims: readonly Claim[];
  /** Every other manual snapshot, claims included: only restored if its id is named. */
  readonly others: readonly RecoveryPoint[];
}

/**
 * What can be restored in a region. Of a deployment that may be long gone nothing is known but what its copies say: name and source region
 * are read from their tags, the account from the ARN that RDS gives them. What `ownership` then refuses is no copy.
 */
export function recoveryPoints(snapshots: readonly Restorable[], now: Date): Found {
  const copies: RecoveryPoint[] = [];
  const claims: Claim[] = [];
  const others: RecoveryPoint[] = [];
  for (const restorable of snapshots) {
    const { snapshot } = restorable;
    const deployment = claimedDeployment(snapshot);
    const owned = deployment && ownership(snapshot, { deployment, now });
    if (owned?.owner === "ours") {
      const { databaseId, databaseResourceId, sourceTime } = owned.copy;
      copies.push({
        ...restorable,
        kind: snapshot.kind,
        database: databaseId,
        resourceId: databaseResourceId,
        deployment: deployment?.name,
        sourceRegion: deployment?.sourceRegion,
        time: sourceTime,
        condition: condition(snapshot),
        copy: owned.copy,
      });
      continue;
    }
    if (owned?.owner === "claims-ours") {
      claims.push({ kind: snapshot.kind, id: restorable.id, deployment: deployment?.name ?? "", why: owned.why });
    }
    others.push({
      ...restorable,
      kind: snapshot.kind,
      database: snapshot.databaseId ?? snapshot.id,
      resourceId: undefined,
      deployment: undefined,
      sourceRegion: parseSnapshotArn(snapshot.sourceArn ?? "")?.region,
      time: restorable.details.takenAt,
      condition: condition(snapshot),
      copy: undefined,
    });
  }
  return { copies, claims, others };
}
