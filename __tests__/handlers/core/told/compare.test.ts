import { describe, expect, test } from "@jest/globals";
import type { Coverage } from "../../../../handlers/core/coverage/model";
import { type Changes, compare, type NotKnown } from "../../../../handlers/core/told/compare";
import { LONGEST_TEXT, NOTHING_TOLD, parseTold, printTold, type Told } from "../../../../handlers/core/told/told";
import { coverage, FRANKFURT, read, row, trouble } from "./coverages";

const lastOf = (...runs: readonly Coverage[]): Changes => {
  const changes = runs.reduce<Changes | undefined>(
    (before, run) => compare(before ? kept(before.next) : NOTHING_TOLD, run),
    undefined,
  );
  if (changes === undefined) throw new Error("no run");
  return changes;
};
const kept = (told: Told): Told | NotKnown => parseTold(printTold(told)) ?? "lost";

const named = ({ begun }: Changes) => begun.map(({ database, trouble: kind }) => `${database} ${kind}`);
const ended = ({ over }: Changes) => over.map(({ database, trouble: kind }) => `${database} ${kind}`);

const healthy = coverage([row("orders"), row("billing")]);
const broken = coverage([row("orders", ["stale"]), row("billing")]);

describe("what has begun", () => {
  test("is what stands and was not told", () => {
    const changes = lastOf(broken);
    expect(named(changes)).toEqual(["orders stale"]);
    expect(changes.notKnown).toBeUndefined();
    expect(changes.standing).toHaveLength(1);
  });

  test("is told once", () => {
    expect(named(lastOf(broken, broken))).toEqual([]);
    expect(lastOf(broken, broken).standing).toHaveLength(1);
  });

  test("is told again if what was told was not written down", () => {
    const changes = compare(NOTHING_TOLD, broken);
    expect(printTold(compare(NOTHING_TOLD, broken).next)).toBe(printTold(changes.next));
    expect(named(compare(NOTHING_TOLD, broken))).toEqual(["orders stale"]);
  });

  test("is a second database beside one that was told", () => {
    const both = coverage([row("orders", ["stale"]), row("billing", ["stale"])]);
    expect(named(lastOf(broken, both))).toEqual(["billing stale"]);
  });

  test("is not the same trouble for another reason", () => {
    const other = trouble({ reason: "slots", cause: "RDS takes no more copies", about: "eu-central-1" });
    expect(named(lastOf(broken, coverage([row("orders", [other])])))).toEqual([]);
  });

  test("is another trouble, or the same in another target region", () => {
    const more = coverage([
      row("orders", ["stale", "failing"]),
      row("orders", ["stale"], { route: { kind: "instance", targetRegion: "eu-north-1" } }),
    ]);
    expect(named(lastOf(broken, more))).toEqual(["orders failing", "orders stale"]);
  });

  test("is what may pass by itself only if the next run sees it too", () => {
    const mute = coverage([], [read("none", [trouble({ trouble: "failing", database: "*", passing: true })])]);
    const mended = coverage([row("orders")], [read("whole")]);
    expect(named(lastOf(mute))).toEqual([]);
    expect(named(lastOf(mute, mute))).toEqual(["* failing"]);
    expect(named(lastOf(mute, mute, mute))).toEqual([]);
    expect(ended(lastOf(mute, mute, mended))).toEqual(["* failing"]);
    expect(ended(lastOf(mute, mended))).toEqual([]);
    expect(named(lastOf(mute, mended, mute))).toEqual([]);
  });

  test("is told at once where something stands beside what may pass", () => {
    const mute = trouble({ trouble: "failing", database: "*", passing: true });
    const denied = trouble({ trouble: "failing", database: "*", reason: "denied" });
    expect(named(lastOf(coverage([], [read("none", [mute, denied])])))).toEqual(["* failing", "* failing"]);
  });

  test("is of all of a kind, where a region cannot be read", () => {
    const unread = coverage([], [read("none", [trouble({ trouble: "failing", database: "*" })])]);
    expect(named(lastOf(unread))).toEqual(["* failing"]);
    expect(named(lastOf(unread, unread))).toEqual([]);
  });
});

describe("what is over", () => {
  test("is what was told, and is known to be absent", () => {
    const changes = lastOf(broken, healthy);
    expect(ended(changes)).toEqual(["orders stale"]);
    expect(changes.next.ids.size).toBe(0);
    expect(ended(lastOf(broken, healthy, healthy))).toEqual([]);
  });

  test("is told anew when it begins again", () => {
    expect(named(lastOf(broken, healthy, broken))).toEqual(["orders stale"]);
  });

  test("is not what a run is unsure of", () => {
    const unsure = coverage([row("orders", [], { unsure: ["stale"] })]);
    expect(ended(lastOf(broken, unsure))).toEqual([]);
    expect([lastOf(broken, unsure).unsure, lastOf(broken, broken).unsure]).toEqual([1, 0]);
    expect(named(lastOf(broken, unsure, broken))).toEqual([]);
  });

  test("is not what lies on a route that was not read", () => {
    const unread = coverage([row("orders")], [read("none")]);
    expect(ended(lastOf(broken, unread))).toEqual([]);
    expect(named(lastOf(broken, unread, broken))).toEqual([]);
  });

  test("may be known by a brief look, but not of all of a kind", () => {
    const brief = coverage([row("orders")], [read("brief")]);
    expect(ended(lastOf(broken, brief))).toEqual(["orders stale"]);
    const all = coverage([], [read("whole", [trouble({ trouble: "failing", database: "*" })])]);
    expect(ended(lastOf(all, coverage([], [read("brief")])))).toEqual([]);
    expect(ended(lastOf(all, coverage([], [read("whole")])))).toEqual(["* failing"]);
  });

  test("is not what only one of the names of a database is rid of", () => {
    const renamed = coverage([
      row("orders-2", ["stale"], { resourceId: "db-ORDERS" }),
      row("orders", [], { resourceId: "db-ORDERS" }),
    ]);
    expect(ended(lastOf(broken, renamed))).toEqual([]);
    expect(lastOf(broken, renamed).standing).toHaveLength(1);
  });
});

