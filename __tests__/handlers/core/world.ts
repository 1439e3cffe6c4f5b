import fc from "fast-check";
import type { Database, Kind, Snapshot, TargetSnapshot } from "../../../handlers/core/model";
import type { Inventory, Plan } from "../../../handlers/core/plan";
import type { Settings } from "../../../handlers/settings/settings";
import {
  copiesOf,
  copyOf,
  database,
  deletionsOf,
  EVERYTHING,
  foreign,
  foreignCopy,
  keyArn,
  NOW,
  SOURCE_REGION,
  snapshot,
} from "./builders";

const REGIONS = ["eu-central-1", "eu-north-1"];

/** A manual snapshot with what it truly is, told by who made it and not by what it says of itself. */
interface Known {
  readonly snapshot: TargetSnapshot;
  readonly ours: boolean;
}

/** What exists, so drawn that databases, copies and look-alikes meet often. */
export interface World {
  readonly inventory: Inventory;
  readonly ours: ReadonlySet<TargetSnapshot>;
}

/** Two databases under each of three ids: each is predecessor of the other. */
const identities = (kind: Kind): Database[] =>
  ["a", "ledger-of-the-department-of-accounts-payable-and-receivable-eu1", "orders"].flatMap((id) =>
    ["X", "Y"].map((suffix) =>
      database({
        kind,
        id,
        engine: kind === "instance" ? "postgres" : "aurora-mysql",
        resourceId: `${kind === "instance" ? "db" : "cluster"}-${id.slice(0, 6).toUpperCase()}${suffix}`,
      }),
    ),
  );

const days = (number: number) => new Date(NOW.getTime() - number * 86_400_000 - 10_000_000).toISOString().slice(0, 16);

const databasesOf = (kind: Kind): fc.Arbitrary<Database[]> =>
  fc.uniqueArray(
    fc
      .record({
        of: fc.constantFrom(...identities(kind)),
        status: fc.constantFrom("available", "available", "stopped", "modifying"),
        backupRetentionDays: fc.constantFrom(7, 7, 7, 0),
        tags: fc.constantFrom<Database["tags"]>({}, { backup: "yes" }),
        memberOf: fc.constantFrom(undefined, undefined, undefined, "ledger"),
      })
      .map(({ of, ...rest }) => ({ ...of, ...rest })),
    { selector: ({ id }) => id, maxLength: 3 },
  );

const sourcesOf = (kind: Kind) =>
  fc
    .record({
      of: fc.constantFrom(...identities(kind)),
      at: fc.nat({ max: 9 }).map(days),
      encryption: fc.constantFrom<Snapshot["encryption"]>("kms", "none", "sse-rds"),
    })
    .map(({ of, at, encryption }) => snapshot(at, { of, encryption }));

const status = fc.constantFrom(
  "available",
  "available",
  "available",
  "copying",
  "pending",
  "failed",
  "failed",
  "deleting",
  "incompatible-restore",
);

const HELD = fc.nat({ max: 9 }).map((number) => number === 0);

const copiesIn = (kind: Kind, region: string): fc.Arbitrary<Known> =>
  fc
    .record({ source: sourcesOf(kind), status, attempt: fc.integer({ min: 1, max: 3 }), isHeld: HELD })
    .map(({ source, isHeld, ...rest }) => ({
      snapshot: copyOf(source, { region, ...rest, tags: isHeld ? { "CrossRegionBackup/Hold": "INC-7" } : {} }),
      ours: true,
    }));

/** Snapshots that look like copies of ours in every way but one. */
const lookAlikes = (kind: Kind, region: string): fc.Arbitrary<Known> =>
  fc
    .tuple(
      copiesIn(kind, region),
      fc.constantFrom<(copy: TargetSnapshot) => Partial<TargetSnapshot>>(
        ({ tags }) => ({ tags: { ...tags, CrossRegionBackup: "team-b" } }),
        ({ tags }) => ({ tags: { ...tags, "CrossRegionBackup/Database": "billing" } }),
        ({ tags: { "CrossRegionBackup/SourceTime": _, ...tags } }) => ({ tags }),
        ({ id }) => ({ id: `${id}-restored`.slice(-63), sourceArn: undefined }),
        () => ({ sourceArn: `arn:aws:rds:${SOURCE_REGION}:123456789012:snapshot:elsewhere` }),
        () => ({ tags: {} }),
        ({ sourceArn = "", tags }) => {
          const arn = sourceArn.replace(SOURCE_REGION, "us-east-1");
          return { sourceArn: arn, tags: { ...tags, "CrossRegionBackup/SourceArn": arn } };
        },
        ({ sourceArn = "", tags }) => {
          const arn = sourceArn.replace("123456789012", "999999999999");
          return { sourceArn: arn, tags: { ...tags, "CrossRegionBackup/SourceArn": arn } };
        },
      ),
    )
    .map(([{ snapshot: copy }, change]) => ({ snapshot: { ...copy, ...change(copy) }, ours: false }));

