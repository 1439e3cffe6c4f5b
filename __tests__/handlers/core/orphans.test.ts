import { describe, expect, test } from "@jest/globals";
import type { Database } from "../../../handlers/core/model";
import { orphans } from "../../../handlers/core/orphans";
import { asCopy, copyOf, database, snapshot } from "./builders";

const orders = database();
const copies = [
  asCopy(copyOf(snapshot("2026-01-30T03:07", { of: orders }))),
  asCopy(copyOf(snapshot("2026-01-31T03:07", { of: orders }))),
];
const messages = (databases: readonly Database[], selected: readonly Database[] = databases) =>
  orphans(copies, databases, selected).map(({ message }) => message);

describe("copies", () => {
  test("of a selected database are no orphans", () => {
    expect(messages([database({ id: "billing", resourceId: "db-BILLING" }), orders])).toEqual([]);
  });

  test("of a database that is gone are reported in one line, with their number", () => {
    expect(orphans(copies, [], [])).toEqual([
      {
        outcome: "skipped",
        database: "orders",
        copies: 2,
        reason: "orphan",
        message:
          "2 copies of orders (db-ABCDEFGHIJKLMNOPQRSTUVWXYZ), which does not exist any more, " +
          "are kept until you delete them",
      },
    ]);
  });

  test("of a database that is no longer selected", () => {
    expect(messages([orders], [])).toEqual([
      "2 copies of orders, which is no longer selected, are kept until you delete them",
    ]);
  });

  test("of a database that was dropped and recreated are its predecessor's", () => {
    expect(messages([database({ resourceId: "db-SUCCESSOR" })])).toEqual([
      "2 copies of the predecessor of orders (db-ABCDEFGHIJKLMNOPQRSTUVWXYZ) are kept until you delete them",
    ]);
  });

  test("of a database that was renamed say its new name", () => {
    expect(messages([database({ id: "orders-old" })])).toEqual([
      "2 copies of orders, now called orders-old, are kept until you delete them",
    ]);
  });

  test("of a database that was renamed and replaced, as a blue/green deployment does, are the predecessor's", () => {
    const blue = database({ id: "orders-old1" });
    const green = database({ resourceId: "db-GREEN" });
    expect(messages([blue, green])).toEqual([
      "2 copies of the predecessor of orders (db-ABCDEFGHIJKLMNOPQRSTUVWXYZ) are kept until you delete them",
    ]);
  });

  test("of each former database get their own line", () => {
    const billing = database({ id: "billing", resourceId: "db-BILLING" });
    const all = [...copies, asCopy(copyOf(snapshot("2026-01-31T04:00", { of: billing })))];
    expect(orphans(all, [], []).map((skip) => [skip.database, skip.copies])).toEqual([
      ["orders", 2],
      ["billing", 1],
    ]);
  });
});
