import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCopyEnded } from "../../handlers/run/create-copy-ended";
import { expectClear, thrownBy } from "./clear-error";
import { badEvent, badRecord, eventOf } from "./events";
import { fuzz } from "./fuzz";
import { functionOn } from "./fuzzed-function";
import { endedIn, INSTANCES } from "./named";

const GOOD = eventOf("db-snapshot_RDS-EVENT-0060").Records;

describe("the function of copies that have ended, whatever its event is,", () => {
  test("copies to no region that the event does not name, and fails with a clear error", () =>
    fuzz(
      fc.asyncProperty(badEvent, async (event) => {
        const { handle, copied, otherChanges } = functionOn(createCopyEnded);
        const failure = await thrownBy(() => handle(event));
        if (failure) expectClear(failure.thrown);
        const regions = endedIn(event);
        for (const copy of copied()) expect(regions).toContain(copy.split(" ")[0]);
        expect(otherChanges()).toEqual([]);
      }),
      2,
    ));

  test("works on a good record beside bad ones", () =>
    fuzz(
      fc.asyncProperty(
        fc.array(badRecord, { maxLength: 2 }),
        fc.array(badRecord, { maxLength: 2 }),
        async (before, after) => {
          const { handle, copied } = functionOn(createCopyEnded);
          const failure = await thrownBy(() => handle({ Records: [...before, ...GOOD, ...after] }));
          if (failure) expectClear(failure.thrown);
          expect(copied()).toEqual(expect.arrayContaining(INSTANCES.map((name) => `eu-central-1 ${name}`)));
        },
      ),
      0.25,
    ));
});
