/** What a database is, attribute by attribute. One that it does not have is not there. */
export type Profile = ReadonlyMap<string, string>;

/** `changed` into something of its kind; `lost` for good, or until a person makes it again. */
export type Verdict = "kept" | "changed" | "lost";

export interface Compared {
  readonly attribute: string;
  readonly verdict: Verdict;
  readonly before: string;
  readonly after: string | undefined;
}

/** What it was, and what it is now; undefined where it was not restored at all. */
export function compare(before: Profile, after: Profile | undefined): Compared[] {
  return [...before].map(([attribute, was]) => {
    const is = after?.get(attribute);
    return { attribute, verdict: is === was ? "kept" : is === undefined ? "lost" : "changed", before: was, after: is };
  });
}

/** Of all databases, what became of one attribute. */
export interface AttributeRow extends Readonly<Record<Verdict, number>> {
  readonly attribute: string;
  /** Why it is not as it was; empty where all have kept it. */
  readonly why: string;
}

/** Attributes that differ, and why that cannot be otherwise. An attribute that is not here must be kept. */
export type Reasons = ReadonlyMap<string, string>;

export function byAttribute(all: readonly Compared[], reasons: Reasons): AttributeRow[] {
  const attributes = [...new Set(all.map(({ attribute }) => attribute))];
  return attributes.map((attribute) => {
    const of = all.filter((one) => one.attribute === attribute);
    const count = (verdict: Verdict) => of.filter((one) => one.verdict === verdict).length;
    const isKept = count("kept") === of.length;
    return {
      attribute,
      kept: count("kept"),
      changed: count("changed"),
      lost: count("lost"),
      why: isKept ? "" : (reasons.get(attribute) ?? "NOBODY KNOWS"),
    };
  });
}

/** Differences for which there is no reason. */
export function unexplained(all: readonly Compared[], reasons: Reasons): Compared[] {
  return all.filter(({ attribute, verdict }) => verdict !== "kept" && !reasons.has(attribute));
}
