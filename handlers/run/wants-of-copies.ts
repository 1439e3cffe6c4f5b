import type { Fault } from "../core/actions";
import { commonestFirst, groupBy, identity } from "../core/identity";
import { versionNeed } from "../core/needs";
import { oncePer } from "../core/once";
import type { Copy } from "../core/ownership";
import { isAvailable, newestOfCopies } from "../core/situation";
import { type GroupOf, regionOf, type Want, wanted, wantKey, wantsOf } from "../core/wants";
import { toRdsError } from "../rds/errors";
import type { Offers } from "../rds/offers";
import { lookAtEach } from "./look-at-each";
import type { NeedsFound } from "./needs-of-copies";
import type { Run } from "./run";

/** A daily run asks for so many classes at most. */
export const MOST_CLASSES = 200;
const AT_ONCE = 10;

/**
 * Asks RDS whether what the newest copy of each database wants is in its target region: once for each engine version and class, and with
 * one list for each kind of group that any of them names.
 *
 * @param retired engine versions that RDS does not list
 * @param isAsked of which wants
 */
export async function wantsOfCopies(
  copies: readonly Copy[],
  offers: Offers,
  { timeLeft }: Pick<Run, "timeLeft">,
  retired: { has(need: string): boolean } = new Set(),
  isAsked: (want: Want) => boolean = () => true,
): Promise<NeedsFound> {
  const wants = commonestFirst(
    newestOnes(copies).flatMap(({ snapshot }) => wantsOf(snapshot).filter(isAsked)),
    wantKey,
  );
  const groupsIn = oncePer((region: string, of: GroupOf) => offers.groups(region, of));
  const groups = wants.filter(({ is }) => is === "group");
  // Of a version that RDS does not list there is no class.
  const classes = wants.filter((want) => want.is === "class" && !retired.has(versionNeed(want.of)));
  return lookAtEach(
    {
      wanted: [...groups, ...classes],
      most: groups.length + MOST_CLASSES,
      mostSaid: `${MOST_CLASSES} classes`,
      atOnce: AT_ONCE,
      keyOf: wantKey,
      said,
      timeLeft,
    },
    async (want) => {
      const isThere = await look(want, offers, groupsIn);
      if (typeof isThere === "string") return `${said(want)} ${isThere}`;
      return isThere ? undefined : lacking(want);
    },
  );
}

/** On the day people restore the newest. */
function newestOnes(copies: readonly Copy[]): Copy[] {
  const ofOne = groupBy(copies.filter(isAvailable), ({ snapshot, databaseId, databaseResourceId }) =>
    [snapshot.kind, snapshot.region, identity(databaseId, databaseResourceId)].join(" "),
  );
  return [...ofOne.values()].flatMap((own) => newestOfCopies(own) ?? []);
}

/**
 * @param groupsIn names of all groups
 * @returns a text: why that is not known
 */
async function look(
  want: Want,
  offers: Offers,
  groupsIn: (region: string, of: GroupOf) => ReturnType<Offers["groups"]>,
): Promise<boolean | string> {
  try {
    if (want.is === "class") return await offers.hasClass(want.name, want.of);
    return (await groupsIn(want.region, want.of)).has(want.name.toLowerCase());
  } catch (thrown) {
    const error = toRdsError(thrown);
    return `could not be looked at: ${error.awsCode}: ${error.message}`;
  }
}

const said = (want: Want): string => `the ${want.is === "class" ? "class " : ""}${wantKey(want)}`;

export function lacking(want: Want): Fault {
  const about = wanted(want);
  const region = regionOf(want);
  return want.is === "class"
    ? {
        reason: "class-not-offered",
        about,
        cause: `RDS does not offer ${about} in ${region}`,
        remedy: "choose another class that it may be restored with, and note it where people look on the day",
      }
    : {
        reason: "group-missing",
        about,
        cause: `there is no ${about} in ${region}`,
        remedy: "make it there, as a copy has only its name; or choose another on the day",
      };
}
