import { describe, expect, test } from "@jest/globals";
import { BOUNDS, DEFAULTS } from "../../../handlers/settings/bounds";
import { type Environment, problems } from "./environment";

describe("a bound", () => {
  const json = (name: string, path: string, whole: Record<string, number>) => (value: number) => ({
    [name]: JSON.stringify({ ...whole, [path]: value }),
  });
  const RETENTION = { keep_last: 3, keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 };
  const SLOTS = { instances: 20, clusters: 5 };
  const bounded: [string, { min: number; max: number }, (value: number) => Environment][] = [
    ["RETENTION.keep_last", BOUNDS.keepLast, json("RETENTION", "keep_last", RETENTION)],
    ["RETENTION.keep_daily", BOUNDS.keepPeriods, json("RETENTION", "keep_daily", RETENTION)],
    ["RETENTION.keep_weekly", BOUNDS.keepPeriods, json("RETENTION", "keep_weekly", RETENTION)],
    ["RETENTION.keep_monthly", BOUNDS.keepPeriods, json("RETENTION", "keep_monthly", RETENTION)],
    ["RETENTION.keep_yearly", BOUNDS.keepPeriods, json("RETENTION", "keep_yearly", RETENTION)],
    [
      "MAX_COPIES_IN_PROGRESS.instances",
      BOUNDS.maxCopiesInProgress,
      json("MAX_COPIES_IN_PROGRESS", "instances", SLOTS),
    ],
    ["MAX_COPIES_IN_PROGRESS.clusters", BOUNDS.maxCopiesInProgress, json("MAX_COPIES_IN_PROGRESS", "clusters", SLOTS)],
    [
      "MAX_RECOVERY_POINT_AGE_HOURS",
      BOUNDS.maxRecoveryPointAgeHours,
      (value) => ({ MAX_RECOVERY_POINT_AGE_HOURS: String(value) }),
    ],
    ["STUCK_COPY_HOURS", BOUNDS.stuckCopyHours, (value) => ({ STUCK_COPY_HOURS: String(value) })],
    [
      "FOLLOW_UP_INTERVAL_MINUTES",
      BOUNDS.followUpIntervalMinutes,
      (value) => ({ FOLLOW_UP_INTERVAL_MINUTES: String(value) }),
    ],
  ];

  test.each(bounded)("of %s holds at both edges and not beyond", (path, { min, max }, set) => {
    expect(problems(set(min))).toEqual([]);
    expect(problems(set(max))).toEqual([]);
    expect(problems(set(max + 1))).toEqual([`${path}: Invalid value: Expected <=${max} but received ${max + 1}`]);
    expect(problems(set(min - 1))).toHaveLength(1);
    expect(problems(set(min + 0.5))).toHaveLength(1);
    expect(problems(set(min - 1))[0]).toMatch(
      new RegExp(`^${path}: (Invalid value: Expected >=${min} |must be a whole)`),
    );
  });

  test("of the name's length holds too", () => {
    expect(problems({ NAME: "a".repeat(40) })).toEqual([]);
    expect(problems({ NAME: "a".repeat(41) })).toEqual(["NAME: Invalid length: Expected <=40 but received 41"]);
  });

  test("is the design's", () => {
    expect(BOUNDS).toEqual({
      nameLength: { max: 40 },
      backupWindowMinutes: { min: 30 },
      scheduleMarginMinutes: { min: 0, max: 720 },
      followUpIntervalMinutes: { min: 5, max: 60 },
      keepLast: { min: 1, max: 1000 },
      keepPeriods: { min: 0, max: 1000 },
      maxCopiesInProgress: { min: 1, max: 100 },
      maxRecoveryPointAgeHours: { min: 25, max: 8760 },
      stuckCopyHours: { min: 1, max: 8760 },
      environmentBytes: { max: 4096 },
    });
  });
});

test("the defaults are the design's", () => {
  expect(DEFAULTS).toEqual({
    name: "rds-cross-region-backup",
    selection: { include: ["*"], exclude: [], tags: {} },
    scheduleMarginMinutes: 60,
    scheduleExpression: "cron(0 6 * * ? *)",
    followUpIntervalMinutes: 15,
    retention: { keepLast: 3, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 },
    maxCopiesInProgress: { instances: 20, clusters: 5 },
    maxRecoveryPointAgeHours: 36,
    stuckCopyHours: 24,
    lambdaRuntime: "nodejs24.x",
    logRetentionInDays: 90,
    logLevel: "INFO",
  });
});
