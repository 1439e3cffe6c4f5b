import { describe, expect, test } from "@jest/globals";
import type { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copiesTo, database, FRANKFURT, IRELAND, runOn, snapshotOf, started, type TestRun } from "./estate";
import { quotaFull, tooMany } from "./memory-service";

const orders = snapshotOf(database("orders"));
const ledger = snapshotOf(database("ledger", { kind: "cluster" }));

describe("SnapshotQuotaExceeded", () => {
  const many = Array.from({ length: 4 }, (_, index) => snapshotOf(database(`db-${index}`)));
  const applied = async (run: TestRun, databases?: number) => [
    ...(await apply(copiesTo(FRANKFURT, many), run, databases)),
    ...(await apply(copiesTo(IRELAND, many), run, databases)),
    ...(await apply(copiesTo(FRANKFURT, [ledger], "cluster"), run, databases)),
  ];
  const full = (error: () => RdsError) => {
    const run = runOn();
    run.services.instance.failing(({ region, id }) =>
      region === FRANKFURT && !id.startsWith("db-0") ? error() : undefined,
    );
    return run;
  };

  test("for too many in progress defers the rest of that region and kind, and nothing else", async () => {
    const run = full(tooMany);
    const outcomes = await applied(run);
    expect(outcomes.map(({ database: id, outcome, reason }) => `${id} ${outcome} ${reason}`)).toEqual([
      "db-0 copied new-snapshot",
      ...[1, 2, 3].map((index) => `db-${index} deferred slots`),
      ...many.map(({ databaseId }) => `${databaseId} copied new-snapshot`),
      "ledger copied new-snapshot",
    ]);
    expect(outcomes[3]?.message).toBe(
      "RDS takes no more copies to eu-central-1 now: Cannot copy more than 20 snapshots across regions",
    );
    expect(run.services.instance.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(2);
  });

  test("for a full quota of manual snapshots is one failure with its arithmetic, and the rest is deferred", async () => {
    const run = full(quotaFull);
    const outcomes = await applied(run, 34);
    expect(outcomes.map(({ database: id, outcome, reason }) => `${id} ${outcome} ${reason}`)).toEqual([
      "db-0 copied new-snapshot",
      "db-1 failed manual-quota-full",
      ...[2, 3].map((index) => `db-${index} deferred manual-quota-full`),
      ...many.map(({ databaseId }) => `${databaseId} copied new-snapshot`),
      "ledger copied new-snapshot",
    ]);
    expect(outcomes[1]?.message).toBe(
      "Cannot create more than 100 manual snapshots. 34 instances × (3 kept + 1 being made) = 136, " +
        "the account allows 100: raise the quota L-272F1212 in the target region, or keep fewer.",
    );
    expect(run.services.instance.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(2);
  });

  test("names the quota of cluster snapshots for clusters", async () => {
    const run = runOn({}, { retention: { keepLast: 7, keepDaily: 0, keepWeekly: 4, keepMonthly: 12, keepYearly: 1 } });
    run.services.cluster.failing(() => quotaFull());
    const [outcome] = await apply(copiesTo(FRANKFURT, [ledger], "cluster"), run, 9);
    expect(outcome?.message).toContain("9 clusters × (24 kept + 1 being made) = 225, the account allows 100");
    expect(outcome?.message).toContain("L-9B510759");
  });

  test("has no arithmetic where the run has seen one database only", async () => {
    const run = runOn();
    run.services.instance.failing(() => quotaFull());
    expect((await started(run, orders)).message).toBe(
      "Cannot create more than 100 manual snapshots. To remedy, raise the quota L-272F1212 in the target region, or keep fewer.",
    );
  });
});
