import { describe, expect, test } from "@jest/globals";
import { latest, recoveryPointAge } from "../../../handlers/core/recovery-point-age";
import { database, NOW } from "./builders";

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe("the recovery point age, in seconds,", () => {
  test("counts from the source time of the newest copy", () => {
    expect(
      recoveryPointAge(database(), [hoursAgo(1)], [hoursAgo(50), hoursAgo(26), hoursAgo(74)], {
        now: NOW,
        maxAgeHours: 36,
      }),
    ).toBe(93_600);
  });

  test("without a copy counts from the oldest snapshot", () => {
    expect(
      recoveryPointAge(database(), [hoursAgo(26), hoursAgo(50), hoursAgo(2)], [], { now: NOW, maxAgeHours: 36 }),
    ).toBe(180_000);
  });

  test.each([
    [1, 36],
    [2, 36],
    [7, 144],
    [7, 168],
  ])(
    "with snapshots kept for %i days, none of which gets older than %i hours, counts from the creation of the database",
    (backupRetentionDays, maxAgeHours) => {
      const shortLived = database({ backupRetentionDays, createdAt: hoursAgo(1000) });
      expect(recoveryPointAge(shortLived, [hoursAgo(2)], [], { now: NOW, maxAgeHours: maxAgeHours })).toBe(3_600_000);
      expect(recoveryPointAge(shortLived, [hoursAgo(2)], [hoursAgo(26)], { now: NOW, maxAgeHours: maxAgeHours })).toBe(
        93_600,
      );
    },
  );

  test("counts from the oldest snapshot where nobody knows the creation", () => {
    const unknown = database({ backupRetentionDays: 1, createdAt: undefined });
    expect(recoveryPointAge(unknown, [hoursAgo(2), hoursAgo(20)], [], { now: NOW, maxAgeHours: 36 })).toBe(72_000);
  });

  test("without copy and snapshot counts from the creation of the database", () => {
    expect(recoveryPointAge(database({ createdAt: hoursAgo(3) }), [], [], { now: NOW, maxAgeHours: 36 })).toBe(10_800);
  });

  test("is nothing for a database that is still being created", () => {
    expect(recoveryPointAge(database({ createdAt: undefined }), [], [], { now: NOW, maxAgeHours: 36 })).toBe(0);
  });

  test("is never negative, though clocks differ", () => {
    expect(recoveryPointAge(database(), [], [hoursAgo(-1)], { now: NOW, maxAgeHours: 36 })).toBe(0);
  });

  test("is rounded to whole seconds", () => {
    expect(recoveryPointAge(database(), [], [new Date(NOW.getTime() - 1_600)], { now: NOW, maxAgeHours: 36 })).toBe(2);
  });
});

test("the latest of several times is found wherever it stands", () => {
  expect(latest([hoursAgo(3), hoursAgo(1), hoursAgo(2)])).toEqual(hoursAgo(1));
  expect(latest([])).toBeUndefined();
});
