import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createSweep } from "../../handlers/run/create-sweep";
import { badEvent } from "./events";
import { fuzz } from "./fuzz";
import { functionOn } from "./fuzzed-function";
import { CLUSTERS, INSTANCES, TARGETS } from "./named";

test("the sweep does the same whatever its event is", () =>
  fuzz(
    fc.asyncProperty(badEvent, async (event) => {
      const { handle, copied, otherChanges } = functionOn(createSweep);
      await handle(event);
      const all = TARGETS.flatMap((region) => [...INSTANCES, ...CLUSTERS].map((name) => `${region} ${name}`));
      expect(copied().sort()).toEqual(all.sort());
      expect(otherChanges()).toEqual([]);
    }),
    0.1,
  ));
