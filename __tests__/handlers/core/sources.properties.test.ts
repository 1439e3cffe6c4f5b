import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { plan } from "../../../handlers/core/plan";
import { telling } from "../../../handlers/core/sources";
import { actionsOf, context } from "./builders";
import { anySettings, worlds } from "./world";

const RUNS = { numRuns: 300 };
const situations = fc.tuple(worlds, anySettings, fc.constantFrom<"sweep" | "event">("sweep", "event"));

test("what is left of many snapshots gives the same plan as all of them", () => {
  fc.assert(
    fc.property(situations, ([{ inventory }, settings, run]) => {
      const given = { ...context({ settings }), run };
      const snapshots = telling(inventory.snapshots);
      expect(plan({ ...inventory, snapshots }, given)).toEqual(plan(inventory, given));
    }),
    RUNS,
  );
});

test("of a database whose snapshots could not be listed nothing is copied, deleted or reported, and the others fare the same", () => {
  fc.assert(
    fc.property(situations, fc.nat(), ([{ inventory }, settings, run], pick) => {
      const given = { ...context({ settings }), run };
      const { id } = inventory.databases[pick % inventory.databases.length] ?? { id: "none" };
      const others = inventory.snapshots.filter(({ databaseId }) => databaseId !== id);
      const planned = plan({ ...inventory, snapshots: others, unread: new Set([id]) }, given);
      // Without limits, that slots left free go to nobody else.
      const limits = { maxCopiesInProgress: { instance: 1_000, cluster: 1_000 } };
      const unlimited = { ...given, settings: { ...given.settings, ...limits } };
      const of = (wanted: boolean, actions: ReturnType<typeof plan>["actions"]) =>
        actions.filter(({ database }) => (database === id) === wanted);
      for (const action of ["copy", "delete", "defer", "fail"] as const) {
        expect(of(true, actionsOf(planned, action))).toEqual([]);
      }
      const partly = plan({ ...inventory, snapshots: others, unread: new Set([id]) }, unlimited);
      expect(of(false, partly.actions)).toEqual(of(false, plan(inventory, unlimited).actions));
    }),
    RUNS,
  );
});
