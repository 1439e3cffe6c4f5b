/** What is made or asked for once for each key, when it is first wanted. */
export function oncePer<Key extends readonly string[], T>(make: (...key: Key) => T): (...key: Key) => T {
  const made = new Map<string, T>();
  return (...key) => {
    const name = key.join(" ");
    const known = made.get(name);
    if (known !== undefined) return known;
    const one = make(...key);
    made.set(name, one);
    return one;
  };
}
