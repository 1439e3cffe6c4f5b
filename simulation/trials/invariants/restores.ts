import { createHash } from "node:crypto";
import { RDSClient } from "@aws-sdk/client-rds";
import type { Folder, Restored } from "../../../cli/restore/model";
import { SHEET_TAGS, sheetTags } from "../../../handlers/core/sheet/sheet";
import { accept } from "../../provider/apply";
import { callsFor } from "../../provider/calls";
import { folderResources } from "../../provider/folder";
import { readFolder } from "../../provider/read-folder";
import { KINDS, type Kind, type SnapshotRecord, type Tags } from "../../rds/model";
import type { Region } from "../../rds/region";
import { SimulatedHttpHandler } from "../../wire/http-handler";
import { takenAt } from "../ledger";
import { TARGET_REGIONS } from "../scenario";
import { NAME } from "../stack";
import type { Truth } from "../truth";

/** One trial in so many ends with a restore, as it costs as much as a day of the trial. */
const ONE_IN = 3;

/** What a person chooses for the restore. */
const SUBNETS = "for-the-restore";
const SECURITY_GROUP = "sg-0123456789abcdef0";
const CLASS = "db.r6g.large";

/** A cluster gets its range of capacity once it is available, for which nobody waits here. */
const WITHOUT_RANGE = "Set the Serverless v2 scaling configuration";

/**
 * At the end of a trial everything is restored in each target region, from its copies alone, some of whose sheets were tampered with: of each
 * database that has an available copy the newest one is found, and RDS takes what is written for it, if it can be restored at all.
 */
export async function checkRestores(truth: Truth): Promise<void> {
  if (truth.scenario.seed % ONE_IN !== 0) return;
  truth.world.aws.faults = {};
  truth.world.aws.consistencyDelay = () => 0;
  for (const name of TARGET_REGIONS) await checkRegion(truth, truth.world.aws.region(name));
}

async function checkRegion(truth: Truth, region: Region): Promise<void> {
  const { world, verdict } = truth;
  tamper(truth, region);
  loseKey(truth, region);
  const newest = newestCopies(truth, region);
  const client = new RDSClient({ region: region.name, requestHandler: new SimulatedHttpHandler({ aws: world.aws }) });
  const folder = await world.run(
    readFolder(client, {
      region: region.name,
      deployment: NAME,
      subnetGroup: SUBNETS,
      securityGroup: SECURITY_GROUP,
      groups: { parameterGroups: new Set(), clusterParameterGroups: new Set(), subnetGroups: new Set() },
      now: new Date(world.clock.now()),
    }),
  );
  const broken = (why: string) => verdict.broken("copies can be restored", `in ${region.name}: ${why}`);
  for (const [database, copy] of newest) {
    const found = folder.databases.find(({ kind, lostName }) => `${kind}/${lostName}` === database);
    if (!found) broken(`${database} is left out, though ${copy.id} is available`);
    else if (found.snapshot !== copy.id) broken(`${database} is restored from ${found.snapshot}, not from ${copy.id}`);
  }
  for (const { kind, lostName } of folder.databases) {
    if (!newest.has(`${kind}/${lostName}`)) broken(`${kind}/${lostName} is restored, and has no copy of ours`);
  }
  for (const { address, id, kind, refused } of await world.run(restoredFrom(client, region, folder))) {
    if (refused === undefined || refused.includes(WITHOUT_RANGE)) continue;
    const of = folder.databases.find((one) => (one.kind === kind && one.name === id) || hasMember(one, kind, id));
    const copy = of && region.snapshot(of.kind, of.snapshot);
    if (copy && canBeRestored(region, copy)) broken(`${address} is refused: ${refused}`);
  }
}

/** Databases by their names → the newest available copy that lists show. */
function newestCopies({ ledger }: Truth, region: Region): Map<string, SnapshotRecord> {
  const newest = new Map<string, { readonly copy: SnapshotRecord; readonly time: number }>();
  for (const kind of KINDS) {
    for (const copy of region.snapshots[kind].values()) {
      const own = ledger.find(copy);
      if (!own || copy.status !== "available" || region.snapshots[kind].listed(copy.id) !== copy) continue;
      const database = `${kind}/${own.source.databaseId}`;
      const time = takenAt(own);
      if (time > (newest.get(database)?.time ?? 0)) newest.set(database, { copy, time });
    }
  }
  return new Map([...newest].map(([database, { copy }]) => [database, copy]));
}

/** Whether RDS takes what Terraform sends for the folder, once its groups are there. */
function restoredFrom(client: RDSClient, region: Region, folder: Folder) {
  region.stock.addGroup("subnets", SUBNETS);
  for (const { kind, name } of folder.stubs) {
    region.stock.addGroup(kind === "instance" ? "parameters" : "cluster parameters", name);
  }
  const resources = folderResources(folder, true).map((one) => ({
    ...one,
    values: one.type === "aws_rds_cluster" ? one.values : { instance_class: CLASS, ...one.values },
  }));
  return accept(callsFor(resources), client);
}

const hasMember = ({ members }: Restored, kind: Kind, id: string): boolean =>
  kind === "instance" && members.some(({ name }) => name === id);

/** One whose key or version is gone nobody can restore: the daily run reports it. */
function canBeRestored(
  { rds, stock }: Region,
  { encryption, engine, engineVersion, kmsKeyArn }: SnapshotRecord,
): boolean {
  const isReadable = encryption !== "sse-kms" || rds.kms.isUsable(kmsKeyArn);
  return isReadable && stock.hasVersion(engine, engineVersion);
}

/** Sheets of other versions, cut, changed, or of another kind: whatever a tag says, the copy is restored. */
function tamper({ ledger }: Truth, region: Region): void {
  for (const kind of KINDS) {
    const other = sheetTags({ kind: kind === "instance" ? "cluster" : "instance" }).tags;
    const changes: readonly ((tags: Tags) => Tags)[] = [
      (tags) => tags,
      withoutSheet,
      (tags) => ({ ...tags, [SHEET_TAGS[0]]: (tags[SHEET_TAGS[0]] ?? "").slice(0, -9) }),
      (tags) => ({ ...withoutSheet(tags), [SHEET_TAGS[1]]: "v1 i c=db.r6g.large" }),
      (tags) => ({ ...withoutSheet(tags), ...other }),
      (tags) => ({ ...withoutSheet(tags), [SHEET_TAGS[0]]: laterSheet(kind === "instance" ? "i" : "c") }),
    ];
    const own = [...region.snapshots[kind].values()].filter((copy) => ledger.find(copy) && copy.status === "available");
    for (const [index, copy] of own.entries()) {
      const change = changes[index % changes.length];
      if (change) region.snapshots[kind].put({ ...copy, tags: change(copy.tags) });
    }
  }
}

/** The key of one copy is gone: that costs what lies under it, and nothing else. */
function loseKey({ ledger, world }: Truth, region: Region): void {
  const own = [...region.snapshots.cluster.values()].filter((copy) => ledger.find(copy));
  const key = own.find(({ kmsKeyArn }) => world.aws.kms.isUsable(kmsKeyArn))?.kmsKeyArn;
  if (key !== undefined) world.aws.kms.setState(key, "PendingDeletion");
}

const withoutSheet = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !SHEET_TAGS.some((tag) => tag === key)));

/** As a version to come may write it, with a field that this one does not know. */
function laterSheet(letter: string): string {
  const said = `v99 ${letter} dp=y zz=later`;
  return `${said} ${createHash("sha256").update(said).digest("hex").slice(0, 6)}`;
}
