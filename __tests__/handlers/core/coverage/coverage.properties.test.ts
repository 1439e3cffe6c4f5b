import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { TROUBLE_KINDS } from "../../../../handlers/core/coverage/model";
import { identity } from "../../../../handlers/core/identity";
import { planSweep } from "../../../../handlers/core/plan";
import { scopeOf } from "../../../../handlers/core/scope";
import { context, coverageBy, keyArn } from "../builders";
import { anySettings, carryOut, finish, worlds } from "../world";

const RUNS = { numRuns: 300 };
const unusable = fc.constantFrom(
  undefined,
  new Map(),
  new Map([[keyArn("eu-central-1"), { reason: "key-gone", cause: "it is gone", remedy: "restore it" }]]),
);

test("the coverage of any estate has a row for each selected database in each region, and no row contradicts itself", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(worlds, anySettings, unusable, fc.boolean(), ({ inventory }, settings, missing, isDone) => {
      const plan = planSweep(inventory, context({ settings }));
      const given = isDone ? finish(carryOut({ inventory }, plan)) : inventory;
      const whole = context({ settings });
      const coverage = coverageBy(given, { settings, needs: missing && { missing, unknown: new Set<string>() } });
      const { selected } = scopeOf(given.databases, whole.settings);
      const limit = whole.settings.maxRecoveryPointAgeHours * 3600;
      for (const { route } of coverage.routes) {
        const rows = coverage.databases.filter((row) => row.route.targetRegion === route.targetRegion);
        const names = rows.map((row) => identity(row.database, row.resourceId));
        expect(new Set(names).size).toBe(names.length);
        for (const one of selected) expect(names).toContain(identity(one.id, one.resourceId));
      }
      for (const row of coverage.databases) {
        const { troubles, unsure, age, kept, keys, newest, exists, selected: isSelected } = row;
        const kinds = troubles.map(({ trouble }) => trouble);
        for (const kind of kinds) seen.add(kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(kinds).toEqual(TROUBLE_KINDS.filter((kind) => kinds.includes(kind)));
        expect(kinds.filter((kind) => unsure.includes(kind))).toEqual([]);
        expect(kinds.includes("stale")).toBe(age !== undefined && age > limit);
        expect(kinds.includes("orphaned")).toBe(!exists);
        expect(kinds.includes("deselected")).toBe(exists && !isSelected && newest !== undefined);
        if (kinds.includes("failing") || kinds.includes("uncovered")) expect(isSelected).toBe(true);
        if (kinds.includes("unrestorable")) expect(row.unrestorable).toBeGreaterThan(0);
        expect(keys.length).toBeLessThanOrEqual(kept);
        expect(row.deletions.length).toBeLessThan(Math.max(1, kept));
        for (const { cause, remedy, about, reason, database } of troubles) {
          expect([cause, remedy, about, reason]).not.toContain("");
          expect(`${cause}${remedy}`).not.toMatch(/undefined|\n|\.$/);
          expect(database).toBe(row.database);
        }
      }
    }),
    RUNS,
  );
  expect([...seen].sort()).toEqual([...TROUBLE_KINDS].sort());
});
