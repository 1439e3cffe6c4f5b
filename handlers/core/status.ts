/**
 * What a snapshot's status means for this tool. RDS does not list all values (docs/aws-facts.md#snapshot-status), so the
 * terminal ones are named here and every other value counts as in progress.
 */
export type Condition = "available" | "in-progress" | "failed" | "going" | "bad";

const CONDITIONS: ReadonlyMap<string, Condition> = new Map([
  ["available", "available"],
  ["failed", "failed"],
  ["deleting", "going"],
  ["deleted", "going"],
  ["incompatible-restore", "bad"],
  ["incompatible-parameters", "bad"],
]);

export function condition(status: string): Condition {
  return CONDITIONS.get(status.toLowerCase()) ?? "in-progress";
}
