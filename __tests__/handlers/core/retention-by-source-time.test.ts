import { describe, expect, test } from "@jest/globals";
import { copyOf, deletionsOf, snapshot, sweep, today } from "./builders";

/** The copy of the backup of one minute, which RDS has made at another: its `SnapshotCreateTime`. */
const copied = (takenAt: string, createdAt: string) =>
  copyOf(snapshot(takenAt), { createdAt: new Date(`${createdAt}:00.000Z`) });
const ONE = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };

describe("retention goes by when a backup was taken, not by when its copy was made", () => {
  test.each([
    [
      "where the copy of the older backup was made later",
      ONE,
      [copied("2026-01-31T03:07", "2026-02-01T04:40"), copied("2026-02-01T03:07", "2026-02-01T03:40")],
      "orders-eu-west-1-2026-01-31-03-07",
    ],
    [
      "where copies of the evening's backups were made after midnight",
      { ...ONE, keepDaily: 2 },
      [
        copied("2026-01-30T23:50", "2026-01-31T00:40"),
        copied("2026-01-31T23:50", "2026-02-01T00:40"),
        copied("2026-02-01T03:07", "2026-02-01T03:40"),
      ],
      "orders-eu-west-1-2026-01-30-23-50",
    ],
    [
      "where the copy of a month's last backup was made in the next month",
      { ...ONE, keepMonthly: 2 },
      [
        copied("2026-01-30T03:07", "2026-01-30T03:40"),
        copied("2026-01-31T23:50", "2026-02-01T00:40"),
        copied("2026-02-01T03:07", "2026-02-01T03:40"),
      ],
      "orders-eu-west-1-2026-01-30-03-07",
    ],
  ])("%s", (_where, retention, copies, superfluous) => {
    for (const listed of [copies, copies.toReversed()]) {
      const plan = sweep({ snapshots: [today], copies: listed }, { retention });
      expect(deletionsOf(plan).map(({ copy, reason }) => `${copy.snapshot.id} ${reason}`)).toEqual([
        `${superfluous} retention`,
      ]);
    }
  });
});
