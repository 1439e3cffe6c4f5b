import { expect, test } from "@jest/globals";
import { withToldBefore } from "../../../cli/status/told-before";
import type { Coverage, TROUBLE_KINDS } from "../../../handlers/core/coverage/model";
import { NOTHING_TOLD, type Told } from "../../../handlers/core/told/told";
import { checksum, groupIds, troubleId } from "../../../handlers/core/told/trouble-id";
import { coverage, FRANKFURT, read, row, trouble } from "../../handlers/core/told/coverages";

const told = (over: Partial<Told>): Told => ({ ...NOTHING_TOLD, ...over });
const idOf = (database: string, kind: (typeof TROUBLE_KINDS)[number]) =>
  troubleId(FRANKFURT, `db-${database.toUpperCase()}`, kind);

const inWords = ({ databases }: Coverage) =>
  databases.map(({ database, troubles, unsure }) =>
    [database, ...troubles.map((one) => one.trouble), ...unsure.map((kind) => `${kind}?`)].join(" "),
  );

test("what was told, and a look cannot say, stands", () => {
  const seen = coverage([row("orders", [], { unsure: ["failing"] }), row("shop", [], { unsure: ["stale"] })]);
  const ids = new Set([idOf("orders", "failing"), idOf("shop", "stale")]);
  const known = withToldBefore(seen, told({ ids }));
  expect(inWords(known)).toEqual(["orders failing", "shop stale"]);
  expect(known.databases[0]?.troubles[0]).toMatchObject({
    reason: "failing",
    database: "orders",
    resourceId: "db-ORDERS",
    cause: expect.stringContaining("cannot tell that it is over"),
    remedy: expect.stringContaining("log of the sweep"),
  });
});

test("that copying fails, and was not told, is settled: the last run has tried; anything else is not known", () => {
  const seen = coverage([row("orders", [], { unsure: ["failing", "unrestorable"] })]);
  expect(inWords(withToldBefore(seen, NOTHING_TOLD))).toEqual(["orders unrestorable?"]);
});

test("what a look knows is not told again, or called over, by what was told", () => {
  const seen = coverage([row("orders", ["stale"]), row("shop")]);
  const ids = new Set([idOf("orders", "stale"), idOf("shop", "failing"), "other"]);
  expect(withToldBefore(seen, told({ ids }))).toEqual(seen);
});

test("of a group those are told whose checksum it is", () => {
  const seen = coverage([row("a", [], { unsure: ["failing"] }), row("b", [], { unsure: ["failing"] }), row("c")]);
  const sum = checksum([idOf("a", "failing"), idOf("b", "failing")]);
  const groups = new Map([[groupIds(FRANKFURT)("failing"), sum]]);
  expect(inWords(withToldBefore(seen, told({ groups })))).toEqual(["a failing", "b failing", "c"]);
});

test("of a group of others it stays unknown who fails", () => {
  const seen = coverage([row("a", [], { unsure: ["failing"] }), row("b", ["failing"])]);
  const group = groupIds(FRANKFURT)("failing");
  expect(inWords(withToldBefore(seen, told({ groups: new Map([[group, "other"]]) })))).toEqual([
    "a failing?",
    "b failing",
  ]);
  // Those that stand are the group: so the other does not fail.
  const groups = new Map([[group, checksum([idOf("b", "failing")])]]);
  expect(inWords(withToldBefore(seen, told({ groups })))).toEqual(["a", "b failing"]);
});

test("all of a kind, as was told, stand while their region cannot be read, each once", () => {
  const whole = troubleId(FRANKFURT, undefined, "failing");
  const ids = new Set([whole]);
  const closed = withToldBefore(coverage([], [read("none")]), told({ ids }));
  expect(closed.routes[0]?.troubles).toMatchObject([{ database: "*", trouble: "failing", reason: "failing" }]);
  expect(withToldBefore(coverage([], [read("whole")]), told({ ids })).routes[0]?.troubles).toEqual([]);
  const standing = coverage([], [read("none", [trouble({ database: "*", trouble: "failing" })])]);
  expect(withToldBefore(standing, told({ ids })).routes[0]?.troubles).toHaveLength(1);
});