describe("what is gone", () => {
  const empty = coverage([]);

  test("is what can have no row any more, as everything was read", () => {
    const changes = lastOf(broken, empty);
    expect([changes.gone, changes.over, changes.next.ids.size]).toEqual([1, [], 0]);
  });

  test.each(["none", "brief"] as const)("is not known while a route is read as %s", (reach) => {
    const changes = lastOf(broken, coverage([], [read("whole"), read(reach, [], { ...FRANKFURT, kind: "cluster" })]));
    expect([changes.gone, changes.next.ids.size, changes.unsure]).toEqual([0, 1, 1]);
  });

  test("is not known of a run that read no route", () => {
    expect(lastOf(broken, coverage([], [])).gone).toBe(0);
  });
});

describe("without a memory", () => {
  test("all that stands is told, as a first look", () => {
    const changes = compare("lost", broken);
    expect([changes.notKnown, named(changes)]).toEqual(["lost", ["orders stale"]]);
    expect(named(compare(kept(changes.next), broken))).toEqual([]);
  });
});

describe("more troubles than fit", () => {
  const many = (count: number, offset = 0) =>
    Array.from({ length: count }, (_, at) => row(`db-${at + offset}`, ["stale"]));
  const some = [row("orders", ["failing"])];

  test("are remembered as a group, the largest first", () => {
    const { next } = lastOf(coverage([...many(1000), ...some]));
    expect([next.ids.size, next.groups.size]).toEqual([1, 1]);
    const again = lastOf(coverage([...many(1000), ...some]), coverage([...many(1000), ...some]));
    expect([again.begun, again.regrouped, again.over]).toEqual([[], [], []]);
  });

  test("are told anew, all of the group, when one joins or leaves it", () => {
    const joined = lastOf(coverage(many(1000)), coverage(many(1001)));
    expect(joined.regrouped.map(({ troubles }) => troubles.length)).toEqual([1001]);
    const swapped = lastOf(coverage(many(1000)), coverage(many(1000, 1)));
    expect(swapped.regrouped.map(({ troubles }) => troubles.length)).toEqual([1000]);
  });

  test("are no group any more as soon as they fit, and told once all the same", () => {
    const fewer = coverage(many(10));
    expect(lastOf(coverage(many(1000)), fewer).regrouped).toHaveLength(1);
    expect(lastOf(coverage(many(1000)), fewer).next.ids.size).toBe(10);
    const changes = lastOf(coverage(many(1000)), fewer, fewer);
    expect([changes.begun, changes.regrouped]).toEqual([[], []]);
  });

  test("are over as a group", () => {
    const changes = lastOf(coverage(many(1000)), coverage([row("db-1")]));
    expect(changes.regrouped.map(({ troubles }) => troubles)).toEqual([[]]);
    expect(changes.next.groups.size).toBe(0);
  });

  test.each(["none", "brief"] as const)("are not compared while their route is read as %s", (reach) => {
    const unread = coverage(many(20), [read(reach)]);
    const changes = lastOf(coverage(many(1000)), unread);
    expect([changes.begun, changes.regrouped, changes.next.groups.size]).toEqual([[], [], 1]);
    // It counts as one that is not known to be over, so that nothing is all clear.
    expect(changes.unsure).toBe(1);
    expect(lastOf(coverage(many(1000)), unread, coverage(many(1000))).regrouped).toEqual([]);
  });

  test("fit beside what has no row in this run, which is left out where there is no room for it", () => {
    const unseen = { kind: "instance", targetRegion: "eu-north-1" } as const;
    const there = Array.from({ length: 814 }, (_, at) => row(`db-${at}`, ["stale"], { route: unseen }));
    const changes = lastOf(
      coverage(there),
      coverage([row("orders", ["stale", "failing"])], [read("whole"), read("none", [], unseen)]),
    );
    expect(printTold(changes.next).length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(named(changes)).toEqual(["orders stale", "orders failing"]);
  });

  test("are the same while a run is unsure of some", () => {
    const unsure = coverage([
      ...many(900),
      ...many(100, 900).map((one) => ({ ...one, troubles: [], unsure: ["stale"] as const })),
    ]);
    const changes = lastOf(coverage(many(1000)), unsure);
    expect(changes.regrouped).toEqual([]);
    expect(lastOf(coverage(many(1000)), unsure, coverage(many(1000))).regrouped).toEqual([]);
  });
});

describe("where a run may not have a row of each", () => {
  test("what has none is not gone", () => {
    const tagsUnread = coverage([], [read("whole", [], FRANKFURT, ["orphaned"])]);
    const changes = lastOf(broken, tagsUnread);
    expect([changes.gone, changes.next.ids.size]).toEqual([0, 1]);
  });

  test("a group of that kind is not compared", () => {
    const many = Array.from({ length: 1000 }, (_, at) => row(`db-${at}`, ["orphaned"]));
    const tagsUnread = coverage(many.slice(1), [read("whole", [], FRANKFURT, ["orphaned"])]);
    expect(lastOf(coverage(many), tagsUnread).regrouped).toEqual([]);
    expect(lastOf(coverage(many), tagsUnread, coverage(many)).regrouped).toEqual([]);
  });
});
