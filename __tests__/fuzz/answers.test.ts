import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import { FakeRds, type RdsCall } from "../handlers/rds/fake-rds";
import { COPIES, DELETIONS, ITEMS, malformed, respondWith } from "./answers";
import { expectClear, thrownBy } from "./clear-error";
import { eventOf } from "./events";
import { fuzz } from "./fuzz";
import { functionOn } from "./fuzzed-function";

const target = ({ params }: RdsCall): string =>
  params.TargetDBSnapshotIdentifier ??
  params.TargetDBClusterSnapshotIdentifier ??
  params.DBSnapshotIdentifier ??
  params.DBClusterSnapshotIdentifier ??
  "";

/** `region id` of the calls whose action begins so. */
const called = ({ calls }: FakeRds, start: string): string[] =>
  calls.filter(({ action }) => action.startsWith(start)).map((call) => `${call.region} ${target(call)}`);
const written = (list: readonly { region: string; id: string }[]): string[] =>
  list.map(({ region, id }) => `${region} ${id}`);

describe("a sweep, whatever is malformed in what RDS lists,", () => {
  test("does everything where nothing is", async () => {
    const rds = new FakeRds(respondWith([]));
    await functionOn(createSweep, rds).handle({});
    expect(called(rds, "Copy").sort()).toEqual(written(COPIES).sort());
    expect(called(rds, "Delete").sort()).toEqual(written(DELETIONS).sort());
  });

  test("neither copies nor deletes that, says why, and does the rest", () =>
    fuzz(
      fc.asyncProperty(malformed, async (bad) => {
        const rds = new FakeRds(respondWith(bad));
        const { handle, output } = functionOn(createSweep, rds);
        const failure = await thrownBy(() => handle({}));
        if (failure) expectClear(failure.thrown);
        const items = bad.flatMap(({ index }) => ITEMS[index] ?? []);
        const atSource = items.filter(({ region }) => region === "us-east-1").map(({ database }) => database);
        const touched = items.map(({ database }) => database);
        const mayCopy = COPIES.filter(({ database }) => !atSource.includes(database));
        const mustCopy = COPIES.filter(({ database }) => !touched.includes(database));
        const mustDelete = DELETIONS.filter(({ database }) => !touched.includes(database));
        const mayDelete = DELETIONS.filter(
          ({ database, region }) => !items.some((one) => one.database === database && one.region === region),
        );
        expect(written(mayCopy)).toEqual(expect.arrayContaining(called(rds, "Copy")));
        expect(called(rds, "Copy")).toEqual(expect.arrayContaining(written(mustCopy)));
        expect(written(mayDelete)).toEqual(expect.arrayContaining(called(rds, "Delete")));
        expect(called(rds, "Delete")).toEqual(expect.arrayContaining(written(mustDelete)));
        // A follow-up counts what it skips, and the daily run spells it out.
        const skipped = output.said("summary").flatMap((summary) => Object.keys(summary.skipped ?? {}));
        const said = [...skipped, ...["failed", "deferred"].flatMap((message) => output.said(message))];
        if (atSource.length > 0) expect(said.length).toBeGreaterThan(0);
      }),
      0.5,
    ));
});

describe("the function of finished backups, whatever RDS lists,", () => {
  test("copies the database of its event only, and deletes nothing", () =>
    fuzz(
      fc.asyncProperty(fc.oneof(malformed, fc.constant([])), async (bad) => {
        const rds = new FakeRds(respondWith(bad));
        const { handle } = functionOn(createBackupFinished, rds);
        const failure = await thrownBy(() => handle(eventOf("db-instance_RDS-EVENT-0002")));
        if (failure) expectClear(failure.thrown);
        const isSound = bad.every(({ index }) => ITEMS[index]?.database !== "orders");
        const wanted = written(COPIES.filter(({ database }) => database === "orders"));
        expect(wanted).toEqual(expect.arrayContaining(called(rds, "Copy")));
        if (isSound) expect(called(rds, "Copy").sort()).toEqual(wanted.sort());
        expect(called(rds, "Delete")).toEqual([]);
      }),
      0.5,
    ));
});
