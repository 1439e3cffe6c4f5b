import { isDefaultGroup } from "./default-group";
import type { TargetSnapshot } from "./model";
import { needsOf, type OfferedVersion, versionOf } from "./needs";
import { hasOwnOptionGroup } from "./option-group";
import { readSheet } from "./sheet/sheet";

/** What a group of RDS is of. Security groups are never the same in another region. */
export type GroupOf = "parameters" | "cluster parameters" | "options" | "subnets";

/** What a database was made with and a restore wants in its region. People may make it on the day, or choose something else. */
export type Want =
  | { readonly is: "class"; readonly name: string; readonly of: OfferedVersion }
  | { readonly is: "group"; readonly of: GroupOf; readonly name: string; readonly region: string };

const GROUPS: Readonly<Record<GroupOf, string>> = {
  parameters: "DB parameter group",
  "cluster parameters": "DB cluster parameter group",
  options: "option group",
  subnets: "DB subnet group",
};

/** `db.m7g.large for postgres 16.4`, `option group orders`: the same in each region. */
export const wanted = (want: Want): string =>
  want.is === "class" ? `${want.name} for ${want.of.engine} ${want.of.version}` : `${GROUPS[want.of]} ${want.name}`;

export const regionOf = (want: Want): string => (want.is === "class" ? want.of.region : want.region);

/** Tells a want from all others. */
export const wantKey = (want: Want): string => `${wanted(want)} in ${regionOf(want)}`;

/** What the restore sheet of a copy names; nothing where it has none that can be read. */
export function wantsOf(snapshot: TargetSnapshot): Want[] {
  const sheet = readSheet(snapshot.tags);
  if (sheet === undefined || "malformed" in sheet) return [];
  const { shape } = sheet;
  const version = versionOf(snapshot);
  const classes = shape.kind === "instance" ? [shape.class] : (shape.members ?? []).map((one) => one.class);
  const parameters =
    shape.kind === "instance" ? [shape.parameterGroup] : (shape.members ?? []).map((one) => one.parameterGroup);
  const groups: readonly (readonly [GroupOf, string | undefined])[] = [
    ...parameters.map((name) => ["parameters", name] as const),
    ["cluster parameters", shape.kind === "cluster" ? shape.parameterGroup : undefined],
    // What RDS restores the copy with is there.
    ["options", shape.kind === "instance" && !hasOwnOptionGroup(snapshot) ? shape.optionGroup : undefined],
    ["subnets", shape.subnetGroup],
  ];
  return [
    ...classes.flatMap((name): Want[] => (name && version ? [{ is: "class", name, of: version }] : [])),
    ...groups.flatMap(([of, name]): Want[] =>
      name && !isDefault(of, name) ? [{ is: "group", of, name, region: snapshot.region }] : [],
    ),
  ];
}

/** By what a copy needs and wants it is found what is missing of it, each once. */
export const needsAndWantsOf = (snapshot: TargetSnapshot): string[] => [
  ...new Set([...needsOf(snapshot), ...wantsOf(snapshot).map(wantKey)]),
];

/** A default subnet group is there only with a default VPC. */
const isDefault = (of: GroupOf, name: string): boolean => of !== "subnets" && isDefaultGroup(name);
