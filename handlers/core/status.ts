/**
 * What a snapshot's status means for this tool. RDS does not list all values (docs/aws-facts.md#snapshot-status), so the terminal ones are
 * named here, and every other value counts as in progress. `unclear`: an unknown one of a snapshot that is complete. It is waited for.
 */
export type Condition = "available" | "in-progress" | "failed" | "going" | "bad" | "unclear";

const CONDITIONS: ReadonlyMap<string, Condition> = new Map([
  ["available", "available"],
  ["failed", "failed"],
  ["deleting", "going"],
  ["deleted", "going"],
  ["incompatible-restore", "bad"],
  ["incompatible-parameters", "bad"],
  ["copying", "in-progress"],
  ["creating", "in-progress"],
  ["pending", "in-progress"],
]);

export function condition({
  status,
  percent,
}: {
  readonly status: string;
  readonly percent?: number | undefined;
}): Condition {
  const isComplete = percent !== undefined && percent >= 100;
  return CONDITIONS.get(status.toLowerCase()) ?? (isComplete ? "unclear" : "in-progress");
}
