import { invalidValue } from "../wire/errors";
import { element, parent } from "../wire/xml";
import { type Operation, requireAccess } from "./operation";

/** DescribeDBEngineVersions (docs/aws-facts.md#engine-versions): a version that is not listed gives an empty list. */
export const describeEngineVersions: Operation = async ({ region, parameters, caller }) => {
  await requireAccess(caller, { action: "rds:DescribeDBEngineVersions", resource: "*" });
  const [engine, wanted] = [parameters.required("Engine"), parameters.optional("EngineVersion")];
  const isAll = parameters.boolean("IncludeAll");
  const { offers } = region;
  const isWanted = (version: string) => wanted === undefined || version === wanted || version.startsWith(`${wanted}.`);
  const found = offers
    .listed(engine)
    .filter((version) => isWanted(version) && (isAll || !offers.isDeprecated({ engine, version })));
  const size = parameters.integer("MaxRecords", 20, 100, 100);
  const from = Number(parameters.optional("Marker") ?? 0);
  if (!Number.isInteger(from)) throw invalidValue("Invalid Marker");
  const versions = found
    .slice(from, from + size)
    .map((version) =>
      parent(
        "DBEngineVersion",
        element("Engine", engine),
        element("EngineVersion", version),
        element("DBParameterGroupFamily", `${engine}${version.split(".")[0]}`),
        element("Status", offers.isDeprecated({ engine, version }) ? "deprecated" : "available"),
      ),
    );
  const marker = from + size < found.length ? String(from + size) : undefined;
  return { body: element("Marker", marker) + parent("DBEngineVersions", ...versions) };
};
