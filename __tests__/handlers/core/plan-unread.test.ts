import { describe, expect, test } from "@jest/globals";
import { type Inventory, planSweep } from "../../../handlers/core/plan";
import type { Settings } from "../../../handlers/settings/settings";
import {
  agesOf,
  context,
  copyOf,
  coverageBy,
  database,
  inventory,
  lines,
  NOW,
  snapshot,
  sweep,
  today,
  yesterday,
} from "./builders";

const ONE = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };

/** A whole run that could not list the snapshots of the one database there is. */
const blindPlan = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}) =>
  planSweep(
    { ...inventory({ ...what, snapshots: [] }), unread: new Set([database().id]) },
    context({ settings: changed }),
  );

/** What that run knows of the ages. */
const blind = (what: Parameters<typeof inventory>[0]) =>
  known({ ...inventory({ ...what, snapshots: [] }), unread: new Set([database().id]) });

const known = (given: Inventory) => {
  const coverage = coverageBy(given);
  return { ages: agesOf(coverage), areAgesKnown: coverage.routes.every(({ areAgesKnown }) => areAgesKnown) };
};

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

  test("is a gap in what is known even if it is stopped, as its newest backup may wait for its copy", () => {
    const stopped = [database({ status: "stopped" })];
    expect(blind({ databases: stopped, copies: [] })).toMatchObject({ ages: [], areAgesKnown: false });
  });

  test("keeps copies that retention would let go", () => {
    expect(lines(blindPlan({ copies: [copyOf(yesterday), copyOf(today)] }, { retention: ONE }))).toEqual([]);
  });

  test("keeps the failed copy that counts the attempts", () => {
    expect(lines(blindPlan({ copies: [copyOf(today, { status: "failed" }), copyOf(yesterday)] }))).toEqual([]);
  });
});

describe("a copy whose tags could not be read", () => {
  const unread = (source: typeof today) => ({
    ...copyOf(source),
    databaseId: "orders" as string | undefined,
    tags: {},
    tagsHidden: true as const,
  });
  const lastWeek = snapshot("2026-01-25T03:07");

  test("is neither deleted nor copied again, and is nobody else's", () => {
    const what = { snapshots: [today], copies: [unread(today), unread(yesterday)] };
    expect(lines(sweep(what, { retention: ONE }))).toEqual(["defer rds:orders-2026-02-01-03-07: tags-unread"]);
  });

  test("makes an age unknown, unless a known copy is newer", () => {
    const plan = (copies: Parameters<typeof inventory>[0]) => known(inventory(copies));
    expect(plan({ snapshots: [today], copies: [unread(today), copyOf(lastWeek)] })).toMatchObject({
      ages: [],
      areAgesKnown: false,
    });
    expect(plan({ snapshots: [today], copies: [unread(lastWeek), copyOf(today)] })).toMatchObject({
      ages: [{ database: "orders" }],
      areAgesKnown: true,
    });
    const made = new Date("2026-02-01T04:00:00Z");
    const madeAtOnce = [unread(today), copyOf(yesterday)].map((copy) => ({ ...copy, createdAt: made }));
    expect(plan({ snapshots: [today], copies: madeAtOnce })).toMatchObject({ ages: [], areAgesKnown: false });
    const ofAnother = { ...unread(today), databaseId: "billing" };
    expect(plan({ snapshots: [today], copies: [ofAnother, copyOf(lastWeek)] })).toMatchObject({
      ages: [{ database: "orders" }],
      areAgesKnown: true,
    });
  });

  test("keeps the other copies of its database, as it is not known how many are superfluous", () => {
    const old = snapshot("2026-01-24T03:07");
    const plan = (perhaps: ReturnType<typeof unread>) =>
      lines(sweep({ snapshots: [yesterday], copies: [perhaps, copyOf(yesterday), copyOf(old)] }, { retention: ONE }));
    expect(plan(unread(lastWeek))).toEqual([]);
    expect(plan({ ...unread(lastWeek), databaseId: undefined })).toEqual([]);
    expect(plan({ ...unread(lastWeek), databaseId: "billing" })).toEqual([
      "delete orders-eu-west-1-2026-01-24-03-07: retention",
    ]);
  });
});
