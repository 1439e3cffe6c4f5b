/**
 * What a database is beside its data and what its snapshot says of it (engine, version, sizes, port, license, IAM authentication …): what a
 * restore in another region must know once the source region is gone. Each field is as RDS told it when the copy was started; without a
 * value RDS did not tell it, or there is none. Ids and names only: no secrets, no keys.
 */
export type Shape = InstanceShape | ClusterShape;

interface CommonShape {
  /** DB parameter group; of a cluster, its DB cluster parameter group. */
  readonly parameterGroup?: string | undefined;
  readonly subnetGroup?: string | undefined;
  readonly vpc?: string | undefined;
  /** Ids of VPC security groups, which mean nothing in another region but tell how many, and which, to look for. */
  readonly securityGroups?: readonly string[] | undefined;
  readonly backupRetentionDays?: number | undefined;
  /** `hh24:mi-hh24:mi` UTC. */
  readonly backupWindow?: string | undefined;
  /** `ddd:hh24:mi-ddd:hh24:mi` UTC. */
  readonly maintenanceWindow?: string | undefined;
  readonly deletionProtection?: boolean | undefined;
  /** Whether RDS keeps the master password in Secrets Manager: that secret is lost with the region. */
  readonly managedPassword?: boolean | undefined;
  /** Certificate authority of the server certificate. Of a cluster: of all its members. */
  readonly ca?: string | undefined;
  /** Of a cluster: of all its members. */
  readonly publiclyAccessible?: boolean | undefined;
  /** Whether RDS installs minor versions by itself. Of a cluster: of all its members. */
  readonly minorUpgrades?: boolean | undefined;
  readonly copyTagsToSnapshot?: boolean | undefined;
  /** `IPV4` or `DUAL`. */
  readonly networkType?: string | undefined;
  /** Logs that go to CloudWatch Logs. */
  readonly logExports?: readonly string[] | undefined;
  /** Of a cluster: its own, or that of all its members. */
  readonly performanceInsights?: boolean | undefined;
  readonly performanceInsightsDays?: number | undefined;
  /** `standard` or `advanced`. */
  readonly databaseInsights?: string | undefined;
  /** Interval of enhanced monitoring; 0: off. Of a cluster: its own, or that of all its members. */
  readonly monitoringSeconds?: number | undefined;
  /** Name of the role of enhanced monitoring, with its path. */
  readonly monitoringRole?: string | undefined;
  /** Id of the directory of AWS Directory Service, or the name of a domain that people run themselves. */
  readonly domain?: string | undefined;
  /** Name of the role that joins it to the domain. */
  readonly domainRole?: string | undefined;
  readonly roles?: readonly AssociatedRole[] | undefined;
  /** `open-source-rds-extended-support` or `…-disabled`. */
  readonly lifecycleSupport?: string | undefined;
  readonly replicaOf?: ReplicaSource | undefined;
}

export interface InstanceShape extends CommonShape {
  readonly kind: "instance";
  readonly class?: string | undefined;
  readonly multiAz?: boolean | undefined;
  /** Other than the default one of the engine. */
  readonly optionGroup?: string | undefined;
  /** Up to where RDS makes the storage larger by itself. */
  readonly maxStorageGib?: number | undefined;
}

export interface ClusterShape extends CommonShape {
  readonly kind: "cluster";
  /** Its instances by rule: those alike are one entry. The writer is among the first. */
  readonly members?: readonly Members[] | undefined;
  /** Names of the fields in which its members differ, and which therefore have no value here. */
  readonly membersDiffer?: readonly string[] | undefined;
  /** Range of Aurora Serverless v2, in capacity units. */
  readonly serverlessMin?: number | undefined;
  readonly serverlessMax?: number | undefined;
  /** After how long without use Aurora Serverless v2 pauses. */
  readonly serverlessPauseSeconds?: number | undefined;
  /** Whether the Data API is on. */
  readonly httpEndpoint?: boolean | undefined;
  readonly globalCluster?: string | undefined;
  readonly backtrackSeconds?: number | undefined;
}

/** Instances of a cluster that are alike. */
export interface Members {
  readonly class?: string | undefined;
  readonly promotionTier?: number | undefined;
  readonly count: number;
  readonly parameterGroup?: string | undefined;
}

/** A role that the database itself uses. */
export interface AssociatedRole {
  /** The role's name with its path: the account is that of the database. */
  readonly name: string;
  /** What it is used for, such as `s3Import`. */
  readonly feature?: string | undefined;
}

export interface ReplicaSource {
  readonly id: string;
  /** Where it is of another region. */
  readonly region?: string | undefined;
}
