import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { copyId } from "../../handlers/core/copy-id";
import { copyTags } from "../../handlers/core/copy-tags";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import { RdsCrossRegionBackup, type RdsCrossRegionBackupProps } from "../../modules";
import type { SimulatedAws } from "../aws";
import type { DatabaseRecord } from "../rds/model";
import { HOUR } from "../time/clock";
import type { HandlerFactories } from "../world";

/** Of the plain stack. */
export const NAME = "rds-cross-region-backup";
export const SOURCE = "eu-west-1";
export const TARGET = "eu-central-1";

export const HANDLERS: HandlerFactories = {
  "sweep.handler": (options) => createSweep(options),
  "backup-finished.handler": (options) => createBackupFinished(options),
};

/** The module with its defaults, for all databases and one target region. */
export function plainStack(props: Partial<RdsCrossRegionBackupProps> = {}): string {
  const stack = new TerraformStack(Testing.app(), "plain");
  new AwsProvider(stack, "aws", { region: SOURCE });
  new RdsCrossRegionBackup(stack, "this", { name: NAME, targets: { [TARGET]: {} }, logLevel: "ERROR", ...props });
  return Testing.synth(stack);
}

/** Whose copies they are, and where. */
export interface Protection {
  readonly deployment: string;
  readonly sourceRegion: string;
  /** Target region → key of the copies there; undefined: unencrypted. */
  readonly targets: ReadonlyMap<string, string | undefined>;
}

const PLAIN: Protection = { deployment: NAME, sourceRegion: SOURCE, targets: new Map([[TARGET, undefined]]) };

/** A snapshot of the past, and the copies that the deployment made of it. */
export function addPastCopy(
  aws: SimulatedAws,
  database: DatabaseRecord,
  takenAt: number,
  { deployment, sourceRegion, targets }: Protection = PLAIN,
): void {
  const { kind, id, resourceId, tags: ofSnapshot } = database;
  const snapshot = aws.region(sourceRegion).backups.addPast(database, takenAt);
  const { tags } = copyTags({
    deployment,
    sourceArn: snapshot.arn,
    sourceTime: new Date(takenAt),
    database: id,
    resourceId,
    startedAt: new Date(takenAt + HOUR),
    attempt: 1,
    sheet: {},
    set: {},
    ofSnapshot,
    ofDatabase: {},
  });
  const target = { kind, databaseId: id, sourceRegion, snapshotId: snapshot.id, sourceArn: snapshot.arn };
  for (const [region, kmsKeyArn] of targets) {
    aws.region(region).addSnapshot(kind, {
      id: copyId(target),
      databaseId: id,
      databaseResourceId: resourceId,
      sourceArn: snapshot.arn,
      sizeGib: snapshot.sizeGib,
      createTime: takenAt + HOUR,
      originalCreateTime: takenAt,
      tags,
      ...(kmsKeyArn !== undefined && { encryption: "sse-kms", kmsKeyArn }),
    });
  }
}
