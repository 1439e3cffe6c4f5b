import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { quotaUsed } from "../../../handlers/run/quota-used";
import { outcomesOf } from "../../../handlers/run/report";
import { copyOf, database, FRANKFURT, IRELAND, runOn, snapshotOf } from "./estate";
import { published, reconciled, swept } from "./published";

const four = ["a", "b", "c", "d"].map((id) => database(id));
const due = { databases: four, snapshots: four.map((one) => snapshotOf(one)) };
const settled = {
  ...due,
  copies: due.snapshots.flatMap((of) => [FRANKFURT, IRELAND].map((region) => copyOf(of, region))),
};

/** A run whose target regions have so many places for instances. */
function runWith(maximum: number, estate: Parameters<typeof runOn>[0] = due) {
  const asked: string[] = [];
  const run = {
    ...runOn(estate),
    readQuotas: async (region: string) => {
      asked.push(region);
      return { instance: { used: 0, maximum }, cluster: { used: 0, maximum } };
    },
  };
  return { run, asked };
}

describe("the quota of manual snapshots", () => {
  test("is asked for once in each target region where something is to be copied, and in daily runs", async () => {
    const followUp = runWith(100);
    await swept(followUp.run, "follow-up");
    expect(followUp.asked.sort()).toEqual([FRANKFURT, IRELAND]);
    const idle = runWith(100, settled);
    await swept(idle.run, "follow-up");
    expect(idle.asked).toEqual([]);
    await swept(idle.run, "daily");
    expect(idle.asked.sort()).toEqual([FRANKFURT, IRELAND]);
  });

  test("bounds a sweep: one database fits with all its copies, the others are failures with the arithmetic", async () => {
    const { report, summary } = await swept(runWith(10).run, "follow-up");
    expect(summary.copied).toBe(2);
    expect(summary.failed).toEqual({ "waiting-for-quota": 6 });
    expect(report.kinds[0]?.routes[0]?.plan?.quota).toMatchObject({ used: 0, maximum: 10, needed: 12, headroom: 5 });
  });

  test("is told as a percentage of each route, where it is known", async () => {
    const { report } = await swept(
      runWith(10, { ...due, copies: due.snapshots.map((of) => copyOf(of, FRANKFURT)) }).run,
    );
    expect(quotaUsed(report)).toEqual([
      { route: { kind: "instance", targetRegion: FRANKFURT }, percent: 40 },
      { route: { kind: "instance", targetRegion: IRELAND }, percent: 0 },
      { route: { kind: "cluster", targetRegion: FRANKFURT }, percent: 0 },
      { route: { kind: "cluster", targetRegion: IRELAND }, percent: 0 },
    ]);
  });

  test("is said by a dry run before the first copy", async () => {
    const { run } = runWith(10);
    const { summary } = await swept({ ...run, settings: { ...run.settings, dryRun: true } });
    expect([summary.planned, summary.failed]).toEqual([{ "new-snapshot": 2 }, { "waiting-for-quota": 6 }]);
  });

  test("bounds an event, which leaves the decision to the sweep, and no look of a sweep that has decided", async () => {
    const { summary } = await reconciled("instance", "a", runWith(7).run);
    expect(summary.deferred).toEqual({ "place-in-sweep": 2 });
  });

  test("is not asked for by an event whose copy takes the place of another", async () => {
    const olds = [1, 2, 3].map((day) => snapshotOf(database("a"), new Date(Date.UTC(2026, 0, day, 3, 7))));
    const copies = olds.flatMap((of) => [FRANKFURT, IRELAND].map((region) => copyOf(of, region)));
    const { run, asked } = runWith(7, { ...due, copies });
    expect((await reconciled("instance", "a", run)).summary.copied).toBe(2);
    expect(asked).toEqual([]);
  });

  test.each([
    ["is denied", () => Promise.reject(new RdsError("denied", "AccessDenied", "no")), "no. Check the role's policy"],
    ["does not tell", async () => ({ instance: undefined, cluster: undefined }), "RDS does not tell it"],
  ])("is no bound where the call %s, and that is said", async (_, readQuotas, why) => {
    const { report, summary } = await swept({ ...runOn(due), readQuotas }, "follow-up");
    expect(summary.copied).toBe(8);
    const notes = outcomesOf(report).filter(({ reason }) => reason === "quota-unknown");
    expect(notes.map(({ outcome, database: id }) => [outcome, id])).toEqual(Array(2).fill(["skipped", "*"]));
    expect(notes[0]?.message).toContain(why);
  });

  test("is said to be too small before it is, also in a dry run, with the arithmetic", async () => {
    const { run } = runWith(16);
    const { report } = await swept({ ...run, settings: { ...run.settings, dryRun: true } });
    const lines = published(report, { settings: { ...run.settings, dryRun: true } }).said("quota");
    expect(lines).toContainEqual(
      expect.objectContaining({
        kind: "instance",
        target_region: FRANKFURT,
        reason: "quota-short",
        detail: expect.stringContaining("4 databases with 3 copies each need 12"),
      }),
    );
    expect(published((await swept(runWith(17).run)).report).said("quota")).toEqual([]);
  });
});
