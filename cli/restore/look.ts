import { keys } from "../../handlers/aws/keys";
import type { Fault } from "../../handlers/core/actions";
import { KINDS, type TargetSnapshot } from "../../handlers/core/model";
import { needsOf } from "../../handlers/core/needs";
import type { Restorable } from "../../handlers/core/restorable";
import { sentence } from "../../handlers/core/sentence";
import { listed } from "../../handlers/core/told/words";
import { type GroupOf, needsAndWantsOf, type Want } from "../../handlers/core/wants";
import { offers } from "../../handlers/rds/offers";
import { listRestorables } from "../../handlers/rds/restorables";
import { keysOfCopies } from "../../handlers/run/keys-of-copies";
import { versionsOfCopies } from "../../handlers/run/versions-of-copies";
import { wantsOfCopies } from "../../handlers/run/wants-of-copies";
import { RDS_ACTIONS } from "../actions";
import type { Aws } from "../aws";
import { awsProblem } from "../aws-problem";
import { capital } from "../capital";
import { type Problem, problemOf } from "../problem";
import type { Progress } from "../progress";
import type { Chosen } from "./choose";
import type { ExistingGroups } from "./model";
import type { RecoveryPoint } from "./recovery-points";

export interface Snapshots {
  readonly items: readonly Restorable[];
  /** Kinds that could not be read, and what RDS could not describe. */
  readonly problems: readonly Problem[];
}

/** @throws Stop if neither kind can be read */
export async function lookForSnapshots({ region, rds, deadline }: Aws, progress: Progress): Promise<Snapshots> {
  let read = 0;
  progress.say(`Reading the snapshots of ${region} …`);
  const lists = await Promise.allSettled(
    KINDS.map((kind) =>
      listRestorables(kind, region, rds(region), deadline, (_, more) => {
        read += more;
        progress.say(`Reading the snapshots of ${region}: ${read} so far …`);
      }),
    ),
  );
  progress.end();
  const problems: Problem[] = [];
  const items = lists.flatMap((list, index) => {
    const kind = KINDS[index] ?? "instance";
    if (list.status === "fulfilled") {
      const { items, unreadable: incomplete, tagsUnknown } = list.value;
      problems.push(...incomplete.map((what) => unreadable(what, region)));
      if (tagsUnknown) problems.push(untagged(tagsUnknown, region));
      return items;
    }
    const stop = awsProblem(list.reason, { action: RDS_ACTIONS[kind].snapshots, region });
    if (lists.every(({ status }) => status === "rejected")) throw stop;
    problems.push(problemOf(`all ${kind}s`, stop));
    return [];
  });
  return { items, problems };
}

const unreadable = (what: string, region: string): Problem => ({
  of: `a snapshot in ${region}`,
  cause: `RDS describes it incompletely: ${what}`,
  remedy: "try again",
});

const MOST_NAMES = 5;

/** Without their tags they are no copies of anybody. */
function untagged(
  { ids, cause }: { readonly ids: readonly string[]; readonly cause: unknown },
  region: string,
): Problem {
  const stop = awsProblem(cause, { action: "rds:ListTagsForResource", region });
  return {
    of: listed(ids, MOST_NAMES),
    cause: `left out, as without their tags nobody knows whether they are copies. ${stop.message}`,
    remedy: stop.remedy ?? "",
  };
}

const GROUPS = {
  parameters: {
    action: "rds:DescribeDBParameterGroups",
    what: "parameter groups: all that databases had become stubs",
  },
  "cluster parameters": {
    action: "rds:DescribeDBClusterParameterGroups",
    what: "cluster parameter groups: all that clusters had become stubs",
  },
  subnets: { action: "rds:DescribeDBSubnetGroups", what: "subnet groups: all are to be chosen" },
} as const satisfies Partial<Record<GroupOf, { readonly action: string; readonly what: string }>>;

export interface RegionLook {
  readonly groups: ExistingGroups;
  readonly chosen: readonly Chosen[];
  readonly warnings: readonly string[];
}

/**
 * What the region has of what the databases want: groups, and, as the daily look of a deployment asks for it, engine versions, classes and
 * option groups. What may not be read is a warning: people choose and look themselves.
 *
 * @returns the databases too, with remarks on what is missing
 */
export async function lookAtRegion(chosen: readonly Chosen[], { region, rds, deadline }: Aws): Promise<RegionLook> {
  const warnings: string[] = [];
  const offered = offers(rds, deadline);
  const look = async (of: keyof typeof GROUPS) => {
    try {
      return await offered.groups(region, of);
    } catch (thrown) {
      const { action, what } = GROUPS[of];
      warnings.push(sentence(`Not known are the ${what}. ${awsProblem(thrown, { action, region }).message}`));
      return undefined;
    }
  };
  const [parameterGroups, clusterParameterGroups, subnetGroups] = await Promise.all([
    look("parameters"),
    look("cluster parameters"),
    look("subnets"),
  ]);
  const snapshots = chosen.map(({ point }) => point.snapshot);
  const versions = await versionsOfCopies(snapshots, offered, PATIENT);
  const copies = chosen.flatMap(({ point: { copy } }) => copy ?? []);
  const wants = await wantsOfCopies(copies, offered, PATIENT, versions.missing, isNotChosen);
  const faults = new Map([...versions.missing, ...versions.deprecated, ...wants.missing]);
  const unknown = [...versions.unknown.values(), ...wants.unknown.values()];
  return {
    groups: { parameterGroups, clusterParameterGroups, subnetGroups },
    chosen: chosen.map((one) => ({ ...one, remarks: [...one.remarks, ...remarksOn(one.point, faults)] })),
    warnings: [
      ...warnings,
      ...unknown.map((why) => sentence(`It is not known whether the region has what is wanted: ${why}`)),
    ],
  };
}

/** A person waits, and may stop. */
const PATIENT = { timeLeft: () => Number.POSITIVE_INFINITY };

/** Parameter groups become stubs, and subnet groups are chosen: nobody needs to be told of those. */
const isNotChosen = (want: Want): boolean => want.is === "class" || want.of === "options";

function remarksOn({ snapshot, copy }: RecoveryPoint, faults: ReadonlyMap<string, Fault>): string[] {
  const needs = copy === undefined ? needsOf(snapshot) : needsAndWantsOf(snapshot);
  return needs.flatMap((need) => {
    const fault = faults.get(need);
    return fault === undefined ? [] : sentence(`${capital(fault.cause)}. ${capital(fault.remedy)}`);
  });
}

export interface KeysLook {
  /** Why a copy cannot be restored as things are, by ARN of its key. */
  readonly unusable: ReadonlyMap<string, Fault>;
  readonly warnings: readonly string[];
}

/** Whether the keys of copies can be used. A key that may not be looked at is a warning. */
export async function lookAtKeys(copies: readonly TargetSnapshot[], { others, deadline }: Aws): Promise<KeysLook> {
  const { missing: unusable, unknown } = await keysOfCopies(copies, { targetKmsKeys: {} }, keys(others, deadline));
  return {
    unusable,
    warnings: [...unknown.values()].map((why) => sentence(`Whether copies can be read is not known: ${why}`)),
  };
}
