import { describe, expect, test } from "@jest/globals";
import { plan } from "../../../handlers/core/plan";
import type { Settings } from "../../../handlers/settings/settings";
import { context, copyOf, database, inventory, NOW, snapshot, TARGET_REGION, today, yesterday } from "./builders";

/** A whole run that could not list the snapshots of the one database there is. */
const blind = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}) =>
  plan({ ...inventory({ ...what, snapshots: [] }), unread: new Set([database().id]) }, context({ settings: changed }));

describe("a database whose snapshots could not be listed", () => {
  test("is as old as its newest copy", () => {
    const { freshness, agesUnknown } = blind({ copies: [copyOf(yesterday), copyOf(today, { status: "copying" })] });
    expect(freshness).toMatchObject([
      { targetRegion: TARGET_REGION, ageSeconds: Math.round((+NOW - +yesterday.takenAt) / 1000) },
    ]);
    expect(agesUnknown).toEqual([]);
  });

  test("is known to be old by an old copy", () => {
    const { freshness, agesUnknown } = blind({ copies: [copyOf(snapshot("2026-01-25T03:07"))] });
    expect(freshness).toHaveLength(1);
    expect(freshness[0]?.ageSeconds).toBeGreaterThan(7 * 86_400);
    expect(agesUnknown).toEqual([]);
  });

  test("has no known age without a copy, as that counts from its snapshots", () => {
    const { freshness, agesUnknown } = blind({ copies: [copyOf(today, { status: "failed" })] });
    expect(freshness).toEqual([]);
    expect(agesUnknown).toEqual([TARGET_REGION]);
  });

  test("is no older than itself, where it is new", () => {
    const made = (hoursAgo: number) => [database({ createdAt: new Date(+NOW - hoursAgo * 3_600_000) })];
    expect(blind({ databases: made(36), copies: [] })).toMatchObject({
      freshness: [{ ageSeconds: 36 * 3600 }],
      agesUnknown: [],
    });
    expect(blind({ databases: made(36.1), copies: [] })).toMatchObject({ freshness: [], agesUnknown: [TARGET_REGION] });
    const unknown = [database({ createdAt: undefined })];
    expect(blind({ databases: unknown, copies: [] })).toMatchObject({ freshness: [], agesUnknown: [TARGET_REGION] });
  });

  test("is no gap in what is known if it is stopped", () => {
    const stopped = [database({ status: "stopped" })];
    expect(blind({ databases: stopped, copies: [] })).toMatchObject({ freshness: [], agesUnknown: [] });
  });

  test("keeps copies that retention would let go", () => {
    const retention = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
    expect(blind({ copies: [copyOf(yesterday), copyOf(today)] }, { retention }).actions).toEqual([]);
  });

  test("keeps the failed copy that counts the attempts", () => {
    expect(blind({ copies: [copyOf(today, { status: "failed" }), copyOf(yesterday)] }).actions).toEqual([]);
  });
});
