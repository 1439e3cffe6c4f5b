import { databaseArn, parseArn, snapshotArn } from "../iam/arns";
import { AwsError, invalidCombination, invalidValue } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import { element, parent } from "../wire/xml";
import type { DatabaseRecord, Kind, SnapshotRecord } from "./model";
import { type Operation, requireAccess } from "./operation";
import type { Region } from "./region";
import { databaseElement, fullDatabaseElement, fullSnapshotElement, snapshotElement } from "./shapes";
import type { Among, Page, Store } from "./store";

/** The condition that a filter's value stands for. */
type Filter<T> = (value: string) => (record: T) => boolean;

/** By a field as it is. */
function by<T>(field: (record: T) => string): Filter<T> {
  return (value) => (record) => field(record) === value;
}

/** By an id or an ARN; ids compare without case. */
function byId<T>(field: (record: T) => string | undefined): Filter<T> {
  return (value) => {
    const id = idOf(value);
    return (record) => field(record) === id;
  };
}

const none = () => () => false;

const idOf = (value: string) => (parseArn(value)?.id ?? value).toLowerCase();

interface SnapshotNames {
  readonly action: string;
  readonly list: string;
  readonly id: string;
  readonly databaseId: string;
  readonly notFound: string;
  readonly databaseNotFound: string;
  readonly databaseFilter: string;
  readonly idFilter: string;
  /** The `Filters` that the action knows (docs/aws-facts.md#lists). */
  readonly filters: Readonly<Record<string, Filter<SnapshotRecord>>>;
}

const SNAPSHOTS: Readonly<Record<Kind, SnapshotNames>> = {
  instance: {
    action: "DescribeDBSnapshots",
    list: "DBSnapshots",
    id: "DBSnapshotIdentifier",
    databaseId: "DBInstanceIdentifier",
    notFound: "DBSnapshotNotFound",
    databaseNotFound: "DBInstanceNotFound",
    databaseFilter: "db-instance-id",
    idFilter: "db-snapshot-id",
    filters: {
      "db-instance-id": byId((snapshot) => snapshot.databaseId),
      "db-snapshot-id": byId((snapshot) => snapshot.id),
      "dbi-resource-id": by((snapshot) => snapshot.databaseResourceId),
      "snapshot-type": by((snapshot) => snapshot.type),
      engine: by((snapshot) => snapshot.engine),
    },
  },
  cluster: {
    action: "DescribeDBClusterSnapshots",
    list: "DBClusterSnapshots",
    id: "DBClusterSnapshotIdentifier",
    databaseId: "DBClusterIdentifier",
    notFound: "DBClusterSnapshotNotFoundFault",
    databaseNotFound: "DBClusterNotFoundFault",
    databaseFilter: "db-cluster-id",
    idFilter: "db-cluster-snapshot-id",
    filters: {
      "db-cluster-id": byId((snapshot) => snapshot.databaseId),
      "db-cluster-snapshot-id": byId((snapshot) => snapshot.id),
      "snapshot-type": by((snapshot) => snapshot.type),
      engine: by((snapshot) => snapshot.engine),
    },
  },
};

interface DatabaseNames {
  readonly action: string;
  readonly list: string;
  readonly id: string;
  readonly notFound: string;
  readonly filters: Readonly<Record<string, Filter<DatabaseRecord>>>;
}

const DATABASES: Readonly<Record<Kind, DatabaseNames>> = {
  instance: {
    action: "DescribeDBInstances",
    list: "DBInstances",
    id: "DBInstanceIdentifier",
    notFound: "DBInstanceNotFound",
    filters: {
      "db-cluster-id": byId((database) => database.memberOf),
      "db-instance-id": byId((database) => database.id),
      "dbi-resource-id": by((database) => database.resourceId),
      domain: none,
      engine: by((database) => database.engine),
    },
  },
  cluster: {
    action: "DescribeDBClusters",
    list: "DBClusters",
    id: "DBClusterIdentifier",
    notFound: "DBClusterNotFoundFault",
    filters: {
      "clone-group-id": none,
      "db-cluster-id": byId((database) => database.id),
      "db-cluster-resource-id": by((database) => database.resourceId),
      domain: none,
      engine: by((database) => database.engine),
    },
  },
};

/** DescribeDBInstances, DescribeDBClusters. */
export function describeDatabases(kind: Kind): Operation {
  const names = DATABASES[kind];
  return async ({ region, parameters, caller }) => {
    const id = identifier(parameters, names.id);
    const resource = databaseArn(region.rds.account, region.name, kind, id ?? "*");
    await requireAccess(caller, { action: `rds:${names.action}`, resource });
    const store = region.databases[kind];
    if (id !== undefined && !store.listed(id)) throw new AwsError(names.notFound, `${names.id} ${id} not found.`, 404);
    const filter = filterOf(parameters, names.filters);
    const page = pageOf(
      region,
      store,
      parameters,
      (database) => (id === undefined || database.id === id) && filter(database),
    );
    return { body: listBody(names.list, page, region.rds.fullAnswers ? fullDatabaseElement : databaseElement) };
  };
}

