import { describe, expect, test } from "@jest/globals";
import { BackupWindow } from "../../../handlers/settings/backup-window";

describe("a backup window", () => {
  test.each([
    ["00:00-00:30", 0, 30, 30],
    ["04:00-04:30", 240, 270, 30],
    ["23:30-00:00", 1410, 0, 30],
    ["23:45-00:15", 1425, 15, 30],
    ["12:00-11:59", 720, 719, 1439],
  ])("%s starts and ends on the minute", (text, start, end, minutes) => {
    expect(new BackupWindow(text)).toMatchObject({ start, end, minutes });
  });

  test.each(["4:00-4:30", "04:00-24:00", "04:60-05:00", "04:00–04:30", "04:00-04:30 ", "", "sun:04:00-sun:04:30"])(
    "%j is not written as RDS writes it",
    (text) => {
      expect(() => new BackupWindow(text)).toThrow(`must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: "${text}"`);
    },
  );

  test.each(["04:00-04:29", "23:50-00:19", "04:00-04:00"])("%s is too short or a whole day", (text) => {
    expect(() => new BackupWindow(text)).toThrow(
      `must be at least 30 minutes and less than 24 hours long, got: "${text}"`,
    );
  });

  test("covers its start and not its end, over midnight too", () => {
    const window = new BackupWindow("23:30-00:30");
    expect([1409, 1410, 1439, 0, 29, 30].map((minute) => window.covers(minute))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
