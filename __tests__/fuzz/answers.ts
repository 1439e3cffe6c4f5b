import fc from "fast-check";
import { type Answer, answer, type Fields, type RdsCall } from "../handlers/rds/fake-rds";
import {
  copiedDbClusterSnapshot,
  copiedDbSnapshot,
  dbCluster,
  dbClusterSnapshot,
  dbInstance,
  dbSnapshot,
} from "../handlers/rds/payloads";
import { listOf } from "../handlers/run/function-setup";
import { TARGETS } from "./named";
import { oddText } from "./odd-values";

const DATABASES = ["payments", "orders", "shop-eu", "ledger"] as const;
const isCluster = (database: string): boolean => ["ledger", "shop-eu"].includes(database);
const HOME = "us-east-1";
const TONIGHT = "2026-02-01";
/** Of these nights there are copies, one more than are kept. */
const NIGHTS = ["2026-01-28", "2026-01-29", "2026-01-30", "2026-01-31"];

/** One item of a list of RDS. */
export interface Item {
  readonly action: string;
  readonly region: string;
  readonly database: string;
  readonly fields: Fields;
}

const typeOf = (database: string): string => (isCluster(database) ? "cluster-snapshot" : "snapshot");
const arn = (region: string, database: string, id: string): string =>
  `arn:aws:rds:${region}:123456789012:${typeOf(database)}:${id}`;
const sourceId = (database: string, night: string): string => `rds:${database}-${night}-03-07`;
const copyIdOf = (database: string, night: string): string => `${database}-${HOME}-${night}-03-07`;
const timeOf = (night: string): Date => new Date(`${night}T03:08:00Z`);
const resourceId = (database: string): string => `${isCluster(database) ? "cluster" : "db"}-${database.toUpperCase()}`;

function database(name: string): Item {
  const fields = isCluster(name)
    ? dbCluster({ DBClusterIdentifier: name, DbClusterResourceId: resourceId(name) })
    : dbInstance({ DBInstanceIdentifier: name, DbiResourceId: resourceId(name) });
  return {
    action: isCluster(name) ? "DescribeDBClusters" : "DescribeDBInstances",
    region: HOME,
    database: name,
    fields,
  };
}

/** Names of fields by kind. */
const names = (name: string) =>
  isCluster(name)
    ? {
        action: "DescribeDBClusterSnapshots",
        id: "DBClusterSnapshotIdentifier",
        arn: "DBClusterSnapshotArn",
        database: "DBClusterIdentifier",
        resourceId: "DbClusterResourceId",
        source: "SourceDBClusterSnapshotArn",
      }
    : {
        action: "DescribeDBSnapshots",
        id: "DBSnapshotIdentifier",
        arn: "DBSnapshotArn",
        database: "DBInstanceIdentifier",
        resourceId: "DbiResourceId",
        source: "SourceDBSnapshotIdentifier",
      };

function snapshot(name: string): Item {
  const field = names(name);
  const time = timeOf(TONIGHT);
  const fields = (isCluster(name) ? dbClusterSnapshot : dbSnapshot)({
    [field.id]: sourceId(name, TONIGHT),
    [field.arn]: arn(HOME, name, sourceId(name, TONIGHT)),
    [field.database]: name,
    [field.resourceId]: resourceId(name),
    SnapshotCreateTime: time,
    ...(isCluster(name) ? {} : { OriginalSnapshotCreateTime: time }),
  });
  return { action: field.action, region: HOME, database: name, fields };
}

function copy(name: string, region: string, night: string): Item {
  const field = names(name);
  const source = arn(HOME, name, sourceId(name, night));
  const made = new Date(timeOf(night).getTime() + 3_600_000);
  const fields = (isCluster(name) ? copiedDbClusterSnapshot : copiedDbSnapshot)({
    [field.id]: copyIdOf(name, night),
    [field.arn]: arn(region, name, copyIdOf(name, night)),
    [field.database]: name,
    [field.resourceId]: resourceId(name),
    [field.source]: source,
    Status: "available",
    SnapshotCreateTime: made,
    TagList: [
      { Key: "CrossRegionBackup", Value: "prod" },
      { Key: "CrossRegionBackup/SourceArn", Value: source },
      { Key: "CrossRegionBackup/SourceTime", Value: timeOf(night).toISOString() },
      { Key: "CrossRegionBackup/Database", Value: name },
      { Key: "CrossRegionBackup/ResourceId", Value: resourceId(name) },
    ],
  });
  return { action: field.action, region, database: name, fields };
}

/** All that RDS lists: each database has a snapshot without a copy, and in each target region one copy too many. */
export const ITEMS: readonly Item[] = [
  ...DATABASES.map(database),
  ...DATABASES.map(snapshot),
  ...DATABASES.flatMap((name) => TARGETS.flatMap((region) => NIGHTS.map((night) => copy(name, region, night)))),
];

