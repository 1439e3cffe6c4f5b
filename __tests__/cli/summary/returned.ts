import type { Returned, ToldTrouble } from "../../../handlers/run/summary";

/** What a quiet run returns, or one in which this is otherwise. */
export const returned = (over: Partial<Returned> = {}): Returned => ({
  run: "follow-up",
  dry_run: false,
  seen: 214,
  selected: 200,
  uncovered: 0,
  copied: 3,
  in_progress: 12,
  deferred: {},
  deleted: 2,
  orphaned: 0,
  held: 0,
  skipped: { excluded: 10, "cluster-member": 4 },
  failed: [],
  planned: {},
  gib_to_copy: 1234,
  recovery_point_age_seconds: { "eu-central-1": 84_240 },
  unseen_target_regions: [],
  briefly_seen_kinds: [],
  manual_snapshots: [],
  troubles_by_kind: {},
  troubles: [],
  ...over,
});

export const toldTrouble = (over: Partial<ToldTrouble> = {}): ToldTrouble => ({
  database: "orders",
  kind: "instance",
  target_region: "eu-central-1",
  trouble: "stale",
  reason: "no-backup",
  cause: "RDS has taken no backup since 2026-02-01 03:07 UTC",
  remedy: "look at its status (storage-full) and its RDS events",
  about: over.database ?? "orders",
  since: "2026-02-02T15:07:00.000Z",
  copies: null,
  ...over,
});

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const KEY_FAULT = {
  kind: "instance",
  target_region: "eu-central-1",
  reason: "key-not-accessible",
} as const;

/** A bad day: two databases fail for one key, one has no backup, a deletion was denied. */
export const BAD_DAY = returned({
  run: "daily",
  uncovered: 1,
  deferred: { "one-at-a-time": 2, slots: 31 },
  orphaned: 4,
  failed: [
    ...["billing", "ledger"].map((database) => ({ ...KEY_FAULT, database, message: `${KEY} is disabled: enable it` })),
    {
      kind: "cluster",
      database: "shop",
      target_region: "eu-central-1",
      reason: "denied",
      message:
        "shop-eu-west-1-2026-01-26-03-07 was not deleted: AccessDenied: an explicit deny in a service control policy",
    },
  ],
  manual_snapshots: [
    {
      kind: "instance",
      target_region: "eu-central-1",
      used: 97,
      allowed: 100,
      ours: 80,
      orphaned: 4,
      others: 13,
      needed: 600,
      headroom: 5,
      full_on: "2026-02-04T00:00:00.000Z",
    },
  ],
  troubles_by_kind: { stale: 1, failing: 2 },
  troubles: [
    toldTrouble(),
    ...["billing", "ledger"].map((database) =>
      toldTrouble({
        ...KEY_FAULT,
        database,
        trouble: "failing",
        cause: `RDS refused its copy: the key ${KEY} is disabled`,
        remedy: "enable it",
        about: KEY,
        since: null,
      }),
    ),
  ],
});
