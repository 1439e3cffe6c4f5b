/** Columns of the longest line that could be broken: an ARN, a link or an option with its value stays whole. */
export const longest = (text: string): number =>
  Math.max(...text.split("\n").map((line) => (/^ *(--\S+ )?\S+( \\)?$/.test(line) ? 0 : line.length)));
