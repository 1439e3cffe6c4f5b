import { KMS } from "@aws-sdk/client-kms";
import { type DBInstance, RDS } from "@aws-sdk/client-rds";
import type { Kind } from "../../handlers/core/model";
import { type Applied, apply } from "../../simulation/provider/apply";
import { callsFor } from "../../simulation/provider/calls";
import { folderResources } from "../../simulation/provider/folder";
import { type FolderWanted, readFolder } from "../../simulation/provider/read-folder";
import { rdsCall, send } from "./aws-cli";
import { SOURCE_REGION, TARGET_REGIONS } from "./places";
import { listSnapshots, type SnapshotView, type Tags, tagList } from "./snapshots";

/** A database to create. */
export interface DatabaseSpec {
  readonly kind: Kind;
  readonly id: string;
  /** ARN of its key; without one it is not encrypted. */
  readonly key?: string;
  /** RDS copies them to its automated snapshots. */
  readonly tags?: Tags;
  /** Days; 0: no automated backups. Default: RDS's own, 1. */
  readonly backupRetention?: number;
  /** When its automated backups were taken, `2026-03-02T03:07`, UTC. Default: moto's own, when it is created. */
  readonly backups?: readonly string[];
  /** Default: the source region. */
  readonly region?: string;
  /** The cluster that an instance is a member of. */
  readonly memberOf?: string;
}

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

/** Moto enables and disables a key by its id only. */
const keyId = (arn: string): string => arn.slice(arn.indexOf("/") + 1);

/** The AWS account that moto plays, as a person with all permissions uses it. */
export class Account {
  readonly #clients = new Map<string, RDS>();

  constructor(readonly endpoint: string) {}

  /** Forgets everything. */
  async reset(): Promise<void> {
    await this.#post("/moto-api/reset", {});
  }

  /** @returns the ARN of a new key */
  async createKey(region: string): Promise<string> {
    const { KeyMetadata } = await this.#kms(region).createKey({});
    if (KeyMetadata?.Arn === undefined) throw new Error(`no key was made in ${region}`);
    return KeyMetadata.Arn;
  }

  /** What was encrypted with it cannot be read until it is enabled. */
  async disableKey(arn: string, region: string): Promise<void> {
    await this.#kms(region).disableKey({ KeyId: keyId(arn) });
  }

  async enableKey(arn: string, region: string): Promise<void> {
    await this.#kms(region).enableKey({ KeyId: keyId(arn) });
  }

  async createDatabase(spec: DatabaseSpec): Promise<void> {
    const { kind, id, key, tags = {}, backups, region = SOURCE_REGION, memberOf, backupRetention } = spec;
    const rds = this.#rds(region);
    const settings = {
      MasterUsername: "admin",
      MasterUserPassword: "not-a-secret",
      CopyTagsToSnapshot: true,
      Tags: tagList(tags),
      ...(backupRetention !== undefined && { BackupRetentionPeriod: backupRetention }),
      ...(key !== undefined && { StorageEncrypted: true, KmsKeyId: key }),
    };
    if (kind === "cluster") {
      await rds.createDBCluster({ ...settings, DBClusterIdentifier: id, Engine: "aurora-postgresql" });
    } else {
      await rds.createDBInstance({
        ...settings,
        DBInstanceIdentifier: id,
        DBInstanceClass: "db.t4g.micro",
        Engine: memberOf === undefined ? "postgres" : "aurora-postgresql",
        ...(memberOf !== undefined && { DBClusterIdentifier: memberOf }),
      });
    }
    if (backups === undefined) return;
    await this.expireBackups(kind, id, region);
    for (const time of backups) await this.takeBackup(kind, id, time, region);
  }

  /** An automated backup, as RDS takes it in the backup window. */
  async takeBackup(kind: Kind, database: string, time: string, region: string = SOURCE_REGION): Promise<void> {
    await this.#post("/automated-backup", { region, kind, database, time });
  }

  /** Deletes the automated backups of a database, as RDS does when they get too old. */
  async expireBackups(kind: Kind, database: string, region: string = SOURCE_REGION): Promise<void> {
    for (const snapshot of await this.snapshots(region)) {
      const its = snapshot.kind === kind && snapshot.database === database && snapshot.type === "automated";
      if (its) await this.deleteSnapshot(snapshot);
    }
  }

  /** Deletes a database and its automated backups. */
  async deleteDatabase(kind: Kind, id: string): Promise<void> {
    const rds = this.#rds(SOURCE_REGION);
    if (kind === "cluster") await rds.deleteDBCluster({ DBClusterIdentifier: id, SkipFinalSnapshot: true });
    else await rds.deleteDBInstance({ DBInstanceIdentifier: id, SkipFinalSnapshot: true });
    // Moto keeps those of a cluster.
    await this.expireBackups(kind, id);
  }

