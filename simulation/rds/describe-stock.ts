import { invalidValue } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import { element, parent } from "../wire/xml";
import { type Operation, requireAccess } from "./operation";
import type { Group, GroupKind } from "./stock";

/** DescribeOrderableDBInstanceOptions (docs/aws-facts.md#offered-classes): an option for each zone, or none. */
export const describeOrderableOptions: Operation = async ({ region, parameters, caller }) => {
  await requireAccess(caller, { action: "rds:DescribeOrderableDBInstanceOptions", resource: "*" });
  const engine = parameters.required("Engine");
  const [version, name] = [parameters.optional("EngineVersion"), parameters.optional("DBInstanceClass")];
  if (version === undefined || name === undefined) throw invalidValue("Only one version and class are simulated.");
  parameters.integer("MaxRecords", 20, 1000, 100);
  const isOffered = region.stock.hasClass(name) && region.stock.hasVersion(engine, version);
  const option = parent(
    "OrderableDBInstanceOption",
    element("Engine", engine),
    element("EngineVersion", version),
    element("DBInstanceClass", name),
  );
  return { body: parent("OrderableDBInstanceOptions", isOffered ? option : "") };
};

interface Names {
  readonly action: string;
  readonly list: string;
  readonly member: string;
  readonly name: string;
}

const NAMES: Readonly<Record<GroupKind, Names>> = {
  parameters: {
    action: "DescribeDBParameterGroups",
    list: "DBParameterGroups",
    member: "DBParameterGroup",
    name: "DBParameterGroupName",
  },
  "cluster parameters": {
    action: "DescribeDBClusterParameterGroups",
    list: "DBClusterParameterGroups",
    member: "DBClusterParameterGroup",
    name: "DBClusterParameterGroupName",
  },
  options: {
    action: "DescribeOptionGroups",
    list: "OptionGroupsList",
    member: "OptionGroup",
    name: "OptionGroupName",
  },
  subnets: {
    action: "DescribeDBSubnetGroups",
    list: "DBSubnetGroups",
    member: "DBSubnetGroup",
    name: "DBSubnetGroupName",
  },
};

/** Of all groups of a kind that people have made in the region. */
export function describeGroups(kind: GroupKind): Operation {
  const { action, list, member, name } = NAMES[kind];
  return async ({ region, parameters, caller }) => {
    await requireAccess(caller, { action: `rds:${action}`, resource: "*" });
    const { page, marker } = pageOf(region.stock.groups(kind), parameters);
    return {
      body:
        element("Marker", marker) +
        parent(list, ...page.map((one) => parent(member, element(name, one.name), familyOf(kind, one)))),
    };
  };
}

const familyOf = (kind: GroupKind, { family }: Group): string =>
  kind.endsWith("parameters") ? element("DBParameterGroupFamily", family) : "";

function pageOf(groups: readonly Group[], parameters: QueryParameters): { page: readonly Group[]; marker?: string } {
  const size = parameters.integer("MaxRecords", 20, 100, 100);
  const from = Number(parameters.optional("Marker") ?? 0);
  if (!Number.isInteger(from)) throw invalidValue("Invalid Marker");
  const page = groups.slice(from, from + size);
  return from + size < groups.length ? { page, marker: String(from + size) } : { page };
}
