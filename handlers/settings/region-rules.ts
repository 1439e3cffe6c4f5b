import { REGION_RULES, type RegionRule } from "../../settings/rules";

/** Why snapshots cannot be copied from one region to another; undefined if they can. */
export function regionProblem(source: string, target: string): string | undefined {
  const broken = REGION_RULES.find((rule) => refuses(rule, source, target));
  return broken && `${broken.sentence}, got: ${source} to ${target}`;
}

export function refuses({ refuses, prefixes }: RegionRule, source: string, target: string): boolean {
  const isOf = (region: string, prefix: string) => region.startsWith(prefix);
  switch (refuses) {
    case "same":
      return source === target;
    case "any":
      return prefixes.some((prefix) => isOf(source, prefix) || isOf(target, prefix));
    case "one":
      return prefixes.some((prefix) => isOf(source, prefix) !== isOf(target, prefix));
  }
}
