import { alphabetical } from "../../handlers/core/alphabetical";
import { FOREVER, type Hold, isHeld } from "../../handlers/core/hold";
import { groupBy } from "../../handlers/core/identity";
import { notSelected } from "../../handlers/core/selection";
import { isAvailable, newestOfCopies } from "../../handlers/core/situation";
import { makerKey, type SourceFacts, sourceKey } from "./facts";
import type { CopiesFound, CopyFound } from "./find";
import type { CopiesWanted } from "./options";

/** What happens to a copy that was asked for, and why. */
export interface Fate {
  readonly found: CopyFound;
  readonly goes: boolean;
  /** Half a sentence. */
  readonly why: string;
}

/** Whether the database of a copy exists, under any name; undefined: not known. */
function exists(found: CopyFound, { databases }: SourceFacts): boolean | undefined {
  return databases.get(sourceKey(found))?.has(found.copy.databaseResourceId);
}

/** Whether a database, perhaps another, has the name that the copy's had. Whoever changes a tag cannot change the name in the copy's id. */
const isNameTaken = (found: CopyFound, { databases }: SourceFacts): boolean =>
  [...(databases.get(sourceKey(found))?.values() ?? [])].some(({ id }) => id === found.database);

/** Why nothing keeps or deletes a copy any more; undefined: something does, or that is not known. */
export function whyOrphaned(found: CopyFound, facts: SourceFacts): string | undefined {
  const database = facts.databases.get(sourceKey(found))?.get(found.copy.databaseResourceId);
  if (exists(found, facts) === false) return "its database is gone";
  if (database === undefined) return undefined;
  if (database.id !== found.database) return `its database is now called ${database.id}`;
  const settings = facts.deployments.get(makerKey(found))?.startup.settings;
  const skipped = settings && notSelected(database, settings.selection[found.kind]);
  return skipped && `its database is not selected: ${skipped.message}`;
}

const isDeploymentGone = (found: CopyFound, { deployments }: SourceFacts): boolean =>
  deployments.get(makerKey(found)) === null;

/** The fate of each copy that is asked for. @param found all that is there, and not only these */
export function planDeletion(
  asked: readonly CopyFound[],
  { copies: all, others }: Pick<CopiesFound, "copies" | "others">,
  wanted: CopiesWanted,
  facts: SourceFacts,
): readonly Fate[] {
  const chosen = asked.flatMap((found): { found: CopyFound; why: string }[] => {
    const orphaned = whyOrphaned(found, facts);
    if (wanted.orphaned && orphaned !== undefined) return [{ found, why: orphaned }];
    if (wanted.deploymentGone && isDeploymentGone(found, facts)) return [{ found, why: "its deployment is gone" }];
    if (wanted.orphaned || wanted.deploymentGone) return [];
    return [{ found, why: orphaned ?? "you ask for it" }];
  });
  const lasts = lastsBy(all, ({ copy }) => copy.databaseResourceId);
  const lastsOfName = lastsBy(all, ({ database }) => database);
  const inUse = new Set(
    [...all, ...others]
      .filter((one) => one.condition === "in-progress")
      .flatMap(({ snapshot }) => snapshot.sourceArn ?? []),
  );
  return chosen
    .map(({ found, why }): Fate => {
      const stays = whyItStays(found, {
        isLast: lasts.has(found),
        isLastOfName: lastsOfName.has(found),
        inUse,
        facts,
      });
      return { found, goes: stays === undefined, why: stays ?? why };
    })
    .sort((a, b) => Number(b.goes) - Number(a.goes) || alphabetical(a.found.database, b.found.database));
}

/** Of each database, in each region, as copied by each deployment. @param of what a database is known by */
function lastsBy(all: readonly CopyFound[], of: (found: CopyFound) => string): ReadonlySet<CopyFound> {
  const placeOf = (found: CopyFound) => [sourceKey(found), makerKey(found), of(found), found.snapshot.region].join(" ");
  return new Set([...groupBy(all, placeOf).values()].flatMap((copies) => lastOf(copies) ?? []));
}

function lastOf(copies: readonly CopyFound[]): CopyFound | undefined {
  const newest = newestOfCopies(copies.map(({ copy }) => copy).filter(isAvailable));
  return copies.find(({ copy }) => copy === newest);
}

interface Around {
  /** Of its database, under all names that it has had. */
  readonly isLast: boolean;
  /** Of all databases that have had its name. */
  readonly isLastOfName: boolean;
  /** ARNs of what is being copied. */
  readonly inUse: ReadonlySet<string>;
  readonly facts: SourceFacts;
}

function whyItStays(found: CopyFound, { isLast, isLastOfName, inUse, facts }: Around): string | undefined {
  const { hold, snapshot } = found.copy;
  if (hold && isHeld(found.copy)) return heldText(hold);
  if (found.condition === "in-progress") return "it is still being made";
  if (found.condition === "going") return "it is being deleted already";
  if (found.condition === "unclear") return `what its status ${snapshot.status} means is not known`;
  if (inUse.has(snapshot.arn)) return "it is being copied";
  const there = exists(found, facts);
  if (isLast && there === undefined) return "the newest, and whether its database exists is not known";
  if (isLast && there) return "the newest of a database that exists";
  return isLastOfName && isNameTaken(found, facts)
    ? `the newest of the name ${found.database}, which a database has`
    : undefined;
}

/** Why what is held stays. */
export function heldText({ state, until }: Hold): string {
  const what = state === "ended" ? `its hold ended on ${until}, a week ago at most` : `held ${untilText(until)}`;
  return `${what}: copies release takes that off`;
}

export const untilText = (until: string): string => (until === FOREVER ? "for ever" : `until ${until}`);