  /** Runs a command of the AWS CLI, `aws rds …`. */
  async run(command: string): Promise<void> {
    const call = rdsCall(command);
    await send(this.#rds(call.region), call);
  }

  /** Restores what a deployment has copies of, by the calls that Terraform's provider makes for the folder of `restore`. */
  async restore(wanted: FolderWanted): Promise<readonly Applied[]> {
    const client = this.#rds(wanted.region);
    return apply(callsFor(folderResources(await readFolder(client, wanted), true)), client);
  }

  /** What RDS tells of a DB instance. */
  async instance(id: string, region: string): Promise<DBInstance | undefined> {
    return (await this.#rds(region).describeDBInstances({ DBInstanceIdentifier: id })).DBInstances?.[0];
  }

  /** Ids of all DB instances and clusters of a region. */
  async databases(region: string): Promise<string[]> {
    const { DBInstances = [] } = await this.#rds(region).describeDBInstances({});
    const { DBClusters = [] } = await this.#rds(region).describeDBClusters({});
    const ids = [
      ...DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
      ...DBClusters.map(({ DBClusterIdentifier }) => DBClusterIdentifier),
    ];
    return ids.map(String).sort();
  }

  /** A subnet group over the subnets that moto has in a region. */
  async createSubnetGroup(name: string, region: string): Promise<void> {
    // Moto checks no signatures, and reads the region from the credential.
    const answer = await this.#post("/", "Action=DescribeSubnets&Version=2016-11-15", {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    });
    const SubnetIds = [...answer.matchAll(/<subnetId>(.*?)<\/subnetId>/g)].flatMap(([, id = ""]) => id);
    const DBSubnetGroupDescription = "of a restore";
    await this.#rds(region).createDBSubnetGroup({ DBSubnetGroupName: name, DBSubnetGroupDescription, SubnetIds });
  }

  /** A manual snapshot, made by hand. */
  async createSnapshot(kind: Kind, database: string, id: string, region: string, tags: Tags = {}): Promise<void> {
    const rds = this.#rds(region);
    const Tags = tagList(tags);
    if (kind === "cluster") {
      await rds.createDBClusterSnapshot({ DBClusterIdentifier: database, DBClusterSnapshotIdentifier: id, Tags });
    } else {
      await rds.createDBSnapshot({ DBInstanceIdentifier: database, DBSnapshotIdentifier: id, Tags });
    }
  }

  /** A copy of a snapshot, made by hand or by another tool. */
  async copySnapshot(kind: Kind, sourceArn: string, id: string, region: string, tags: Tags): Promise<void> {
    const rds = this.#rds(region);
    const Tags = tagList(tags);
    if (kind === "cluster") {
      await rds.copyDBClusterSnapshot({
        SourceDBClusterSnapshotIdentifier: sourceArn,
        TargetDBClusterSnapshotIdentifier: id,
        Tags,
      });
    } else {
      await rds.copyDBSnapshot({ SourceDBSnapshotIdentifier: sourceArn, TargetDBSnapshotIdentifier: id, Tags });
    }
  }

  async deleteSnapshot({ kind, region, id }: Pick<SnapshotView, "kind" | "region" | "id">): Promise<void> {
    const rds = this.#rds(region);
    if (kind === "cluster") await rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: id });
    else await rds.deleteDBSnapshot({ DBSnapshotIdentifier: id });
  }

  /** All snapshots of a region, of both kinds, by ARN. */
  snapshots(region: string): Promise<SnapshotView[]> {
    return listSnapshots(this.#rds(region), region);
  }

  /** Manual snapshots of all target regions. */
  async copies(): Promise<SnapshotView[]> {
    const lists = await Promise.all(TARGET_REGIONS.map((region) => this.snapshots(region)));
    return lists.flat().filter(({ type }) => type === "manual");
  }

  /** Every snapshot of the source region and all target regions. */
  async everything(): Promise<SnapshotView[]> {
    const lists = await Promise.all([SOURCE_REGION, ...TARGET_REGIONS].map((region) => this.snapshots(region)));
    return lists.flat();
  }

  #kms(region: string): KMS {
    return new KMS({ region, endpoint: this.endpoint, credentials: CREDENTIALS });
  }

  #rds(region: string): RDS {
    const existing = this.#clients.get(region);
    if (existing) return existing;
    const client = new RDS({ region, endpoint: this.endpoint, credentials: CREDENTIALS });
    this.#clients.set(region, client);
    return client;
  }

  async #post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> {
    const response = await fetch(this.endpoint + path, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`moto answers POST ${path} with ${response.status}: ${text}`);
    return text;
  }
}
