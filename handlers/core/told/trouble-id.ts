import { createHash } from "node:crypto";
import type { TroubleKind } from "../coverage/model";
import type { Route } from "../route";

/** Characters of an id: 30 bits, so that 800 ids fit into one parameter and two of them are hardly ever the same. */
export const ID_LENGTH = 5;

/** Where in the hash of a database and target region the id of a kind of trouble is. Who changes that has all troubles told once more. */
const PLACES: Readonly<Record<TroubleKind, number>> = {
  stale: 0,
  unrestorable: 1,
  failing: 2,
  uncovered: 3,
  deselected: 4,
  orphaned: 5,
};

/**
 * Ids that tell each kind of trouble of a database in a target region from all others. The cause is no part of them: a database that is in
 * trouble for another reason than before is still the one that was told. One hash has them all, as a run needs those of each database.
 *
 * @param resourceId of the database; undefined for all of a kind
 */
export function troubleIds(
  { kind, targetRegion }: Route,
  resourceId: string | undefined,
): (trouble: TroubleKind) => string {
  const all = hash([kind, resourceId ?? "*", targetRegion]);
  return (trouble) => all.slice(PLACES[trouble] * ID_LENGTH, (PLACES[trouble] + 1) * ID_LENGTH);
}

export const troubleId = (route: Route, resourceId: string | undefined, trouble: TroubleKind): string =>
  troubleIds(route, resourceId)(trouble);

/** Ids of all troubles of one kind on a route. */
export const groupIds = ({ kind, targetRegion }: Route): ((trouble: TroubleKind) => string) =>
  troubleIds({ kind, targetRegion }, "group");

/** The same for the same set of ids, in any order. */
export const checksum = (ids: Iterable<string>): string => hash([...ids].sort()).slice(0, ID_LENGTH);

/** 43 characters. */
const hash = (parts: readonly string[]): string => createHash("sha256").update(parts.join("\n")).digest("base64url");
