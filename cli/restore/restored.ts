import { parseSnapshotArn } from "../../handlers/core/arn";
import type { Kind } from "../../handlers/core/model";
import type { Shape } from "../../handlers/core/sheet/shape";
import { readSheet } from "../../handlers/core/sheet/sheet";
import type { Chosen } from "./choose";
import { clusterValues, members } from "./cluster-values";
import { differences } from "./differences";
import { familyOf } from "./family";
import { instanceValues } from "./instance-values";
import type { NeededGroup, Restored } from "./model";
import type { RecoveryPoint } from "./recovery-points";
import { isOwnGroup } from "./values";

/** The name of what no sheet says, among those of subnet and security groups that are lost. */
export const UNKNOWN = "unknown";

/** What the copy's sheet says; of a copy without one, or with one that cannot be read, nothing. */
interface Known {
  readonly shape: Shape;
  readonly sheet: Restored["sheet"];
  /** What a person should know of the sheet. */
  readonly differences: readonly string[];
}

/**
 * A database as it will be, from what its copy and the copy's sheet say.
 *
 * @param taken names of instances: those of its members are added
 */
export function restored({ point, remarks }: Chosen, name: string, taken: Set<string>): Restored {
  const known = knownOf(point);
  const { shape } = known;
  const { kind, details, snapshot, database, deployment, sourceRegion, time } = point;
  const { partition = "aws", account = "" } = parseSnapshotArn(snapshot.arn) ?? {};
  const place = { partition, account };
  return {
    kind,
    name,
    lostName: database,
    deployment,
    sourceRegion,
    snapshot: point.id,
    time,
    sizeGib: snapshot.sizeGib,
    keyArn: snapshot.kmsKeyId,
    values: shape.kind === "instance" ? instanceValues(point, shape, place) : clusterValues(point, shape, place),
    tags: details.tags,
    members: shape.kind === "instance" ? [] : members(name, shape, place, taken),
    lostSubnetGroup: shape.subnetGroup ?? UNKNOWN,
    lostSecurityGroups: shape.securityGroups ?? [UNKNOWN],
    parameterGroups: parameterGroups(point, shape),
    differences: [...remarks, ...known.differences, ...differences(point, shape)],
    sheet: known.sheet,
  };
}

/** What is known of the database that a copy is of, beside what the copy says. */
export function knownOf(point: RecoveryPoint): Known {
  const nothing: Shape = { kind: point.kind };
  // Tags that only claim to be ours may say anything.
  const sheet = point.deployment === undefined ? undefined : readSheet(point.snapshot.tags);
  if (sheet === undefined) {
    return {
      shape: nothing,
      sheet: "none",
      differences: ["The copy has no restore sheet: what it does not say must be chosen."],
    };
  }
  const why = "malformed" in sheet ? sheet.malformed : impossible(sheet.shape, point.kind);
  if ("malformed" in sheet || why !== undefined) {
    return {
      shape: nothing,
      sheet: "malformed",
      differences: [`The restore sheet of the copy is not used, as ${why}: what the copy does not say must be chosen.`],
    };
  }
  const { shape, leftOut, unread } = sheet;
  const missing = [...leftOut, ...unread];
  return {
    shape,
    sheet: "read",
    differences:
      missing.length === 0
        ? []
        : [`The restore sheet had no room for, or this version cannot read: ${missing.join(", ")}.`],
  };
}

/** RDS allows a writer and fifteen readers. */
const MOST_MEMBERS = 16;

/** Why no database can have this shape. Whoever may tag a copy may write a sheet. */
function impossible(shape: Shape, kind: Kind): string | undefined {
  if (shape.kind !== kind) return `it is one of a ${shape.kind}`;
  if (shape.kind === "instance") return undefined;
  const count = (shape.members ?? []).reduce((sum, rule) => sum + rule.count, 0);
  return count > MOST_MEMBERS ? `it tells of ${count} instances, and a cluster has at most ${MOST_MEMBERS}` : undefined;
}

function parameterGroups({ kind, details }: RecoveryPoint, shape: Shape): NeededGroup[] {
  const family = familyOf(details.engine, details.engineVersion);
  const own = isOwnGroup(shape.parameterGroup) ? [{ kind, name: shape.parameterGroup, family }] : [];
  const ofMembers = shape.kind === "cluster" ? (shape.members ?? []) : [];
  return [
    ...own,
    ...ofMembers.flatMap(({ parameterGroup: name }) =>
      isOwnGroup(name) ? [{ kind: "instance" as const, name, family }] : [],
    ),
  ];
}
