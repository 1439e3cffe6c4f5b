import { element, parent } from "../wire/xml";
import type { Kind } from "./model";
import { type Operation, requireAccess } from "./operation";

const NAMES: Readonly<Record<Kind, string>> = { instance: "ManualSnapshots", cluster: "ManualClusterSnapshots" };

/** DescribeAccountAttributes (docs/aws-facts.md#list-permissions): of the quotas only those of manual snapshots, and one that is not asked about. */
export const describeAccountAttributes: Operation = async ({ region, caller }) => {
  await requireAccess(caller, { action: "rds:DescribeAccountAttributes", resource: "*" });
  const quota = (name: string, used: number, max: number) =>
    parent("AccountQuota", element("AccountQuotaName", name), element("Used", used), element("Max", max));
  const manual = (kind: Kind) => {
    const used = [...region.snapshots[kind].values()].filter(({ type }) => type === "manual").length;
    const maximum = region.quotas.manualSnapshots[kind];
    // Without bounds there is nothing to tell.
    return Number.isFinite(maximum) ? quota(NAMES[kind], used, maximum) : "";
  };
  return { body: parent("AccountQuotas", quota("DBInstances", 1, 40), manual("instance"), manual("cluster")) };
};
