/**
 * Why snapshots cannot be copied from one region to another; undefined if they can (facts §3.4).
 */
export function regionProblem(source: string, target: string): string | undefined {
  if (target === source) return `the target region ${target} is the source region: a copy there would be lost with it`;
  for (const region of [source, target]) {
    if (region.startsWith("cn-")) return `RDS snapshots cannot be copied to or from China regions, got ${region}`;
  }
  if (isGovCloud(source) !== isGovCloud(target)) {
    return `RDS snapshots of GovCloud regions can be copied within GovCloud only, got ${source} to ${target}`;
  }
  return undefined;
}

const isGovCloud = (region: string): boolean => region.startsWith("us-gov-");
