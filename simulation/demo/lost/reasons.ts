import type { Reasons } from "./compare";

/** Attributes of a database that cannot be as they were in another region, and why. All others must be kept. */
export const REASONS: Reasons = new Map([
  ["ARN", "another region: its endpoint is another one too"],
  ["resource id", "to RDS it is another database"],
  ["key", "the key of its copy, which lies in this region"],
  ["subnet group", "one of this region, chosen for the restore"],
  ["vpc", "that of the subnet group"],
  ["security groups", "those of this region, chosen for the restore"],
  ["domain", "join it again to a directory of this region"],
  ["domain role", "with the domain"],
  ["parameter values", "in no copy: the group is made again by its name"],
  ["roles", "not given back to an instance: attach them by hand"],
  ["global cluster", "a restored cluster is in none: add it by hand"],
  ["replica of", "what is restored is no replica"],
]);
