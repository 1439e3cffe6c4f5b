import { alphabetical } from "../../handlers/core/alphabetical";
import { parseSnapshotArn } from "../../handlers/core/arn";
import { groupBy } from "../../handlers/core/identity";
import { shown } from "../../handlers/core/shown";
import type { Chosen } from "./choose";
import type { ExistingGroups, Folder, Mapped, NeededGroup, Restored } from "./model";
import { newNames } from "./names";
import type { Choices } from "./options";
import { restored, UNKNOWN } from "./restored";

export interface FolderInput {
  readonly chosen: readonly Chosen[];
  readonly choices: Choices;
  readonly groups: ExistingGroups;
  readonly region: string;
  readonly now: Date;
  readonly warnings: readonly string[];
}

/** What will be written, from what is there and what people chose. @throws Stop for names that RDS would refuse */
export function folderOf({ chosen, choices, groups, region, now, warnings }: FolderInput): Folder {
  const names = newNames(chosen, choices);
  const instances = new Set(
    chosen.flatMap(({ point: { kind } }, index) => (kind === "instance" ? (names[index] ?? []) : [])),
  );
  const databases = chosen
    .map((one, index) => restored(one, names[index] ?? "", instances))
    .sort((a, b) => alphabetical(a.kind, b.kind) || alphabetical(a.name, b.name));
  const { partition = "aws", account = "" } = parseSnapshotArn(chosen[0]?.point.snapshot.arn ?? "") ?? {};
  const missing = missingGroups(databases, groups);
  const subnetGroups = mapped(databases, (one) => [one.lostSubnetGroup]);
  const securityGroups = mapped(databases, (one) => one.lostSecurityGroups);
  return {
    region,
    account,
    partition,
    written: now,
    databases,
    stubs: missing.flatMap((group) => (group.family === undefined ? [] : [{ ...group, family: group.family }])),
    subnetGroups: subnetGroups.map(({ lost, of }) => ({
      ...subnetGroup(lost, choices, groups, region),
      lost,
      of,
    })),
    securityGroups: securityGroups.map(({ lost, of }) => ({
      ...securityGroup(lost, choices),
      lost,
      of,
    })),
    withoutClass: databases.filter(lacksClass).map(({ name }) => name),
    warnings: [
      ...warnings,
      ...unused("--subnet-group", choices.subnetGroups, subnetGroups),
      ...unused("--security-group", choices.securityGroups, securityGroups),
      ...ofSeveralFamilies(databases),
      ...ofOtherFamily(databases, groups, region),
      ...chosenInVain(choices, groups).map(
        (name) =>
          `There is no subnet group ${name} in ${region}: choose another in terraform.tfvars, or make it first.`,
      ),
      ...missing
        .filter(({ family }) => family === undefined)
        .map(
          ({ name }) => `The parameter group ${name} is not in ${region}, and its family is not known: make it first.`,
        ),
    ],
  };
}

const lacksClass = ({ values, members }: Restored): boolean =>
  [...values, ...members.flatMap((member) => member.values)].some(
    ({ name, from }) => name === "instance_class" && from === "open",
  );

/** Groups that no list of the region shows; where it could not be read, all. */
function missingGroups(databases: readonly Restored[], there: ExistingGroups): NeededGroup[] {
  const needed = databases.flatMap(({ parameterGroups }) => parameterGroups);
  const unique = [...new Map(needed.map((group) => [`${group.kind}/${group.name}`, group])).values()];
  return unique
    .filter(({ kind, name }) => !ofKind(kind, there)?.has(name.toLowerCase()))
    .sort((a, b) => alphabetical(a.name, b.name));
}

const ofKind = (kind: NeededGroup["kind"], there: ExistingGroups) =>
  kind === "instance" ? there.parameterGroups : there.clusterParameterGroups;

/** One of the name is here for another engine or version, as an upgrade has left it: RDS refuses that. */
function ofOtherFamily(databases: readonly Restored[], there: ExistingGroups, region: string): string[] {
  const wrong = databases.flatMap(({ parameterGroups }) =>
    parameterGroups.flatMap(({ kind, name, family }) => {
      const here = ofKind(kind, there)?.get?.(name.toLowerCase());
      return here === undefined || family === undefined || here === family
        ? []
        : `The parameter group ${name} of ${region} is for ${here}, and RDS refuses it for ${family}: name another one in databases.tf.`;
    }),
  );
  return [...new Set(wrong)];
}

/** One name in two lost regions may be of two groups: only one of them can be here. */
function ofSeveralFamilies(databases: readonly Restored[]): string[] {
  const groups = groupBy(
    databases.flatMap(({ parameterGroups }) => parameterGroups),
    ({ kind, name }) => `${kind} ${name}`,
  );
  return [...groups.values()].flatMap((ofOne) => {
    const [{ name }] = ofOne;
    const families = [...new Set(ofOne.flatMap(({ family }) => family ?? []))];
    return families.length < 2
      ? []
      : `The parameter group ${name} is wanted for ${families.join(" and ")}: give one of them another name in databases.tf.`;
  });
}

/** What is lost, each with the databases that had it. */
function mapped(databases: readonly Restored[], lostOf: (one: Restored) => readonly string[]) {
  const had = databases.flatMap((one) => lostOf(one).map((lost) => ({ lost, name: one.name })));
  return [...groupBy(had, ({ lost }) => lost)]
    .map(([lost, of]) => ({ lost, of: of.map(({ name }) => name) }))
    .sort((a, b) => alphabetical(a.lost, b.lost));
}

/** Who chooses for several folders may name more than one has: no more than a warning. */
const unused = (
  option: string,
  chosen: ReadonlyMap<string, unknown>,
  lost: readonly { readonly lost: string }[],
): string[] =>
  [...chosen.keys()]
    .filter((name) => !lost.some((one) => one.lost === name))
    .map((name) => `${option}: no database in this folder had ${shown(name)}.`);

/** Subnet groups that are chosen and are not there, so that RDS would refuse the restore. */
function chosenInVain({ subnetGroup, subnetGroups }: Choices, there: ExistingGroups): readonly string[] {
  const chosen = new Set([...(subnetGroup === undefined ? [] : [subnetGroup]), ...subnetGroups.values()]);
  return [...chosen].filter((name) => there.subnetGroups?.has(name.toLowerCase()) === false);
}

type There<T> = Pick<Mapped<T>, "there" | "because">;

function subnetGroup(
  lost: string,
  choices: Choices,
  { subnetGroups }: ExistingGroups,
  region: string,
): There<string | undefined> {
  const chosen = choices.subnetGroups.get(lost) ?? choices.subnetGroup;
  if (chosen !== undefined) return { there: chosen, because: "chosen" };
  if (lost !== UNKNOWN && subnetGroups?.has(lost.toLowerCase()))
    return { there: lost, because: `${region} has one of this name` };
  return { there: undefined, because: "to be chosen" };
}

function securityGroup(lost: string, choices: Choices): There<readonly string[]> {
  const chosen = choices.securityGroups.get(lost) ?? choices.securityGroup;
  return chosen.length > 0 ? { there: chosen, because: "chosen" } : { there: [], because: "to be chosen" };
}
