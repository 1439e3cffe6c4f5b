import type { Note } from "./actions";
import { groupBy, identity } from "./identity";
import type { Database } from "./model";
import type { Copy } from "./ownership";

/**
 * Notes our copies of databases that are gone or no longer selected, one note for each database. These copies stay,
 * whatever retention says, until a person deletes them.
 */
export function orphans(
  copies: readonly Copy[],
  databases: readonly Database[],
  selected: readonly Database[],
): Note[] {
  const known = new Set(selected.map((database) => identity(database.id, database.resourceId)));
  const groups = groupBy(
    copies.filter((copy) => !known.has(identity(copy.databaseId, copy.databaseResourceId))),
    (copy) => identity(copy.databaseId, copy.databaseResourceId),
  );
  return [...groups.values()].map((group) => {
    const [copy] = group;
    return {
      outcome: "skipped",
      database: copy.databaseId,
      copies: group.length,
      reason: "orphan",
      message: `${group.length} copies of ${describe(copy, databases)} are kept until you delete them`,
    };
  });
}

function describe(copy: Copy, databases: readonly Database[]): string {
  const { databaseId, databaseResourceId } = copy;
  const sameId = databases.find((database) => database.id === databaseId);
  const sameResource = databases.find((database) => database.resourceId === databaseResourceId);
  if (sameId !== undefined && sameId === sameResource) return `${databaseId}, which is no longer selected,`;
  if (sameId !== undefined) return `the predecessor of ${databaseId} (${databaseResourceId})`;
  if (sameResource !== undefined) return `${databaseId}, now called ${sameResource.id},`;
  return `${databaseId} (${databaseResourceId}), which does not exist any more,`;
}
