import { expect, test } from "@jest/globals";
import { digestFacts } from "../../../handlers/run/digest-facts";
import { copyOf, database, FRANKFURT, NOW, runOn, snapshotOf, TONIGHT } from "./estate";
import { swept } from "./published";

const DAY_MS = 86_400_000;
const orders = database("orders");
const nights = [0, 1, 2, 3, 4].map((days) => snapshotOf(orders, new Date(TONIGHT.getTime() - days * DAY_MS)));
const RETENTION = { keepLast: 2, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };

async function factsOf(copies: number) {
  const given = {
    databases: [orders],
    snapshots: nights,
    copies: nights.slice(0, copies).map((one) => copyOf(one, FRANKFURT)),
  };
  const { report, coverage } = await swept(runOn(given, { retention: RETENTION, targets: [FRANKFURT] }));
  return digestFacts(report, coverage, ["a key"], { now: NOW });
}

test("the digest names copies that retention has deleted, where more went than a new copy makes superfluous", async () => {
  const { deleted, unknownNeeds } = await factsOf(5);
  expect(deleted).toMatchObject([{ database: "orders", route: { targetRegion: FRANKFURT } }]);
  expect(deleted?.[0]?.deletions).toHaveLength(3);
  expect(unknownNeeds).toEqual(["a key"]);
});

test("the one copy that goes each night is not worth a word", async () => {
  expect((await factsOf(3)).deleted).toEqual([]);
});

test("copies that had failed are none that retention has deleted", async () => {
  const given = {
    databases: [orders],
    snapshots: nights,
    copies: nights.slice(0, 4).map((one, at) => copyOf(one, FRANKFURT, at === 0 ? {} : { status: "failed" })),
  };
  const { report, coverage } = await swept(runOn(given, { retention: RETENTION, targets: [FRANKFURT] }));
  expect(report.kinds[0]?.routes[0]?.outcomes.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(
    Array(3).fill("deleted superseded"),
  );
  expect(digestFacts(report, coverage, [], { now: NOW }).deleted).toEqual([]);
});

test("which databases are backed up after the daily run says a run of that hour alone", async () => {
  const late = snapshotOf(orders, new Date("2026-01-31T08:00:00Z"));
  const namesIn = async (kind: "daily" | "follow-up") => {
    const run = runOn(
      { databases: [orders], snapshots: [late], copies: [copyOf(late, FRANKFURT)] },
      { targets: [FRANKFURT] },
    );
    const { report, coverage } = await swept(run, kind);
    return digestFacts(report, coverage, [], { now: NOW }).backedUpLater?.map(({ database: id }) => id);
  };
  expect([await namesIn("daily"), await namesIn("follow-up")]).toEqual([["orders"], []]);
});

test("the digest has the quotas of manual snapshots that RDS has told", async () => {
  const run = {
    ...runOn({ databases: [orders], snapshots: nights.slice(0, 1) }, { targets: [FRANKFURT] }),
    readQuotas: async () => ({ instance: { used: 40, maximum: 100 }, cluster: undefined }),
  };
  const { report, coverage } = await swept(run);
  expect(digestFacts(report, coverage, [], run).quotas).toContainEqual(
    expect.objectContaining({ route: { kind: "instance", targetRegion: FRANKFURT }, used: 40, maximum: 100 }),
  );
});
