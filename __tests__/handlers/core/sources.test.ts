import { describe, expect, test } from "@jest/globals";
import { newestAndOldest, newestOf, sourcesByDatabase } from "../../../handlers/core/sources";
import { database, snapshot, today, yesterday } from "./builders";

const oldest = snapshot("2026-01-25T03:07");
const ids = (snapshots: readonly { readonly id: string }[]) => snapshots.map(({ id }) => id);

describe("of the snapshots of a database", () => {
  test("the newest and the oldest stay", () => {
    expect(newestAndOldest([yesterday, oldest, today])).toEqual([today, oldest]);
    expect(newestAndOldest([oldest, today, yesterday])).toEqual([today, oldest]);
  });

  test("one that is both stays once", () => {
    expect(newestAndOldest([today])).toEqual([today]);
    expect(newestAndOldest([])).toEqual([]);
  });

  test("only those that can be copied count", () => {
    const { takenAt: _takenAt, ...untimed } = snapshot("2026-02-01T05:00");
    const unavailable = snapshot("2026-02-01T05:01", { status: "creating" });
    expect(newestAndOldest([{ ...untimed, takenAt: undefined }, unavailable, yesterday])).toEqual([yesterday]);
  });

  test("of two as old as each other the first counts", () => {
    const twin = { ...today, id: "rds:twin" };
    expect(newestOf([yesterday, today, twin])).toBe(today);
    expect(ids(newestAndOldest([today, twin]))).toEqual([today.id]);
  });
});

test("snapshots belong to the database of their id and resource id", () => {
  const other = snapshot("2026-02-01T03:07", { of: database({ id: "users", resourceId: "db-USERS" }) });
  const former = { ...yesterday, databaseResourceId: "db-FORMER" };
  expect([...sourcesByDatabase([today, former, other]).values()].map(ids)).toEqual([
    [today.id],
    [former.id],
    [other.id],
  ]);
});
