/**
 * A database of one kind is its id *and* its RDS resource id. One that was recreated or renamed is another database: it
 * neither counts nor deletes the recovery points of the first.
 */
export function identity(databaseId: string, resourceId: string): string {
  // Stryker disable next-line MethodExpression: an identity is only compared with others, so either case will do
  return `${databaseId.toLowerCase()}/${resourceId}`;
}

export type NonEmpty<T> = readonly [T, ...T[]];

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, NonEmpty<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** One of each key, that of most items first. */
export const commonestFirst = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  [...groupBy(items, keyOf).values()].sort((a, b) => b.length - a.length).map(([first]) => first);
