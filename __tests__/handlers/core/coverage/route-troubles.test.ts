import { expect, test } from "@jest/globals";
import { routeTroubles } from "../../../../handlers/core/coverage/route-troubles";
import type { Deed } from "../../../../handlers/core/coverage/seen";

const ROUTE = { kind: "instance", targetRegion: "eu-central-1" } as const;

function deed(over: Partial<Deed>): Deed {
  const fault = { reason: "denied", cause: "no", remedy: "allow it", about: "eu-west-1" };
  return { database: "*", outcome: "failed", reason: "denied", message: "no", fault, ...over };
}

const of = (...deeds: Deed[]) => routeTroubles(ROUTE, [{ region: "eu-west-1", deeds }]);

test("a list that failed is a trouble of all of a kind, once for each cause", () => {
  const unavailable = { reason: "region-unavailable", cause: "no answer", remedy: "wait", about: "eu-west-1" };
  expect(of(deed({}), deed({ message: "again" }), deed({ reason: "region-unavailable", fault: unavailable }))).toEqual([
    expect.objectContaining({ trouble: "failing", database: "*", reason: "denied", about: "eu-west-1" }),
    expect.objectContaining({ trouble: "failing", database: "*", reason: "region-unavailable", about: "eu-west-1" }),
  ]);
});

test("without a fault that says it, it is about the region", () => {
  const without: Deed = { database: "*", outcome: "failed", reason: "odd", message: "odd answer" };
  expect(of(without)).toMatchObject([{ reason: "odd", cause: "odd answer", about: "eu-west-1" }]);
});

test("what failed of one database is none of a whole route, nor is what is only told of all", () => {
  expect(of(deed({ database: "orders" }), deed({ outcome: "skipped" }), deed({ outcome: "deferred" }))).toEqual([]);
});
