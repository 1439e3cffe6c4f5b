import { toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";

/** A page holds no more. */
export const MOST_IDS = 100;

/** Lists by ids. How many a filter takes is not documented (docs/aws-facts.md#lists): a list that RDS refuses is made of its halves. */
export async function inHalves<T>(
  ids: readonly string[],
  list: (ids: readonly string[]) => Promise<Listing<T>>,
): Promise<Listing<T>> {
  try {
    return await list(ids);
  } catch (cause) {
    if (toRdsError(cause).code !== "invalid-request" || ids.length < 2) throw cause;
    const middle = Math.ceil(ids.length / 2);
    const first = await inHalves(ids.slice(0, middle), list);
    const second = await inHalves(ids.slice(middle), list);
    return {
      items: [...first.items, ...second.items],
      unreadable: [...first.unreadable, ...second.unreadable],
    };
  }
}
