import * as v from "valibot";
import { TROUBLE_KINDS } from "../../handlers/core/coverage/model";
import { KINDS } from "../../handlers/core/model";
import type { Returned } from "../../handlers/run/summary";

const COUNTS = v.record(v.string(), v.number());
const KIND = v.picklist(KINDS);

const FAILURE = v.object({
  database: v.string(),
  kind: KIND,
  target_region: v.nullable(v.string()),
  reason: v.string(),
  message: v.string(),
});

const TROUBLE = v.object({
  database: v.string(),
  kind: KIND,
  target_region: v.string(),
  trouble: v.picklist(TROUBLE_KINDS),
  reason: v.string(),
  cause: v.string(),
  remedy: v.string(),
  about: v.string(),
  since: v.nullable(v.string()),
  copies: v.nullable(v.number()),
});

const QUOTA = v.object({
  kind: KIND,
  target_region: v.string(),
  used: v.number(),
  allowed: v.number(),
  ours: v.number(),
  orphaned: v.number(),
  others: v.number(),
  needed: v.number(),
  headroom: v.number(),
  full_on: v.nullable(v.string()),
});

const RETURNED: v.GenericSchema<unknown, Returned> = v.object({
  run: v.picklist(["daily", "follow-up", "event", "look"]),
  dry_run: v.boolean(),
  seen: v.number(),
  selected: v.number(),
  uncovered: v.number(),
  copied: v.number(),
  in_progress: v.number(),
  deferred: COUNTS,
  deleted: v.number(),
  orphaned: v.number(),
  held: v.number(),
  skipped: COUNTS,
  failed: v.array(FAILURE),
  planned: COUNTS,
  gib_to_copy: v.number(),
  recovery_point_age_seconds: COUNTS,
  unseen_target_regions: v.array(v.string()),
  briefly_seen_kinds: v.array(KIND),
  manual_snapshots: v.array(QUOTA),
  troubles_by_kind: COUNTS,
  troubles: v.array(TROUBLE),
});

/** What a function has returned, which may be of another version. @returns a text: what is not understood */
export function parseReturned(value: unknown): Returned | string {
  const result = v.safeParse(RETURNED, value);
  if (result.success) return result.output;
  const [{ message, path = [] }] = result.issues;
  return `${path.map(({ key }) => String(key)).join(".") || "the whole"}: ${message}`;
}

/** Whether all is done, and nothing is in trouble, nor perhaps. Of troubles it returns some; of each kind, how many. */
export const isWell = ({ failed, troubles_by_kind, unseen_target_regions }: Returned): boolean =>
  failed.length === 0 &&
  unseen_target_regions.length === 0 &&
  Object.values(troubles_by_kind).every((count) => count === 0);
