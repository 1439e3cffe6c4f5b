import { expect, test } from "@jest/globals";
import type { Status } from "../../../cli/status/model";
import { headline, verdictOn } from "../../../cli/status/verdict";
import { coverage, FRANKFURT, read, row, trouble } from "../../handlers/core/told/coverages";
import { SETTINGS } from "../../handlers/run/estate";
import { aged, status } from "./statuses";

const STOCKHOLM = { kind: "instance", targetRegion: "eu-north-1" } as const;
const UNREAD = { of: "clusters in eu-west-1", cause: "not allowed", remedy: "allow it" };
const fresh = aged("orders", 9);
const pending = row("new", [], { age: 60, kept: 0 });

test.each<[string, boolean, Status]>([
  ["All 2 databases of prod have fresh copies in eu-central-1.", true, status([fresh, aged("shop", 9)])],
  [
    "The 1 database of prod has a fresh copy in eu-central-1 and eu-north-1.",
    true,
    status([fresh, aged("orders", 9, [], { route: STOCKHOLM })]),
  ],
  [
    "1 of 2 databases of prod has a fresh copy in eu-central-1; 1 has none yet, which is not late.",
    true,
    status([fresh, pending]),
  ],
  [
    "1 of 2 databases of prod has a fresh copy in eu-central-1; 1 is or was stopped, so that RDS has no newer backup.",
    true,
    status([fresh, aged("rests", 50, [], { age: undefined, restingAge: 180_000 })]),
  ],
  [
    "1 of 2 databases of prod is in trouble: 1 has no fresh copy.",
    false,
    status([fresh, aged("shop", 40, ["stale", "failing"])]),
  ],
  [
    "It is not known of 1 of 2 databases of prod whether it has a fresh copy in eu-central-1 that can be restored.",
    false,
    status([fresh, aged("shop", 9, [], { unsure: ["failing"] })]),
  ],
  [
    "1 of the 1 database of prod that could be read has a fresh copy in eu-central-1. Not all could be read: see below.",
    false,
    status([fresh], { unread: [UNREAD] }),
  ],
  ["Nothing is known of the databases of prod.", false, status([], { unread: [UNREAD] })],
  ["eu-west-1 has no databases that prod could protect.", false, status([])],
  ["Of the 7 databases of eu-west-1 none is selected by prod.", false, status([], { listed: 7 })],
  [
    "prod is a dry run: it copies nothing until dry_run = false is set. The 1 database of prod has no copy in eu-central-1 yet, which is not late.",
    false,
    status([pending], { settings: { ...SETTINGS, dryRun: true } }),
  ],
])("%s", (sentence, isWell, one) => {
  const verdict = verdictOn(one);
  expect(headline(one, verdict)).toBe(sentence);
  expect(verdict.isWell).toBe(isWell);
});

test("that none has a copy yet is said so", () => {
  const one = status([pending, row("newer", [], { age: 60, kept: 0 })]);
  expect(headline(one, verdictOn(one))).toBe(
    "None of the 2 databases of prod has a copy in eu-central-1 yet, which is not late.",
  );
});

test("a database counts once, in the worst of its states, however many regions it has", () => {
  const rows = [aged("orders", 9), aged("orders", 40, ["stale"], { route: STOCKHOLM }), aged("shop", 9)];
  expect(verdictOn(status(rows))).toMatchObject({
    databases: 2,
    inState: new Map(
      [
        ...["stale", "unrestorable", "failing", "uncovered", "deselected", "orphaned", "unknown", "pending", "stopped"],
        "fresh",
      ].map((state) => [state, state === "stale" || state === "fresh" ? 1 : 0]),
    ),
  });
});

test("what is wrong with all of a kind, or not known of those that have no row, is no good news", () => {
  const broken = read("whole", [trouble({ trouble: "failing", database: "*", reason: "unreadable" })]);
  const half = read("whole", [], FRANKFURT, ["orphaned"]);
  for (const routes of [[broken], [half]]) {
    expect(verdictOn(status([fresh], { coverage: coverage([fresh], routes) })).isWell).toBe(false);
  }
});

test("one that is not selected and has only a copy that failed concerns nobody", () => {
  const failed = row("other", [], { selected: false, kept: 0, age: undefined });
  expect(verdictOn(status([fresh, failed])).databases).toBe(1);
});
