import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import { KINDS, type Kind } from "../../../handlers/core/model";
import { ACCOUNT, SOURCE_REGION, TARGET_REGIONS } from "../places";
import { clusterBackedUp, instanceBackedUp } from "../rds-events";
import type { SnapshotView } from "../snapshots";
import type { World } from "../world";
import type { Due } from "./contradictions";

interface Member {
  readonly kind: Kind;
  readonly id: string;
  readonly encrypted: boolean;
}

const DATABASES: readonly Member[] = [
  { kind: "instance", id: "orders", encrypted: true },
  { kind: "instance", id: "legacy", encrypted: false },
  { kind: "instance", id: "shop", encrypted: true },
  { kind: "instance", id: "users", encrypted: true },
  { kind: "instance", id: "wiki", encrypted: false },
  // The same id as an instance's: nothing of it must be taken for the other's.
  { kind: "cluster", id: "orders", encrypted: true },
  { kind: "cluster", id: "billing", encrypted: true },
  { kind: "cluster", id: "catalog", encrypted: false },
];
/** RDS keeps automated snapshots for so many days here. */
const RETENTION_DAYS = 3;
/** The id of a copy of ours of a snapshot that there never was. */
const LOOK_ALIKE = "orders-eu-west-1-2026-02-01-03-07";

/** Databases that RDS backs up every day, and what looks like copies of them and is none. */
export class Estate {
  readonly #days: number[] = [];

  constructor(readonly world: World) {}

  async create(): Promise<void> {
    const { account } = this.world;
    for (const { kind, id, encrypted } of DATABASES) {
      const key = encrypted ? { key: this.world.key(SOURCE_REGION) } : {};
      await account.createDatabase({ kind, id, backups: [], tags: { team: "shop" }, ...key });
    }
    for (const region of TARGET_REGIONS) {
      for (const kind of KINDS) await this.#createLookAlikes(kind, region);
    }
  }

  /** Of a database that has been restored from a copy, so that it has our tags, in part or in whole. */
  async #createLookAlikes(kind: Kind, region: string): Promise<void> {
    const { account } = this.world;
    const tags = {
      [COPY_TAGS.deployment]: "rds-cross-region-backup",
      [COPY_TAGS.sourceArn]: sourceArn(kind, "orders", 1),
      [COPY_TAGS.sourceTime]: timeOf(1),
      [COPY_TAGS.database]: "orders",
      [COPY_TAGS.resourceId]: "db-GONE",
    };
    await account.createDatabase({ kind, id: "orders", region, tags });
    await account.createSnapshot(kind, "orders", LOOK_ALIKE, region, { team: "shop" });
    await account.createSnapshot(kind, "orders", "inherited", region, tags);
    await account.createSnapshot(kind, "orders", "orders-eu-west-1-2026-02-02-03-07", region, {
      ...tags,
      [COPY_TAGS.deployment]: "another-deployment",
    });
  }

  /** A day's backups; those of days too long past expire. */
  async backUp(day: number): Promise<void> {
    const { account } = this.world;
    for (const { kind, id } of DATABASES) {
      await account.takeBackup(kind, id, timeOf(day).slice(0, 16));
      if (day <= RETENTION_DAYS) continue;
      await account.deleteSnapshot({ kind, region: SOURCE_REGION, id: snapshotId(id, day - RETENTION_DAYS) });
    }
    this.#days.push(day);
  }

  /** What RDS tells of a day's backups: an SNS message for each database, by what has to be copied then. */
  eventsOf(day: number): { readonly message: string; readonly due: readonly Due[] }[] {
    return DATABASES.map(({ kind, id }) => ({
      message: kind === "cluster" ? clusterBackedUp(snapshotId(id, day)) : instanceBackedUp(id),
      due: this.due().filter((due) => due.kind === kind && due.database === id),
    }));
  }

  /** The newest snapshot of each database, to each target region. */
  due(): Due[] {
    const takenAt = timeOf(this.#days.at(-1) ?? 0);
    return DATABASES.flatMap(({ kind, id }) =>
      TARGET_REGIONS.map((targetRegion) => ({ kind, database: id, targetRegion, takenAt })),
    );
  }

  /** Everything but our copies and the automated snapshots, which come and go. */
  async foreign(): Promise<SnapshotView[]> {
    const isOurs = ({ id }: SnapshotView) => /-eu-west-1-2026-03-\d\d-03-07$/.test(id);
    const isComing = ({ type, region }: SnapshotView) => type === "automated" && region === SOURCE_REGION;
    return (await this.world.account.everything()).filter((one) => !isOurs(one) && !isComing(one));
  }
}

const snapshotId = (database: string, day: number): string => `rds:${database}-${timeOf(day).slice(0, 10)}-03-07`;
const timeOf = (day: number): string => new Date(Date.UTC(2026, 2, day, 3, 7)).toISOString();

function sourceArn(kind: Kind, database: string, day: number): string {
  const type = kind === "cluster" ? "cluster-snapshot" : "snapshot";
  return `arn:aws:rds:${SOURCE_REGION}:${ACCOUNT}:${type}:${snapshotId(database, day)}`;
}
