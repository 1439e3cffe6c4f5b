import { describe, expect, test } from "@jest/globals";
import { sweep } from "../../../handlers/run/sweep";
import { ALL_THERE, copyOf, database, FRANKFURT, IRELAND, runOn, snapshotOf, TONIGHT } from "./estate";

const SETTINGS = { retention: { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 } };

/** Every id exists in both target regions, so that a call that is sent to the wrong one would find what it names. */
describe.each([
  ["instance", database("orders")],
  ["cluster", database("ledger", { kind: "cluster" })],
] as const)("of two target regions, of the kind %s,", (kind, of) => {
  const tonight = snapshotOf(of, TONIGHT);
  const yesterday = snapshotOf(of, new Date(TONIGHT.getTime() - 86_400_000));
  const nights = [tonight, yesterday];
  const inBoth = [FRANKFURT, IRELAND].flatMap((region) => nights.map((snapshot) => copyOf(snapshot, region)));
  const changesOf = async (copies: typeof inBoth, targets = [FRANKFURT, IRELAND]) => {
    const run = runOn({ databases: [of], snapshots: nights, copies }, { ...SETTINGS, targets });
    await sweep("daily", run, ALL_THERE);
    return { changes: run.services[kind].changes, left: run.services[kind].copies };
  };
  const changed = (change: string, region: string, { id }: { id: string }) => `${change} ${region} ${id}`;

  test.each([
    ["the second", IRELAND, FRANKFURT],
    ["the first", FRANKFURT, IRELAND],
  ])("a copy goes from %s alone where retention asks for it there alone", async (_, region, other) => {
    const pending = copyOf(tonight, other, { status: "copying" });
    const copies = inBoth.map((copy) => (copy.region === other && copy.id === pending.id ? pending : copy));
    const { changes, left } = await changesOf(copies);
    const old = copyOf(yesterday, region);
    expect(changes).toEqual([changed("delete", region, old)]);
    expect(left).toEqual(copies.filter((copy) => copy.region !== region || copy.id !== old.id));
  });

  test("each has its own superfluous copy deleted, in whatever order the settings name them", async () => {
    for (const targets of [
      [FRANKFURT, IRELAND],
      [IRELAND, FRANKFURT],
    ]) {
      const { changes } = await changesOf(inBoth, targets);
      const old = copyOf(yesterday, IRELAND);
      expect(changes.sort()).toEqual([changed("delete", FRANKFURT, old), changed("delete", IRELAND, old)]);
    }
  });

  test("a failed copy is deleted and made again in the second alone where it failed there alone", async () => {
    const failed = copyOf(tonight, IRELAND, { status: "failed" });
    const { changes } = await changesOf([copyOf(tonight, FRANKFURT), failed]);
    expect(changes).toEqual([changed("delete", IRELAND, failed), changed("copy", IRELAND, failed)]);
  });
});