/** `action region id`, as a run on `ITEMS` is to call it. */
export const COPIES = DATABASES.flatMap((name) =>
  TARGETS.map((region) => ({ database: name, region, id: copyIdOf(name, TONIGHT) })),
);
export const DELETIONS = DATABASES.flatMap((name) =>
  TARGETS.map((region) => ({ database: name, region, id: copyIdOf(name, NIGHTS[0] ?? "") })),
);

/** A field without which nobody knows what an item is, with another value or none. */
export interface Malformed {
  readonly index: number;
  readonly fields: Fields;
}

const otherText = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  fc.constantFrom("", "payments-2", "cluster-OTHER", "rds:other-2026-02-01-03-07"),
  fc.constantFrom(
    "arn:aws:rds:us-east-1:999999999999:snapshot:rds:orders-2026-02-01-03-07",
    "arn:aws:rds:eu-west-3:123456789012:snapshot:rds:orders-2026-02-01-03-07",
    "arn:aws:rds:us-east-1:123456789012:db:orders",
    arn(HOME, "orders", sourceId("orders", "2026-01-30")),
    arn(HOME, "ledger", sourceId("ledger", "2026-01-30")),
  ),
  // XML has no control characters.
  oddText.map((text) => `odd ${text.slice(0, 300).replace(/[^ -~ß漢]/g, "")}`),
);

const tagsOf = (fields: Fields): { Key: string; Value: string }[] => JSON.parse(JSON.stringify(fields.TagList ?? []));

function malformedFields({ action, region, fields, database: name }: Item): fc.Arbitrary<Fields> {
  const field = names(name);
  if (region !== HOME) {
    const tags = tagsOf(fields);
    return fc.oneof(
      fc.tuple(fc.constantFrom(field.id, field.arn), otherText).map(([key, value]) => ({ [key]: value })),
      otherText.filter((text) => text !== undefined && text !== "").map((text) => ({ [field.source]: text })),
      fc.constantFrom(undefined, "").map((Status) => ({ Status })),
      fc.tuple(fc.nat(tags.length - 1), otherText).map(([at, Value]) => ({
        TagList: tags.flatMap((tag, index) => (index !== at ? [tag] : Value === undefined ? [] : [{ ...tag, Value }])),
      })),
      // Texts that JavaScript takes for times.
      fc
        .constantFrom("odd 0", "1", "2000", "2026", "2026-01-01", "Jan 1", "2026-13-40T00:00:00Z")
        .map((Value) => ({ TagList: tags.map((tag) => (tag.Key.endsWith("SourceTime") ? { ...tag, Value } : tag)) })),
      fc.constantFrom([], undefined, [{}], [{ Key: "CrossRegionBackup" }]).map((TagList) => ({ TagList })),
    );
  }
  const isSnapshot = action === field.action;
  const keys = isSnapshot
    ? [field.id, field.arn, field.database, field.resourceId]
    : [field.database, field.resourceId];
  return fc.oneof(
    fc.tuple(fc.constantFrom(...keys), otherText).map(([key, value]) => ({ [key]: value })),
    fc.constantFrom("Engine", ...(isSnapshot ? ["Status"] : [])).map((key) => ({ [key]: undefined })),
    ...(isSnapshot
      ? [
          fc.constant({ SnapshotCreateTime: undefined, OriginalSnapshotCreateTime: undefined }),
          fc.constantFrom("failed", "odd", "deleting").map((Status) => ({ Status })),
        ]
      : []),
  );
}

const changes =
  ({ fields }: Item) =>
  (other: Fields): boolean =>
    JSON.stringify({ ...fields, ...other }) !== JSON.stringify(fields);

/** Some items malformed, each in one way. */
export const malformed: fc.Arbitrary<readonly Malformed[]> = fc.uniqueArray(
  fc.nat(ITEMS.length - 1).chain((index) => {
    const item = ITEMS[index];
    return (item === undefined ? fc.constant({}) : malformedFields(item).filter(changes(item))).map((fields) => ({
      index,
      fields,
    }));
  }),
  { minLength: 1, maxLength: 3, selector: ({ index }) => index },
);

/** RDS that answers with those items, whatever filter it is asked with: there are such stand-ins. */
export const respondWith =
  (bad: readonly Malformed[]) =>
  ({ action, region, params }: RdsCall): Answer => {
    if (action.startsWith("Copy")) {
      const id = params.TargetDBSnapshotIdentifier ?? params.TargetDBClusterSnapshotIdentifier;
      return action === "CopyDBSnapshot"
        ? answer(action, { DBSnapshot: copiedDbSnapshot({ DBSnapshotIdentifier: id }) })
        : answer(action, { DBClusterSnapshot: copiedDbClusterSnapshot({ DBClusterSnapshotIdentifier: id }) });
    }
    const items = ITEMS.map((item, index) => ({ ...item, ...changed(item, bad, index) }));
    const listed = items.filter((item) => item.action === action && item.region === region);
    return answer(
      action,
      listOf(
        action,
        listed.map(({ fields }) => fields),
      ),
    );
  };

const changed = (item: Item, bad: readonly Malformed[], index: number) => ({
  fields: { ...item.fields, ...bad.find((one) => one.index === index)?.fields },
});
