import { alphabetical } from "../alphabetical";
import { groupBy } from "../identity";
import type { Database } from "../model";
import type { ClusterShape, InstanceShape, Members, Shape } from "./shape";

/** What instances of a cluster have each for itself, and a cluster as a whole where all have the same: theirs is what is restored. */
const OF_ALL = [
  "ca",
  "publiclyAccessible",
  "minorUpgrades",
  "performanceInsights",
  "performanceInsightsDays",
  "databaseInsights",
  "monitoringSeconds",
  "monitoringRole",
  "vpc",
] as const satisfies readonly (keyof ClusterShape & keyof InstanceShape)[];

/**
 * The clusters with the shapes of their members, which RDS tells with the instances.
 *
 * @param instances of the region, or of the clusters alone
 */
export function withMembers(clusters: readonly Database[], instances: readonly Database[]): readonly Database[] {
  const byCluster = groupBy(instances, ({ memberOf }) => memberOf ?? "");
  return clusters.map((cluster) => {
    const members = byCluster.get(cluster.id) ?? [];
    return { ...cluster, shape: cluster.shape && clusterShape(cluster.shape, members, cluster.writer) };
  });
}

function clusterShape(shape: Shape, members: readonly Database[], writer: string | undefined): Shape {
  if (shape.kind !== "cluster" || members.length === 0) return shape;
  const shapes = members.flatMap(({ shape: one }) => (one?.kind === "instance" ? one : []));
  const told = OF_ALL.filter((name) => shapes.some((one) => one[name] !== undefined));
  const agreed = told.filter((name) => shapes.every((one) => one[name] === shapes[0]?.[name]));
  const differ = told.filter((name) => !agreed.includes(name) && isOff(shape[name]));
  return {
    ...without(shape, differ),
    ...Object.fromEntries(agreed.map((name) => [name, shapes[0]?.[name]])),
    members: byRule(members, writer),
    ...(differ.length > 0 && { membersDiffer: differ }),
  };
}

/** A cluster tells that of itself too where only its instances have it. */
const isOff = (value: unknown): boolean => value === undefined || value === false || value === 0;

function without(shape: ClusterShape, names: readonly (keyof ClusterShape)[]): ClusterShape {
  const left = { ...shape };
  for (const name of names) Reflect.deleteProperty(left, name);
  return left;
}

/** Those alike as one; the writer first, as a restored cluster writes on the instance that is made first. */
function byRule(members: readonly Database[], writer: string | undefined): readonly Members[] {
  const order = members.toSorted(
    (a, b) =>
      Number(b.id === writer) - Number(a.id === writer) ||
      (a.promotionTier ?? 0) - (b.promotionTier ?? 0) ||
      alphabetical(a.id, b.id),
  );
  const groups = groupBy(order, (one) => JSON.stringify(ruleOf(one)));
  return [...groups.values()].map(([first, ...others]) => ({ ...ruleOf(first), count: 1 + others.length }));
}

function ruleOf({ shape, promotionTier }: Database): Omit<Members, "count"> {
  const { class: size, parameterGroup } = shape?.kind === "instance" ? shape : {};
  return {
    ...(size !== undefined && { class: size }),
    ...(promotionTier !== undefined && { promotionTier }),
    ...(parameterGroup !== undefined && { parameterGroup }),
  };
}
