import { describe, expect, test } from "@jest/globals";
import type { Slots } from "../../../handlers/core/plan-route";
import type { AccountQuota } from "../../../handlers/core/quota";
import type { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copiesTo, database, FRANKFURT, IRELAND, runOn, snapshotOf, started, type TestRun } from "./estate";
import { quotaFull, someQuota, tooMany } from "./memory-service";

const orders = snapshotOf(database("orders"));
const ledger = snapshotOf(database("ledger", { kind: "cluster" }));

describe("SnapshotQuotaExceeded", () => {
  const many = Array.from({ length: 4 }, (_, index) => snapshotOf(database(`db-${index}`)));
  const applied = async (run: TestRun) => [
    ...(await apply(copiesTo(FRANKFURT, many), run)),
    ...(await apply(copiesTo(IRELAND, many), run)),
    ...(await apply(copiesTo(FRANKFURT, [ledger], "cluster"), run)),
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
    const outcomes = await applied(run);
    expect(outcomes.map(({ database: id, outcome, reason }) => `${id} ${outcome} ${reason}`)).toEqual([
      "db-0 copied new-snapshot",
      "db-1 failed manual-quota-full",
      ...[2, 3].map((index) => `db-${index} deferred manual-quota-full`),
      ...many.map(({ databaseId }) => `${databaseId} copied new-snapshot`),
      "ledger copied new-snapshot",
    ]);
    expect(outcomes[1]?.message).toContain("Cannot create more than 100 manual snapshots. To remedy, raise L-272F1212");
    expect(run.services.instance.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(2);
  });

  describe("in words that nobody knows", () => {
    const refused = async (quota: AccountQuota | undefined, slots?: Slots) => {
      const run = { ...runOn(), readQuotas: async () => ({ instance: quota, cluster: undefined }) };
      run.services.instance.failing(() => someQuota());
      const plan = { ...copiesTo(FRANKFURT, [orders]), ...(slots && { slots }) };
      return (await apply(plan, run))[0];
    };
    const slots = (held: number): Slots => ({ limit: 2, heldBy: Array<string>(held).fill("x"), inTurn: [] });

    test.each([
      ["the account has all that it may have", { used: 100, maximum: 100 }, slots(2), "failed", "manual-quota-full"],
      ["the account has places", { used: 99, maximum: 100 }, slots(0), "deferred", "slots"],
      ["there are slots, and RDS does not tell", undefined, slots(1), "failed", "manual-quota-full"],
      ["there are none, and RDS does not tell", undefined, slots(2), "deferred", "slots"],
      ["nobody has counted slots, and RDS does not tell", undefined, undefined, "deferred", "slots"],
    ])("is told by what is known: %s", async (_, quota, held, outcome, reason) => {
      expect(await refused(quota, held)).toMatchObject({ outcome, reason });
    });
  });

  test("has no arithmetic where the run has seen one database only", async () => {
    const run = runOn();
    run.services.instance.failing(() => quotaFull());
    expect((await started(run, orders)).message).toBe(
      "Cannot create more than 100 manual snapshots. To remedy, raise L-272F1212 in eu-central-1, or keep fewer copies",
    );
  });
});
