import { expect, test } from "@jest/globals";
import { paintOn, plain } from "../../../cli/colour";
import type { Status } from "../../../cli/status/model";
import { type Layout, statusText } from "../../../cli/status/text";
import { row } from "../../handlers/core/told/coverages";
import { NOW } from "../terminal";
import { aged, busy, status } from "./statuses";

const textOf = (statuses: readonly Status[], { columns = 80, paint = plain, all = false }: Partial<Layout> = {}) =>
  statusText({ statuses, notFound: [], unreadable: [] }, { region: "eu-west-1", now: NOW }, { columns, paint, all });

const tableOf = (text: string) => (text.split("\n\n").find((part) => part.startsWith("STATE")) ?? "").split("\n");

/** Links, ARNs and words of a command cannot be broken. */
const isBreakable = (line: string) => !/https:|arn:aws|--filter-pattern/.test(line);

test.each([60, 80, 100, 120, 160, 200])("fits %i columns", (columns) => {
  const text = textOf([busy()], { columns });
  expect(text.split("\n").filter((line) => isBreakable(line) && line.length > columns)).toEqual([]);
});

test.each([
  [60, "STATE DATABASE REGION AGE/36 H"],
  [80, "STATE DATABASE REGION AGE/36 H NEWEST (UTC) KEPT"],
  [100, "STATE DATABASE REGION AGE/36 H NEWEST (UTC) KEPT WHY"],
  [160, "STATE DATABASE REGION AGE/36 H NEWEST (UTC) KEPT KEY WHY"],
])("shows on %i columns what matters most: %s", (columns, titles) => {
  const [head = ""] = tableOf(textOf([busy()], { columns }));
  expect(head.split(/ {2,}/).join(" ")).toBe(titles);
});

test("says in its first lines how many are in trouble and how, then the worst first, then each cause with its remedy", () => {
  const text = textOf([busy()], { columns: 200 });
  expect(text.split("\n\n")[0]?.replaceAll("\n", " ")).toBe(
    "5 of 12 databases of prod are in trouble: 2 have no fresh copy; 1 has copies that cannot be restored; " +
      "1 is selected but cannot be copied; 1 is gone, its copies stay. It is not known of 1 more.",
  );
  expect(tableOf(text).map((line) => line.split(/ {2,}/).slice(0, 2).join(" "))).toEqual([
    "STATE DATABASE",
    "stale orders",
    "stale payments-of-the-european-customers-since-2019",
    "unrestorable audit",
    "uncovered legacy",
    "orphaned old-shop",
    "unknown billing",
    "pending brand-new",
    "stopped reports",
    ...["accounts", "catalogue", "orders", "search", "shop (cluster)"].map((name) => `fresh ${name}`),
  ]);
  expect(text).toContain("IN TROUBLE: 6 troubles of 5 causes");
  expect(text).toContain("1. No fresh copy: orders in eu-central-1\n   And: Copying fails: orders in eu-central-1");
  expect(text).toContain("What to do: enable the key.");
  expect(text).toContain("aws kms describe-key --region eu-central-1");
  expect(text).toContain("- Whether copies can be restored is not known");
  expect(text.trimEnd().split("\n").at(-1)).toBe("Looked at 1 Feb 2026, 12:00 UTC.");
});

test("shows ages of what is late above the limit, of others below it, and those that do not count", () => {
  const rows = [
    aged("late", 36.2, ["stale"]),
    aged("just", 35.9),
    aged("rests", 50, [], { age: undefined, restingAge: 180_000 }),
  ];
  const ages = tableOf(textOf([status(rows)])).map((line) => line.split(/ {2,}/)[2]);
  expect(ages).toEqual(["AGE/36 H", "37", "50", "35"]);
});

test("a name of a region is said once where there is one alone", () => {
  const text = textOf([status([aged("orders", 9)])]);
  expect(text).toContain("The 1 database of prod has a fresh copy in eu-central-1.");
  expect(tableOf(text)[0]).not.toContain("REGION");
});

test("held copies are counted where there are some", () => {
  const held = status([aged("orders", 9, [], { held: 2 }), aged("shop", 9)]);
  const lines = tableOf(textOf([held], { columns: 100 })).map((line) => line.replace(/ {2,}/g, "|"));
  expect(lines[0]).toContain("|KEPT|HELD|");
  expect(lines[1]).toContain("|3|2|");
  expect(tableOf(textOf([status([aged("shop", 9)])], { columns: 100 }))[0]).not.toContain("HELD");
});

test("counts those that are well where they are many, and never hides one that is not", () => {
  const many = Array.from({ length: 51 }, (_, index) => aged(`db-${index}`, 9));
  const ill = Array.from({ length: 80 }, (_, index) => aged(`ill-${index}`, 40, ["stale"]));
  expect(textOf([status(many)])).toContain("\n\n51 are well: --all shows them.\n\n");
  const both = tableOf(textOf([status([...many, ...ill])]));
  expect(both).toHaveLength(1 + 80 + 1);
  expect(both.at(-1)).toBe("51 more are well: --all shows them.");
  expect(tableOf(textOf([status([...many, ...ill])], { all: true }))).toHaveLength(1 + 131);
  expect(tableOf(textOf([status(many.slice(1))]))).toHaveLength(1 + 50);
});

test("says of several deployments first which need attention, and shows these first", () => {
  const staging = status([aged("orders", 9)], { deployment: { ...busy().deployment, name: "staging" } });
  const text = textOf([staging, busy()]);
  expect(text.split("\n")[0]).toBe("1 of 2 deployments needs attention: prod.");
  expect(text.indexOf("of prod are in trouble")).toBeLessThan(text.indexOf("of staging has a fresh copy"));
  expect(textOf([staging, staging]).split("\n")[0]).toBe("All 2 deployments are well: staging and staging.");
});

test("colours what is urgent and what needs a look on a screen alone, and not where people want none", () => {
  const screen = { isScreen: true, env: {} };
  const coloured = textOf([busy()], { paint: paintOn(screen) });
  expect(coloured).toContain("\u001b[31mstale       \u001b[0m  orders");
  expect(coloured).toContain("\u001b[33munknown     \u001b[0m  billing");
  expect(coloured).toContain("\nfresh         accounts");
  const headOf = (one: Status) => textOf([one], { paint: paintOn(screen) }).slice(0, 5);
  expect(headOf(busy())).toBe("\u001b[31m");
  expect(headOf(status([aged("gone", 9, ["orphaned"]), aged("orders", 9)]))).toBe("\u001b[33m");
  expect(headOf(status([aged("orders", 9)], { unread: [{ of: "x", cause: "y", remedy: "z" }] }))).toBe("\u001b[33m");
  expect(headOf(status([aged("orders", 9)]))).toBe("\u001b[32m");
  const escapes = ["[31m", "[33m", "[32m", "[0m"].map((code) => `\u001b${code}`);
  expect(escapes.reduce((text, code) => text.replaceAll(code, ""), coloured)).toBe(textOf([busy()]));
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
    expect(textOf([busy()], { paint: paintOn({ isScreen: true, env }) })).toBe(textOf([busy()]));
  }
  expect(textOf([busy()], { paint: paintOn({ isScreen: false, env: {} }) })).toBe(textOf([busy()]));
});

test("an estate that could not be read shows no copy as missing", () => {
  const text = textOf([status([row("orders", [], { age: undefined, kept: 0, unsure: ["stale", "unrestorable"] })])]);
  expect(tableOf(text)[1]).toMatch(/^unknown +orders +\? +\? +stale\?$/);
});
