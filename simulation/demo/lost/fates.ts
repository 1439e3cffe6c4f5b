import type { Folder } from "../../../cli/restore/model";
import { type Holding, sourceTime } from "../copies";
import type { Scenario } from "../scenario";
import { compare, type Profile } from "./compare";
import type { Fate } from "./print";
import type { Described } from "./profile";

export type Databases = ReadonlyMap<string, Described>;

/** RDS does not tell them with a database: those of a group that somebody has made. */
function parameterValues(profile: Profile): Profile {
  const group = profile.get("parameter group");
  return new Map(group?.startsWith("default.") === false ? [["parameter values", `those of ${group}`]] : []);
}

/** A group that the folder makes has no values. */
function keptValues(now: Described | undefined, { stubs }: Folder): Profile {
  const group = now?.profile.get("parameter group");
  const isStub = stubs.some(({ name }) => name === group);
  return now && !isStub ? parameterValues(now.profile) : new Map();
}

const WITHOUT_COPY: Readonly<Record<string, string>> = {
  uncovered: "no copy: it could not be copied, which the messages have told",
  "not selected": "no copy: it was not selected",
};

/** Each lost database and the restored one. */
export function fatesOf(
  lost: Databases,
  restored: Databases,
  held: readonly Holding[],
  folder: Folder,
  { expected }: Scenario,
): Fate[] {
  return [...lost].map(([key, { kind, id, profile }]) => {
    const holding = held.find((one) => one.kind === kind && one.database === id && !one.gone);
    const [newest] = holding?.copies ?? [];
    const now = restored.get(key);
    const inFolder = folder.databases.some((one) => one.kind === kind && one.lostName === id);
    const without = WITHOUT_COPY[expected.get(id) ?? ""] ?? "no copy";
    const note = now ? "" : newest ? "it has a copy, and is not restored" : without;
    return {
      kind,
      id,
      dataFrom: newest && sourceTime(newest),
      compared: [...compare(profile, now?.profile), ...compare(parameterValues(profile), keptValues(now, folder))],
      note: now && !inFolder ? "it is not in the folder" : note,
    };
  });
}
