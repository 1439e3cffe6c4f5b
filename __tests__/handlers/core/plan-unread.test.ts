import { describe, expect, test } from "@jest/globals";
import { planSweep } from "../../../handlers/core/plan";
import type { Settings } from "../../../handlers/settings/settings";
import { context, copyOf, database, inventory, lines, NOW, onlyRoute, snapshot, today, yesterday } from "./builders";

/** A whole run that could not list the snapshots of the one database there is. */
const blindPlan = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}) =>
  planSweep(
    { ...inventory({ ...what, snapshots: [] }), unread: new Set([database().id]) },
    context({ settings: changed }),
  );

/** The one route of that plan: its ages, and whether those are all. */
const blind = (...args: Parameters<typeof blindPlan>) => onlyRoute(blindPlan(...args));

describe("a database whose snapshots could not be listed", () => {
  test("is as old as its newest copy", () => {
    const { ages, areAgesKnown } = blind({ copies: [copyOf(yesterday), copyOf(today, { status: "copying" })] });
    expect(ages).toMatchObject([{ database: "orders", seconds: Math.round((+NOW - +yesterday.takenAt) / 1000) }]);
    expect(areAgesKnown).toBe(true);
  });

  test("is known to be old by an old copy", () => {
    const { ages, areAgesKnown } = blind({ copies: [copyOf(snapshot("2026-01-25T03:07"))] });
    expect(ages).toHaveLength(1);
    expect(ages[0]?.seconds).toBeGreaterThan(7 * 86_400);
    expect(areAgesKnown).toBe(true);
  });

  test("has no known age without a copy, as that counts from its snapshots", () => {
    const { ages, areAgesKnown } = blind({ copies: [copyOf(today, { status: "failed" })] });
    expect(ages).toEqual([]);
    expect(areAgesKnown).toBe(false);
  });

  test("is no older than itself, where it is new", () => {
    const made = (hoursAgo: number) => [database({ createdAt: new Date(+NOW - hoursAgo * 3_600_000) })];
    expect(blind({ databases: made(36), copies: [] })).toMatchObject({
      ages: [{ seconds: 36 * 3600 }],
      areAgesKnown: true,
    });
    expect(blind({ databases: made(36.1), copies: [] })).toMatchObject({ ages: [], areAgesKnown: false });
    const unknown = [database({ createdAt: undefined })];
    expect(blind({ databases: unknown, copies: [] })).toMatchObject({ ages: [], areAgesKnown: false });
  });

  test("is no gap in what is known if it is stopped", () => {
    const stopped = [database({ status: "stopped" })];
    expect(blind({ databases: stopped, copies: [] })).toMatchObject({ ages: [], areAgesKnown: true });
  });

  test("keeps copies that retention would let go", () => {
    const retention = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
    expect(lines(blindPlan({ copies: [copyOf(yesterday), copyOf(today)] }, { retention }))).toEqual([]);
  });

  test("keeps the failed copy that counts the attempts", () => {
    expect(lines(blindPlan({ copies: [copyOf(today, { status: "failed" }), copyOf(yesterday)] }))).toEqual([]);
  });
});