/** DescribeDBSnapshots, DescribeDBClusterSnapshots. */
export function describeSnapshots(kind: Kind): Operation {
  const names = SNAPSHOTS[kind];
  return async ({ region, parameters, caller }) => {
    const id = identifier(parameters, names.id);
    const databaseId = identifier(parameters, names.databaseId);
    const resource = snapshotArn(region.rds.account, region.name, kind, id ?? "*");
    await requireAccess(caller, { action: `rds:${names.action}`, resource });
    if (kind === "cluster" && id !== undefined && databaseId !== undefined) {
      throw invalidCombination(`${names.databaseId} and ${names.id} are mutually exclusive`);
    }
    const store = region.snapshots[kind];
    const matches = all(
      typeFilter(kind, parameters),
      filterOf(parameters, names.filters),
      id === undefined ? undefined : (snapshot) => snapshot.id === id,
      databaseId === undefined ? undefined : (snapshot) => snapshot.databaseId === databaseId,
    );
    const named = id === undefined ? undefined : store.listed(id);
    if (id !== undefined && !(named && matches(named))) throw new AwsError(names.notFound, `${id} not found.`, 404);
    // "Must match an existing DBInstance" is all that is documented, so the simulation insists on it (docs/aws-facts.md#lists).
    if (databaseId !== undefined && !region.databases[kind].listed(databaseId)) {
      throw new AwsError(names.databaseNotFound, `${databaseId} not found.`, 404);
    }
    const now = region.rds.clock.now();
    const render = region.rds.fullAnswers ? fullSnapshotElement : snapshotElement;
    const valuesOf = (wanted: string) =>
      parameters
        .filters()
        .find(({ name }) => name === wanted)
        ?.values.map(idOf);
    const among = { groups: valuesOf(names.databaseFilter), ids: valuesOf(names.idFilter) };
    const page = pageOf(region, store, parameters, matches, among);
    const { assumptions, faults } = region.rds;
    const hidden = (one: SnapshotRecord) => assumptions.tagsInLists === "absent" || faults.hidesTags?.(one);
    const shown = (one: SnapshotRecord) => (hidden(one) ? { ...one, tags: {} } : one);
    return { body: listBody(names.list, page, (snapshot) => render(shown(snapshot), now)) };
  };
}

function all<T>(...filters: readonly (((record: T) => boolean) | undefined)[]): (record: T) => boolean {
  const present = filters.filter((filter) => filter !== undefined);
  return (record) => present.every((filter) => filter(record));
}

function identifier(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters.optional(name);
  return value === undefined ? undefined : idOf(value);
}

/** No type means automated and manual. An automated snapshot is found by its id only with the type (docs/aws-facts.md#lists). */
function typeFilter(kind: Kind, parameters: QueryParameters): (snapshot: SnapshotRecord) => boolean {
  const type = parameters.optional("SnapshotType");
  const known = ["automated", "manual", "shared", "public", ...(kind === "instance" ? ["awsbackup"] : [])];
  if (type !== undefined && !known.includes(type)) throw invalidValue(`Invalid snapshot type: ${type}`);
  if (type !== undefined) return (snapshot) => snapshot.type === type;
  const byId = parameters.optional(SNAPSHOTS[kind].id) !== undefined;
  const byFilter = parameters.filters().some((filter) => filter.name === "snapshot-type");
  return (snapshot) => snapshot.type === "manual" || (!byId && snapshot.type === "automated") || byFilter;
}

/** A record passes if each filter has a value that it meets. */
function filterOf<T>(parameters: QueryParameters, known: Readonly<Record<string, Filter<T>>>): (record: T) => boolean {
  const filters = parameters.filters().map(({ name, values }) => {
    const filter = known[name];
    if (!filter) throw invalidValue(`Unrecognized filter name: ${name}`);
    if (values.length === 0) throw invalidValue(`The filter ${name} has no values`);
    const tests = values.map(filter);
    return (record: T) => tests.some((test) => test(record));
  });
  return all(...filters);
}

function pageOf<T extends { readonly id: string }>(
  { rds }: Region,
  store: Store<T>,
  parameters: QueryParameters,
  matches: (record: T) => boolean,
  among?: Among,
): Page<T> {
  const asked = parameters.integer("MaxRecords", 20, 100, 100);
  const size = rds.faults.pageSize?.(asked) ?? asked;
  const marker = parameters.optional("Marker");
  const after = marker === undefined ? undefined : Buffer.from(marker, "base64").toString();
  if (after !== undefined && Buffer.from(after).toString("base64") !== marker) throw invalidValue("Invalid Marker");
  return store.page(matches, size, after, among);
}

function listBody<T>(list: string, page: Page<T>, render: (record: T) => string): string {
  const marker = page.lastId === undefined ? undefined : Buffer.from(page.lastId).toString("base64");
  return element("Marker", marker) + parent(list, ...page.items.map(render));
}
