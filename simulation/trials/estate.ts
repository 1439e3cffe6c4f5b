import type { SimulatedAws } from "../aws";
import type { DatabaseRecord, ShapeOfRecord, SnapshotRecord, Tags } from "../rds/model";
import type { DatabaseOptions } from "../rds/region";
import { DAY } from "../time/clock";
import { type DatabasePlan, type ForeignPlan, type Scenario, SOURCE_REGION, TARGET_REGIONS } from "./scenario";
import { membersOf, shapeOf } from "./shapes";
import { ACCOUNT, GIVEN_KEYS, NAME } from "./stack";

export interface Estate {
  readonly databases: readonly DatabaseRecord[];
  readonly foreign: readonly SnapshotRecord[];
}

/** What databases are made with, and is in the target regions too until an incident removes it. */
export const GROUPS = { parameters: "tuned", subnets: "private" } as const;
const GROUP_KINDS = ["parameters", "subnets"] as const;
export const CLASS = "db.m7g.large";

/** Fills the account as the scenario says. */
export function makeEstate(aws: SimulatedAws, scenario: Scenario): Estate {
  for (const region of TARGET_REGIONS) {
    for (const id of Object.values(GIVEN_KEYS)) aws.kms.addKey(region, { id });
    aws.region(region).clockSkew = scenario.clockSkew.target;
    for (let index = 0; index < (scenario.optionGroups?.taken ?? 0); index++) {
      aws.region(region).addOptionGroup(`of-others-${index}`);
    }
    for (const of of GROUP_KINDS) aws.region(region).stock.addGroup(of, GROUPS[of]);
  }
  aws.region(SOURCE_REGION).clockSkew = scenario.clockSkew.source;
  const { restoreChecks } = scenario.settings;
  const databases = scenario.databases.map((plan) => addDatabase(aws, plan, restoreChecks === "all"));
  const foreign = scenario.foreign.map((plan, index) => addForeign(aws, plan, databases, index));
  return { databases, foreign };
}

/** @param hasGroups whether it has groups that the target regions have too */
export function addDatabase(aws: SimulatedAws, plan: DatabasePlan, hasGroups = false): DatabaseRecord {
  const { kind, encryption, optionGroup, ...rest } = plan;
  const region = aws.region(SOURCE_REGION);
  const keys = { none: () => undefined, "sse-rds": () => "sse-rds", key: () => aws.kms.addKey(SOURCE_REGION) };
  const key = encryption === "aws/rds" ? aws.kms.managedKey(SOURCE_REGION) : keys[encryption]();
  const group = optionGroup && region.addOptionGroup(`options-of-${plan.id}`, [{ name: "TDE", ...optionGroup }]);
  const options: DatabaseOptions = {
    ...rest,
    shape: hasGroups ? withGroups(shapeOf(plan)) : shapeOf(plan),
    ...(key !== undefined && { encryption: key }),
    ...(group && { optionGroup: group.name }),
  };
  if (kind === "instance") return region.addInstance({ ...options, createdAt: aws.clock.now() - 30 * DAY });
  // Of clusters with like long names the second has none: RDS has clusters without instances too.
  for (const member of membersOf(plan)) {
    if (!region.databases.instance.get(member.id)) region.addInstance(member);
  }
  return region.addCluster({ ...options, createdAt: aws.clock.now() - 30 * DAY });
}

/** Those of a cluster's own parameters are of another kind, and are left as they are. */
function withGroups(shape: ShapeOfRecord): ShapeOfRecord {
  const { parameters: parameterGroup, subnets: subnetGroup } = GROUPS;
  return shape.kind === "instance"
    ? { ...shape, class: CLASS, parameterGroup, subnetGroup }
    : { ...shape, subnetGroup };
}

/** A snapshot that a careless tool would take for a copy of its own. */
function addForeign(
  aws: SimulatedAws,
  { target, database, disguise, ageDays, status }: ForeignPlan,
  databases: readonly DatabaseRecord[],
  index: number,
): SnapshotRecord {
  const like = databases[database % databases.length];
  const region = aws.region(TARGET_REGIONS[target % TARGET_REGIONS.length] ?? TARGET_REGIONS[0]);
  if (!like) throw new Error("A foreign snapshot needs a database that it is like.");
  const time = aws.clock.now() - ageDays * DAY;
  const stamp = `${new Date(time).toISOString().slice(0, 10)}-03-${String(index % 60).padStart(2, "0")}`;
  const short = like.id.slice(0, 20).replace(/-+$/, "");
  const type = like.kind === "instance" ? "snapshot" : "cluster-snapshot";
  const sourceArn = (sourceRegion: string, account: string = ACCOUNT.id) =>
    `arn:aws:rds:${sourceRegion}:${account}:${type}:rds:${like.id}-${stamp}`;
  const tags = (name: string, arn: string): Tags => ({
    CrossRegionBackup: name,
    "CrossRegionBackup/SourceArn": arn,
    "CrossRegionBackup/SourceTime": new Date(time).toISOString(),
    "CrossRegionBackup/Database": like.id,
    "CrossRegionBackup/ResourceId": like.resourceId,
    "CrossRegionBackup/StartedAt": new Date(time).toISOString(),
  });
  const id = (sourceRegion: string, rest = stamp) => `${short}-${sourceRegion}-${rest}-f${index}`;
  const ownSource = sourceArn(SOURCE_REGION);
  const looks = {
    "hand-made": { id: `before-migration-${index}`, tags: {} },
    "name of a copy": { id: id(SOURCE_REGION), tags: {} },
    "restored with our tags": { id: id(SOURCE_REGION, "restored"), tags: tags(NAME, ownSource), sourceArn: undefined },
    "of another deployment": {
      id: id(SOURCE_REGION, `other-${stamp}`),
      tags: tags("other-deployment", ownSource),
      sourceArn: ownSource,
    },
    "of another source region": { id: id("ap-south-1"), tags: tags(NAME, sourceArn("ap-south-1")) },
    "of another account": { id: id(SOURCE_REGION), tags: tags(NAME, sourceArn(SOURCE_REGION, "999988887777")) },
    "of AWS Backup": { id: `awsbackup-job-${index}`, tags: {}, type: "awsbackup" as const },
  }[disguise];
  return region.addSnapshot(like.kind, {
    ...looks,
    databaseId: like.id,
    databaseResourceId: like.resourceId,
    createTime: time,
    originalCreateTime: time,
    status,
  });
}
