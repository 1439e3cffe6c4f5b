import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { planDatabase, planSweep } from "../../../handlers/core/plan";
import { newestAndOldest } from "../../../handlers/core/sources";
import { context, copiesOf, deletionsOf, notesOf } from "./builders";
import { anySettings, worlds } from "./world";

const RUNS = { numRuns: 300 };
const situations = fc.tuple(worlds, anySettings, fc.constantFrom(planSweep, planDatabase));

test("what is left of many snapshots gives the same plan as all of them", () => {
  fc.assert(
    fc.property(situations, ([{ inventory }, settings, plan]) => {
      const given = context({ settings });
      const snapshots = newestAndOldest(inventory.snapshots);
      expect(plan({ ...inventory, snapshots }, given)).toEqual(plan(inventory, given));
    }),
    RUNS,
  );
});

test("of a database whose snapshots could not be listed nothing is copied, deleted or reported, and the others fare the same", () => {
  fc.assert(
    fc.property(situations, fc.nat(), ([{ inventory }, settings, plan], pick) => {
      const given = context({ settings });
      const { id } = inventory.databases[pick % inventory.databases.length] ?? { id: "none" };
      const others = inventory.snapshots.filter(({ databaseId }) => databaseId !== id);
      const planned = plan({ ...inventory, snapshots: others, unread: new Set([id]) }, given);
      // Without limits, that slots left free go to nobody else.
      const limits = { maxCopiesInProgress: { instance: 1_000, cluster: 1_000 } };
      const unlimited = { ...given, settings: { ...given.settings, ...limits } };
      const of = (wanted: boolean, all: ReturnType<typeof plan>) => {
        const about = <T extends { readonly database: string }>(items: readonly T[]) =>
          items.filter(({ database }) => (database === id) === wanted);
        const notes = about(notesOf(all));
        return {
          actions: [
            ...about(copiesOf(all)),
            ...about(deletionsOf(all)),
            ...notes.filter(({ outcome }) => outcome !== "skipped"),
          ],
          skips: notes.filter(({ outcome }) => outcome === "skipped"),
        };
      };
      expect(of(true, planned).actions).toEqual([]);
      const partly = plan({ ...inventory, snapshots: others, unread: new Set([id]) }, unlimited);
      expect(of(false, partly)).toEqual(of(false, plan(inventory, unlimited)));
    }),
    RUNS,
  );
});
