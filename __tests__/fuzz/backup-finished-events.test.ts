import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { DATABASE_ID } from "../../settings/texts";
import { expectClear, thrownBy } from "./clear-error";
import { badEvent, badRecord, eventOf } from "./events";
import { fuzz } from "./fuzz";
import { functionOn } from "./fuzzed-function";
import { backedUp } from "./named";

const GOOD = [
  ...eventOf("db-instance_RDS-EVENT-0002").Records,
  ...eventOf("db-cluster-snapshot_RDS-EVENT-0169").Records,
];

describe("the function of finished backups, whatever its event is,", () => {
  test("copies no database that the event does not name, and fails with a clear error", () =>
    fuzz(
      fc.asyncProperty(badEvent, async (event) => {
        const { handle, copied, askedFor, otherChanges } = functionOn(createBackupFinished);
        const failure = await thrownBy(() => handle(event));
        if (failure) expectClear(failure.thrown);
        const named = backedUp(event);
        for (const copy of copied()) expect(named).toContain(copy.split(" ")[1]);
        for (const id of askedFor()) expect(id).toMatch(new RegExp(DATABASE_ID.pattern));
        expect(otherChanges()).toEqual([]);
      }),
      2,
    ));

  test("works on each good record beside bad ones", () =>
    fuzz(
      fc.asyncProperty(
        fc.array(badRecord, { maxLength: 2 }),
        fc.array(badRecord, { maxLength: 2 }),
        async (before, after) => {
          const event = { Records: [...before, ...GOOD, ...after] };
          const { handle, copied } = functionOn(createBackupFinished);
          const failure = await thrownBy(() => handle(event));
          if (failure) expectClear(failure.thrown);
          const wanted = ["orders", "ledger"].flatMap((name) => [`eu-central-1 ${name}`, `eu-west-1 ${name}`]);
          expect(copied()).toEqual(expect.arrayContaining(wanted));
        },
      ),
      0.5,
    ));

  test("passes over no record in silence", () =>
    fuzz(
      fc.asyncProperty(fc.array(badRecord, { maxLength: 3 }), async (Records) => {
        const { handle, output } = functionOn(createBackupFinished);
        await thrownBy(() => handle({ Records }));
        const said = ["ignored", "record failed", "summary"].flatMap((message) => output.said(message));
        expect(said.length).toBeGreaterThanOrEqual(Records.length);
      }),
      0.5,
    ));
});
