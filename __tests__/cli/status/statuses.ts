import type { Status } from "../../../cli/status/model";
import type { Covered } from "../../../handlers/core/coverage/model";
import { coverage, FRANKFURT, read, row, trouble } from "../../handlers/core/told/coverages";
import { SETTINGS } from "../../handlers/run/estate";
import { NOW } from "../terminal";

const HOUR = 3600;
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const CLUSTERS = { kind: "cluster", targetRegion: "eu-central-1" } as const;
const STOCKHOLM = { kind: "instance", targetRegion: "eu-north-1" } as const;

/** A row with a copy that is so many hours old. */
export const aged = (
  name: string,
  hours: number,
  troubles: Parameters<typeof row>[1] = [],
  over: Partial<Covered> = {},
) =>
  row(name, troubles, {
    age: hours * HOUR,
    newest: {
      id: `${name}-eu-west-1-2026-01-31-03-07`,
      takenAt: new Date(NOW.getTime() - hours * HOUR * 1000),
      encryption: "kms",
      kmsKeyId: KEY,
    },
    keys: [KEY],
    ...over,
  });

export function status(rows: readonly Covered[], over: Partial<Status> = {}): Status {
  const targets = [...new Set(rows.map(({ route }) => route.targetRegion))];
  const regions = targets.length > 0 ? targets : ["eu-central-1"];
  return {
    deployment: { name: "prod", partition: "aws", account: "123456789012", sourceRegion: "eu-west-1" },
    targets: regions,
    settings: { ...SETTINGS, targets: regions },
    maxAgeHours: 36,
    listed: rows.length,
    coverage: coverage(
      rows,
      regions.map((targetRegion) => read("whole", [], { kind: "instance", targetRegion })),
    ),
    inventories: [],
    unread: [],
    notes: [],
    now: NOW,
    ...over,
  };
}

/** Something of everything. */
export function busy(): Status {
  const disabled = (database: string, kind: "stale" | "failing") =>
    trouble({ trouble: kind, database, since: kind === "stale" ? new Date("2026-01-31T15:07:00Z") : undefined });
  return status(
    [
      aged("orders", 57, [disabled("orders", "stale"), disabled("orders", "failing")]),
      aged(
        "payments-of-the-european-customers-since-2019",
        36.2,
        [
          trouble({
            database: "payments-of-the-european-customers-since-2019",
            reason: "in-progress",
            cause:
              "our copy is late because payments-of-t-eu-west-1-2026-02-01-03-09 is in progress since 2026-02-01 03:12 UTC, and is at 64 %",
            remedy: "wait until it ends; the RDS events of eu-central-1 tell if it fails",
            about: "payments-of-the-european-customers-since-2019",
            since: new Date("2026-02-01T11:48:00Z"),
          }),
        ],
        { inProgress: { id: "payments", since: NOW, percent: 64 } },
      ),
      aged(
        "audit",
        9,
        [
          trouble({
            trouble: "unrestorable",
            database: "audit",
            reason: "key-disabled",
            since: undefined,
            copies: ["audit-eu-west-1-2026-01-29-03-07", "audit-eu-west-1-2026-01-28-03-07"],
          }),
        ],
        { unrestorable: 2 },
      ),
      row(
        "legacy",
        [
          trouble({
            trouble: "uncovered",
            database: "legacy",
            reason: "backups-disabled",
            since: undefined,
            about: "backups-disabled",
            cause: "automated backups are disabled",
            remedy: "set its backup retention period to at least 1 day, or exclude it",
          }),
        ],
        { age: undefined, kept: 0 },
      ),
      aged(
        "old-shop",
        400,
        [
          trouble({
            trouble: "orphaned",
            database: "old-shop",
            reason: "gone",
            since: undefined,
            about: "eu-central-1",
            cause: "it does not exist any more",
            remedy: "keep its copies as long as somebody needs them, then delete them: nothing else does",
          }),
        ],
        { age: undefined, exists: false, selected: false },
      ),
      aged("billing", 9, [], { unsure: ["unrestorable"] }),
      aged("shop", 9, [], { route: CLUSTERS }),
      aged("orders", 9, [], { route: STOCKHOLM }),
      aged("reports", 130, [], { age: undefined, restingAge: 130 * HOUR }),
      row("brand-new", [], { age: 2 * HOUR, kept: 0, inProgress: { id: "x", since: NOW, percent: 12 } }),
      ...["accounts", "catalogue", "search"].map((name) => aged(name, 9)),
    ],
    {
      notes: [`Whether copies can be restored is not known: kms:DescribeKey is not allowed in eu-central-1.`],
      listed: 40,
    },
  );
}

export { FRANKFURT };
