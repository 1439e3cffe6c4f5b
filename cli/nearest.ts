/** Names that a person may have meant, the likeliest first. */
export function nearest(name: string, names: readonly string[], most = 3): readonly string[] {
  const wanted = name.toLowerCase();
  return (
    names
      .map((one) => ({ one, far: distance(wanted, one.toLowerCase()) }))
      // Two of four characters may be a slip; two of three are another name.
      .filter(
        ({ one, far }) => far <= Math.min(Math.max(2, wanted.length / 3), wanted.length / 2) || one.includes(wanted),
      )
      .sort((a, b) => a.far - b.far)
      .slice(0, most)
      .map(({ one }) => one)
  );
}

/** How many characters must be added, taken away or changed. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
