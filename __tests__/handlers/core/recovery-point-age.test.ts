import { describe, expect, test } from "@jest/globals";
import { latest, recoveryPointAge } from "../../../handlers/core/recovery-point-age";
import { database, NOW } from "./builders";

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe("the recovery point age, in seconds,", () => {
  test("counts from the source time of the newest copy", () => {
    expect(recoveryPointAge(database(), [hoursAgo(1)], [hoursAgo(50), hoursAgo(26), hoursAgo(74)], NOW)).toBe(93_600);
  });

  test("without a copy counts from the oldest snapshot", () => {
    expect(recoveryPointAge(database(), [hoursAgo(26), hoursAgo(50), hoursAgo(2)], [], NOW)).toBe(180_000);
  });

  test("without copy and snapshot counts from the creation of the database", () => {
    expect(recoveryPointAge(database({ createdAt: hoursAgo(3) }), [], [], NOW)).toBe(10_800);
  });

  test("is nothing for a database that is still being created", () => {
    expect(recoveryPointAge(database({ createdAt: undefined }), [], [], NOW)).toBe(0);
  });

  test("is never negative, though clocks differ", () => {
    expect(recoveryPointAge(database(), [], [hoursAgo(-1)], NOW)).toBe(0);
  });

  test("is rounded to whole seconds", () => {
    expect(recoveryPointAge(database(), [], [new Date(NOW.getTime() - 1_600)], NOW)).toBe(2);
  });
});

test("the latest of several times is found wherever it stands", () => {
  expect(latest([hoursAgo(3), hoursAgo(1), hoursAgo(2)])).toEqual(hoursAgo(1));
  expect(latest([])).toBeUndefined();
});
