import { copyId } from "../../handlers/core/copy-id";
import { COPY_TAGS, copyTags } from "../../handlers/core/copy-tags";
import type { Kind, Tags } from "../../handlers/core/model";
import type { Restorable, SnapshotDetails } from "../../handlers/core/restorable";
import type { ClusterShape, InstanceShape, Shape } from "../../handlers/core/sheet/shape";
import { sheetTags } from "../../handlers/core/sheet/sheet";

export const ACCOUNT = "111122223333";
export const SOURCE = "eu-west-1";
export const TARGET = "eu-central-1";

export const INSTANCE: InstanceShape = {
  kind: "instance",
  class: "db.r6g.large",
  multiAz: true,
  parameterGroup: "app-pg16",
  subnetGroup: "databases",
  securityGroups: ["sg-0a1", "sg-0b2"],
  managedPassword: true,
  deletionProtection: true,
  publiclyAccessible: false,
  backupRetentionDays: 14,
  backupWindow: "03:00-03:30",
  maintenanceWindow: "sun:05:00-sun:05:30",
  maxStorageGib: 1000,
  logExports: ["postgresql"],
  performanceInsights: true,
  performanceInsightsDays: 7,
  monitoringSeconds: 60,
  monitoringRole: "rds-monitoring",
  ca: "rds-ca-rsa2048-g1",
  minorUpgrades: true,
  copyTagsToSnapshot: true,
};

export const CLUSTER: ClusterShape = {
  kind: "cluster",
  members: [
    { class: "db.r6g.large", promotionTier: 1, count: 2, parameterGroup: "app-apg16" },
    { class: "db.serverless", promotionTier: 15, count: 1 },
  ],
  serverlessMin: 0.5,
  serverlessMax: 8,
  parameterGroup: "app-cluster",
  subnetGroup: "databases",
  securityGroups: ["sg-0a1"],
  backupRetentionDays: 3,
  httpEndpoint: true,
  roles: [{ name: "exports", feature: "s3Export" }],
};

export interface CopyOptions {
  readonly kind?: Kind;
  readonly database?: string;
  /** `2026-01-31T03:07` */
  readonly time?: string;
  readonly deployment?: string;
  readonly sourceRegion?: string;
  readonly resourceId?: string;
  /** Default: that of its kind; `null`: no sheet. */
  readonly shape?: Shape | null;
  readonly status?: string;
  readonly percent?: number;
  readonly encryption?: "kms" | "none";
  readonly tags?: Tags;
  readonly details?: Partial<SnapshotDetails>;
}

/** What RDS knows of a copy, and its tags, as the functions make them. */
export function copyParts(options: CopyOptions = {}) {
  const { kind = "instance", time = "2026-01-31T03:07", sourceRegion = SOURCE, deployment = "prod" } = options;
  const { database = kind === "instance" ? "orders" : "shop", shape = kind === "instance" ? INSTANCE : CLUSTER } =
    options;
  const type = kind === "instance" ? "snapshot" : "cluster-snapshot";
  const snapshotId = `rds:${database}-${time.replace("T", "-").replace(":", "-")}`;
  const sourceArn = `arn:aws:rds:${sourceRegion}:${ACCOUNT}:${type}:${snapshotId}`;
  const id = copyId({ kind, databaseId: database, sourceRegion, snapshotId, sourceArn });
  const sourceTime = new Date(`${time}:00Z`);
  const { tags } = copyTags({
    deployment,
    sourceArn,
    sourceTime,
    database,
    resourceId: options.resourceId ?? `db-${database.toUpperCase()}`,
    startedAt: sourceTime,
    attempt: 1,
    set: {},
    ofSnapshot: {},
    ofDatabase: {},
    sheet: {},
  });
  const sheet = shape === null ? {} : sheetTags(shape).tags;
  return { kind, database, id, type, sourceArn, sourceTime, tags: { ...tags, ...sheet, ...options.tags } };
}

export function copy(options: CopyOptions = {}): Restorable {
  const { kind, database, id, type, sourceArn, sourceTime, tags } = copyParts(options);
  const { status = "available", percent = 100, encryption = "kms" } = options;
  return {
    id,
    snapshot: {
      kind,
      region: TARGET,
      databaseId: database,
      id,
      arn: `arn:aws:rds:${TARGET}:${ACCOUNT}:${type}:${id}`,
      status,
      sourceArn,
      createdAt: new Date(sourceTime.getTime() + 3_600_000),
      encryption,
      kmsKeyId:
        encryption === "kms" ? `arn:aws:kms:${TARGET}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555` : undefined,
      sizeGib: 100,
      percent,
      tags: Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith(COPY_TAGS.deployment))),
    },
    details: {
      engine: kind === "instance" ? "postgres" : "aurora-postgresql",
      engineVersion: "16.4",
      engineMode: kind === "instance" ? undefined : "provisioned",
      storageType: kind === "instance" ? "gp3" : "aurora",
      iops: kind === "instance" ? 3000 : undefined,
      storageThroughput: undefined,
      dedicatedLogVolume: false,
      processor: {},
      license: undefined,
      optionGroup: kind === "instance" ? "default:postgres-16" : undefined,
      backupRetentionDays: undefined,
      backupWindow: undefined,
      iamAuthentication: false,
      takenAt: sourceTime,
      tags: { team: "shop" },
      ...options.details,
    },
  };
}