const others = (kind: Kind, region: string): fc.Arbitrary<Known> =>
  fc
    .tuple(fc.nat({ max: 3 }), status)
    .map(([number, ofStatus]) =>
      number === 0
        ? { snapshot: foreign({ kind, region, id: "by-hand", status: "creating" }), ours: false }
        : { snapshot: foreignCopy({ kind, region, id: `dr-${number}`, status: ofStatus }), ours: false },
    );

const listOf = (kind: Kind, region: string): fc.Arbitrary<Known[]> =>
  fc.uniqueArray(
    fc.oneof(
      { weight: 5, arbitrary: copiesIn(kind, region) },
      { weight: 2, arbitrary: lookAlikes(kind, region) },
      { weight: 1, arbitrary: others(kind, region) },
    ),
    { selector: ({ snapshot: { id } }) => id, maxLength: 14 },
  );

export const worlds: fc.Arbitrary<World> = fc.constantFrom<Kind>("instance", "cluster").chain((kind) =>
  fc
    .record({
      databases: databasesOf(kind),
      snapshots: fc.uniqueArray(
        fc.tuple(sourcesOf(kind), fc.constantFrom("available", "available", "available", "creating")),
        { selector: ([{ arn }]) => arn, maxLength: 10 },
      ),
      lists: fc.tuple(listOf(kind, "eu-central-1"), listOf(kind, "eu-north-1")),
    })
    .map(({ databases, snapshots, lists }) => ({
      inventory: {
        kind,
        databases,
        snapshots: snapshots.map(([source, ofStatus]) => ({ ...source, status: ofStatus })),
        targets: new Map(
          REGIONS.map((region, index) => [region, (lists[index] ?? []).map(({ snapshot: one }) => one)]),
        ),
      },
      ours: new Set(lists.flat().flatMap((one) => (one.ours ? [one.snapshot] : []))),
    })),
);

const count = fc.nat({ max: 3 });

export const anySettings: fc.Arbitrary<Partial<Settings>> = fc
  .record({
    retention: fc.record({
      keepLast: fc.integer({ min: 1, max: 4 }),
      keepDaily: count,
      keepWeekly: count,
      keepMonthly: count,
      keepYearly: count,
    }),
    slots: fc.integer({ min: 1, max: 4 }),
    maxDeletionsPerDailyRun: fc.integer({ min: 1, max: 4 }),
    selection: fc.constantFrom(
      EVERYTHING,
      EVERYTHING,
      { ...EVERYTHING, exclude: ["o*"] },
      { ...EVERYTHING, tags: { backup: "yes" } },
    ),
    keys: fc.constantFrom<Settings["targetKmsKeys"]>(
      Object.fromEntries(REGIONS.map((region) => [region, { kmsKeyArn: keyArn(region), databaseKmsKeyArns: {} }])),
      { "eu-central-1": { databaseKmsKeyArns: { "o*": keyArn("eu-central-1") } } },
    ),
  })
  .map(({ retention, slots, maxDeletionsPerDailyRun, selection, keys }) => ({
    maxDeletionsPerDailyRun,
    targets: REGIONS,
    retention,
    maxCopiesInProgress: { instance: slots, cluster: slots },
    selection: { instance: selection, cluster: selection },
    targetKmsKeys: keys,
  }));

/** What exists after RDS has done what a plan says, its copies just begun. */
export function carryOut({ inventory }: Pick<World, "inventory">, plan: Plan): Inventory {
  const targets = new Map([...inventory.targets].map(([region, list]) => [region, [...list]]));
  const remove = (region: string, id: string) => {
    const list = targets.get(region) ?? [];
    const at = list.findIndex((one) => one.id === id);
    if (at < 0) throw new Error(`DBSnapshotNotFound: ${id}`);
    list.splice(at, 1);
  };
  for (const { copy, targetRegion } of deletionsOf(plan)) remove(targetRegion, copy.snapshot.id);
  for (const { request, replaces, targetRegion } of copiesOf(plan)) {
    if (replaces) remove(targetRegion, replaces.snapshot.id);
    const { sourceArn, targetId: id, kmsKeyArn, tags } = request;
    const list = targets.get(targetRegion) ?? [];
    if (list.some((one) => one.id === id)) throw new Error(`DBSnapshotAlreadyExists: ${id}`);
    list.push(
      foreign({
        kind: plan.kind,
        region: targetRegion,
        id,
        sourceArn,
        tags,
        status: "pending",
        createdAt: NOW,
        encryption: kmsKeyArn === undefined ? "none" : "kms",
        kmsKeyId: kmsKeyArn,
      }),
    );
  }
  return { ...inventory, targets };
}

/** What exists once RDS has finished all copies and deletions. */
export function finish(inventory: Inventory): Inventory {
  const targets = [...inventory.targets].map(([region, list]): [string, TargetSnapshot[]] => [
    region,
    list
      .filter((one) => one.status !== "deleting")
      .map((one) => (["pending", "copying", "creating"].includes(one.status) ? { ...one, status: "available" } : one)),
  ]);
  return { ...inventory, targets: new Map(targets) };
}
