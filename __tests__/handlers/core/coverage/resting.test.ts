import { describe, expect, test } from "@jest/globals";
import { copyOf, coverageBy, database, inventory, snapshot, TARGET_REGION } from "../builders";

/** A Friday's backup; the database is stopped that evening, and started on Monday at nine. */
const friday = snapshot("2026-01-30T03:07");
const MONDAY = new Date("2026-02-02T09:00:00Z");
const WINDOW = "03:00-03:30";

interface When {
  readonly now: string;
  readonly status?: string;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  readonly backupWindow?: string | undefined;
  readonly snapshots?: ReturnType<typeof snapshot>[];
  readonly copies?: ReturnType<typeof copyOf>[];
}

function look({ now, status = "available", startedAt, stoppedAt, copies = [copyOf(friday)], ...more }: When) {
  const { backupWindow, snapshots = [friday] } = { backupWindow: WINDOW, ...more };
  const known = new Map([["orders", { startedAt, stoppedAt }]]);
  const { databases, routes } = coverageBy(
    inventory({ databases: [database({ status, backupWindow })], snapshots, copies }),
    { now: new Date(now), stopsAndStarts: { instance: known, cluster: new Map() } },
  );
  const [row] = databases;
  const [route] = routes;
  if (row === undefined || route === undefined) throw new Error("no row");
  const reason = row.troubles.find(({ trouble }) => trouble === "stale")?.reason;
  return { stale: reason ?? (row.unsure.includes("stale") ? "unsure" : "no"), row, route };
}

describe("a database that is stopped", () => {
  const friday18 = { stoppedAt: new Date("2026-01-30T18:00:00Z") };

  test.each(["stopping", "stopped", "starting"])("(%s) is not stale while all that RDS has is copied", (status) => {
    const { stale, row, route } = look({ ...friday18, now: "2026-02-01T12:00:00Z", status });
    expect(stale).toBe("no");
    expect(row).toMatchObject({ age: undefined, restingAge: (2 * 24 + 9) * 3600 - 7 * 60 - 60 + 48 });
    expect(route).toMatchObject({ age: 0, areAgesKnown: true });
  });

  test("is as stale as when it was stopped, so that a stop never ends an alarm", () => {
    const late = { stoppedAt: new Date("2026-01-31T16:00:00Z"), status: "stopped", now: "2026-02-01T12:00:00Z" };
    expect(look(late).stale).toBe("no-backup");
    expect(look(late).route.age).toBeGreaterThan(36 * 3600);
    // Started in between, it was waiting for its next window.
    expect(look({ ...late, startedAt: new Date("2026-01-31T15:00:00Z") }).stale).toBe("no");
  });

  test("is perhaps stale where RDS does not say when it was stopped", () => {
    expect(look({ now: "2026-02-01T12:00:00Z", status: "stopped" }).stale).toBe("unsure");
    expect(look({ now: "2026-01-30T20:00:00Z", status: "stopped" }).stale).toBe("no");
  });

  test("is stale while a backup from before waits for its copy", () => {
    expect(
      look({ now: "2026-02-01T12:00:00Z", status: "stopped", copies: [copyOf(snapshot("2026-01-29T03:07"))] }).stale,
    ).toBe("in-progress");
  });
});

describe("a database that was started again", () => {
  const started = { startedAt: MONDAY };

  test("is stale only when its next window has passed, and a copy has had its time", () => {
    expect(look({ ...started, now: "2026-02-02T09:15:00Z" }).stale).toBe("no");
    expect(look({ ...started, now: "2026-02-03T05:00:00Z" }).stale).toBe("no");
    // Window until 03:30, and 12 of the 36 hours.
    expect(look({ ...started, now: "2026-02-03T15:29:00Z" }).stale).toBe("no");
    expect(look({ ...started, now: "2026-02-03T15:30:00Z" }).stale).toBe("no-backup");
  });

  test("is not stale while the first backup after that is copied", () => {
    const tuesday = snapshot("2026-02-03T03:07");
    const copies = [copyOf(friday), copyOf(tuesday, { status: "copying" })];
    expect(look({ ...started, now: "2026-02-03T05:00:00Z", snapshots: [tuesday], copies }).stale).toBe("no");
    expect(look({ ...started, now: "2026-02-03T15:30:00Z", snapshots: [tuesday], copies }).stale).toBe("in-progress");
  });

  test("is stale while a backup from before waits for its copy", () => {
    const thursday = [copyOf(snapshot("2026-01-29T03:07"))];
    expect(look({ ...started, now: "2026-02-02T09:15:00Z", copies: thursday }).stale).toBe("in-progress");
  });

  test("has its window on the day of the start if that is still to come, over midnight too", () => {
    const backupWindow = "23:30-00:30";
    expect(look({ ...started, backupWindow, now: "2026-02-03T12:29:00Z" }).stale).toBe("no");
    expect(look({ ...started, backupWindow, now: "2026-02-03T12:30:00Z" }).stale).toBe("no-backup");
    for (const unknown of [undefined, "odd"]) {
      expect(look({ ...started, backupWindow: unknown, now: "2026-02-03T20:59:00Z" }).stale).toBe("no");
      expect(look({ ...started, backupWindow: unknown, now: "2026-02-03T21:00:00Z" }).stale).toBe("no-backup");
    }
  });

  test("is told at last if it is stopped again before each of its windows", () => {
    const startedAt = new Date("2026-02-08T09:00:00Z");
    expect(look({ startedAt, now: "2026-02-08T12:00:00Z" }).stale).toBe("no-backup");
    expect(look({ startedAt: new Date("2026-02-07T09:00:00Z"), now: "2026-02-07T12:00:00Z" }).stale).toBe("no");
  });

  test("is like any other after a copy of what was taken since", () => {
    const tuesday = snapshot("2026-02-03T03:07");
    const { stale, row } = look({
      ...started,
      now: "2026-02-04T16:00:00Z",
      snapshots: [tuesday],
      copies: [copyOf(tuesday)],
    });
    expect([stale, row.restingAge]).toEqual(["no-backup", undefined]);
    expect(row.route.targetRegion).toBe(TARGET_REGION);
  });

  test("is like any other if nobody knows of the start", () => {
    expect(look({ now: "2026-02-02T09:15:00Z" }).stale).toBe("no-backup");
  });
});
