import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Coverage, Reach, Trouble } from "../../../../handlers/core/coverage/model";
import { type Changes, compare } from "../../../../handlers/core/told/compare";
import { LONGEST_TEXT, NOTHING_TOLD, parseTold, printTold } from "../../../../handlers/core/told/told";
import { troubleId } from "../../../../handlers/core/told/trouble-id";
import { anyCoverage, coverage, FRANKFURT, kindsIn, read, row } from "./coverages";

const idOf = (one: Trouble): string => troubleId(one, one.resourceId, one.trouble);

interface Played {
  readonly run: Coverage;
  readonly changes: Changes;
}

/** Plays runs, each with what the one before has written; of some the writing is lost. */
function play(runs: readonly (readonly [Coverage, boolean])[]): Played[] {
  let text = printTold(NOTHING_TOLD);
  return runs.map(([run, isWritten]) => {
    const changes = compare(parseTold(text) ?? "lost", run);
    if (isWritten) text = printTold(changes.next);
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
    return { run, changes };
  });
}

const sequence = (isWritten: fc.Arbitrary<boolean>) =>
  fc.array(fc.tuple(anyCoverage, isWritten), { minLength: 1, maxLength: 12 });

describe("whatever happens, run after run", () => {
  test("who comes into trouble is named once until it is over, and nobody else is", () => {
    fc.assert(
      fc.property(sequence(fc.constant(true)), (runs) => {
        const named = new Set<string>();
        for (const { changes } of play(runs)) {
          for (const { id } of changes.over) {
            expect(named).toContain(id);
            named.delete(id);
          }
          for (const id of changes.begun.map(idOf)) {
            expect(named).not.toContain(id);
            named.add(id);
          }
          expect(changes.standing.map(idOf).filter((id) => !named.has(id))).toEqual([]);
          if (changes.gone > 0) named.clear();
          for (const id of changes.next.ids) named.add(id);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("what stands is never called over, and what a run is unsure of never either", () => {
    fc.assert(
      fc.property(sequence(fc.boolean()), (runs) => {
        for (const { run, changes } of play(runs)) {
          const over = new Set(changes.over.map(({ id }) => id));
          const notOver = run.databases.flatMap(({ route, resourceId, troubles, unsure }) => [
            ...troubles.map(idOf),
            ...unsure.map((kind) => troubleId(route, resourceId, kind)),
          ]);
          expect(notOver.filter((id) => over.has(id))).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("with writes lost, who was named is named again, with the same id", () => {
    fc.assert(
      fc.property(sequence(fc.boolean()), (runs) => {
        const played = play(runs);
        let unwritten: readonly string[] = [];
        for (const [at, { changes }] of played.entries()) {
          const standing = new Set(changes.standing.map(idOf));
          const begun = changes.begun.map(idOf);
          expect(unwritten.filter((id) => standing.has(id) && !begun.includes(id))).toEqual([]);
          unwritten = runs[at]?.[1] === false ? [...begun] : [];
        }
      }),
      { numRuns: 100 },
    );
  });

  test("nobody is silenced where there are more troubles than fit: who stands in what was read whole has been named", () => {
    let grouped = 0;
    const many = fc
      .tuple(
        fc.constantFrom(40, 200, 320),
        fc.integer(),
        fc.constantFrom<Reach>("whole", "whole", "whole", "brief", "none"),
        fc.constantFrom(0, 0, 1),
      )
      .map(([count, seed, reach, unsureIn]) => {
        const random = mulberry32(seed);
        const rows = Array.from({ length: count }, (_, at) => {
          const stands = kindsIn(random() < 0.9 ? 0b011111 : Math.floor(random() * 64));
          const unsure = random() < unsureIn / 50 ? kindsIn(0b100001).filter((kind) => !stands.includes(kind)) : [];
          return row(`db-${at}`, stands, { unsure });
        });
        return coverage(rows, [read(reach)]);
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(many, fc.constant(true)), { minLength: 2, maxLength: 6 }), (runs) => {
        const named = new Set<string>();
        for (const { run, changes } of play(runs)) {
          grouped += changes.next.groups.size;
          for (const one of [...changes.begun, ...changes.regrouped.flatMap(({ troubles }) => troubles)]) {
            named.add(idOf(one));
          }
          if (run.routes.some(({ route, reach }) => route === FRANKFURT && reach !== "whole")) continue;
          const standing = new Set(changes.standing.map(idOf));
          expect([...standing].filter((id) => !named.has(id))).toEqual([]);
          for (const { route, resourceId, unsure } of run.databases) {
            for (const kind of kindsIn(63)) {
              const id = troubleId(route, resourceId, kind);
              if (!standing.has(id) && !unsure.includes(kind)) named.delete(id);
            }
          }
        }
      }),
      { numRuns: 12 },
    );
    expect(grouped).toBeGreaterThan(10);
  });
});

/** A small generator of random numbers, as fast-check is slow at thousands of values. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
