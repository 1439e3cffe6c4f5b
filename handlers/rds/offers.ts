import {
  paginateDescribeDBClusterParameterGroups,
  paginateDescribeDBEngineVersions,
  paginateDescribeDBParameterGroups,
  paginateDescribeDBSubnetGroups,
  paginateDescribeOptionGroups,
  paginateDescribeOrderableDBInstanceOptions,
  type RDSClient,
} from "@aws-sdk/client-rds";
import type { OfferedVersion } from "../core/needs";
import type { GroupOf } from "../core/wants";
import type { Clients } from "./clients";
import { type Deadline, lookWithin } from "./deadline";
import { call, listIn } from "./reading";

/** Whether RDS still makes databases of a version. It restores some that are deprecated (docs/aws-facts.md#engine-versions). */
export type Offered = "available" | "deprecated";

/** What RDS offers to databases in a region. */
export interface Offers {
  /**
   * Versions of an engine that RDS lists, and those that are deprecated among them.
   *
   * @param version this one, where it is listed; default: all
   * @throws RdsError
   */
  versions(region: string, engine: string, version?: string): Promise<ReadonlyMap<string, Offered>>;
  /** Whether instances of a class can be made. @throws RdsError */
  hasClass(instanceClass: string, of: OfferedVersion): Promise<boolean>;
  /** All groups by name, in lower case, as RDS keeps them, with the family of those of parameters. @throws RdsError */
  groups(region: string, of: GroupOf): Promise<ReadonlyMap<string, string | undefined>>;
}

/** The least that a page may be: one entry is enough. */
const FEW = 20;

type Named = readonly (readonly [name: string | undefined, family?: string | undefined])[] | undefined;
type NamesIn = (client: RDSClient, own: Deadline) => AsyncIterable<Named>;

/** Each with what is on each page of its list; undefined where the answer has none. */
const GROUPS: Readonly<Record<GroupOf, NamesIn>> = {
  parameters: async function* (client, { signal }) {
    const pages = paginateDescribeDBParameterGroups({ client }, {}, { abortSignal: signal });
    for await (const { DBParameterGroups } of pages)
      yield DBParameterGroups?.map((one) => [one.DBParameterGroupName, one.DBParameterGroupFamily]);
  },
  "cluster parameters": async function* (client, { signal }) {
    const pages = paginateDescribeDBClusterParameterGroups({ client }, {}, { abortSignal: signal });
    for await (const page of pages)
      yield page.DBClusterParameterGroups?.map((one) => [one.DBClusterParameterGroupName, one.DBParameterGroupFamily]);
  },
  options: async function* (client, { signal }) {
    const pages = paginateDescribeOptionGroups({ client }, {}, { abortSignal: signal });
    for await (const { OptionGroupsList } of pages) yield OptionGroupsList?.map((one) => [one.OptionGroupName]);
  },
  subnets: async function* (client, { signal }) {
    const pages = paginateDescribeDBSubnetGroups({ client }, {}, { abortSignal: signal });
    for await (const { DBSubnetGroups } of pages) yield DBSubnetGroups?.map((one) => [one.DBSubnetGroupName]);
  },
};

const AT_MOST_MS = 10_000;

export function offers(clients: Clients, deadline: Deadline): Offers {
  const within = <T>(look: (own: Deadline) => Promise<T>): Promise<T> =>
    lookWithin(AT_MOST_MS, (own) => call(deadline, look(own)));
  return {
    versions: (region, engine, version) =>
      within(async (own) => {
        const found = new Map<string, Offered>();
        const pages = paginateDescribeDBEngineVersions(
          { client: clients(region) },
          { Engine: engine, ...(version !== undefined && { EngineVersion: version }), IncludeAll: true },
          { abortSignal: own.signal },
        );
        for await (const { DBEngineVersions } of pages) {
          for (const { Engine, EngineVersion, Status } of listIn(DBEngineVersions)) {
            if (Engine !== engine || EngineVersion === undefined) continue;
            // Aurora lists a version once for each of its modes.
            if (found.get(EngineVersion) === "available") continue;
            found.set(EngineVersion, Status === "deprecated" ? "deprecated" : "available");
          }
        }
        return found;
      }),
    hasClass: (instanceClass, { engine, version, region }) =>
      within(async (own) => {
        const pages = paginateDescribeOrderableDBInstanceOptions(
          { client: clients(region), pageSize: FEW },
          { Engine: engine, EngineVersion: version, DBInstanceClass: instanceClass },
          { abortSignal: own.signal },
        );
        for await (const page of pages) if (listIn(page.OrderableDBInstanceOptions).length > 0) return true;
        return false;
      }),
    groups: (region, of) =>
      within(async (own) => {
        const found = new Map<string, string | undefined>();
        for await (const page of GROUPS[of](clients(region), own)) {
          for (const [name, family] of listIn(page)) if (name !== undefined) found.set(name.toLowerCase(), family);
        }
        return found;
      }),
  };
}
