/** Sorts texts by their UTF-16 code units, so that each machine has the same order. */
export const alphabetical = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
