import { describe, expect, test } from "@jest/globals";
import { daysUntil, type History, statesOfDays } from "../../../cli/page/days";
import type { Retention } from "../../../handlers/settings/settings";
import { asCopy, copyOf, keyArn, NOW, snapshot } from "../../handlers/core/builders";

const NONE: Retention = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };

/** The copy of a night of January 2026; `NOW` is the 1st of February at 06:00. */
const night = (day: string, changed: Parameters<typeof copyOf>[1] = {}) =>
  asCopy(copyOf(snapshot(`2026-${day}T03:07`), changed));

const nights = (...days: string[]) => days.map((day) => night(day));

/** The letters of the last days, the 1st of February being the last. */
function states(history: Partial<History>, count = 10): string {
  const all: History = { copies: [], unrestorable: new Set(), isLeft: false, staleFrom: undefined, promise: undefined };
  return statesOfDays({ ...all, ...history }, daysUntil(NOW, count), NOW);
}

const promised = (retention: Partial<Retention>, maxAgeHours = 36) => ({
  retention: { ...NONE, ...retention },
  maxAgeHours,
});

describe("a day of a database in a target region", () => {
  test("is restorable by the time of the source, not that of the copy", () => {
    const late = night("01-30", { startedAt: new Date("2026-02-01T05:00:00Z") });
    expect(states({ copies: [late] })).toBe(".......r..");
  });

  test("shows what RDS says of its copy", () => {
    const copies = [
      night("01-26", { status: "failed" }),
      night("01-27", { status: "incompatible-restore" }),
      night("01-28", { status: "deleting" }),
      night("01-29", { status: "copying" }),
      night("01-30", { status: "unheard-of", percent: 100 }),
      night("01-31"),
    ];
    expect(states({ copies })).toBe("...ff.ppr.");
  });

  test("tells what cannot be restored, what is held, and what nobody makes any more", () => {
    const lost = night("01-29", { kmsKeyId: keyArn("eu-central-1", "gone") });
    const held = night("01-30", { tags: { "CrossRegionBackup/Hold": "forever" } });
    const copies = [lost, held, night("01-31")];
    const unrestorable = new Set([lost.snapshot.id]);
    expect(states({ copies, unrestorable })).toBe("......uhr.");
    expect(states({ copies, unrestorable, isLeft: true })).toBe("......uho.");
  });

  test("counts as its best copy", () => {
    const first = night("01-31", { status: "failed" });
    const second = asCopy(copyOf(snapshot("2026-01-31T22:00")));
    expect(states({ copies: [first, second] })).toBe("........r.");
    expect(states({ copies: [second, first] })).toBe("........r.");
    expect(states({ copies: [first] })).toBe("........f.");
  });

  test("is not shown if it lies before the days shown", () => {
    expect(states({ copies: nights("01-01", "02-01") }, 3)).toBe("..r");
  });
});

describe("a late day", () => {
  test("is each since the newest copy of a stale database, from the hour of that copy on", () => {
    const copies = nights("01-28");
    expect(states({ copies, staleFrom: new Date("2026-01-28T03:07:12Z") })).toBe(".....rllll");
    // The first of February at 06:00 is not yet late for what is taken at 07:00.
    expect(states({ copies, staleFrom: new Date("2026-01-28T07:00:00Z") })).toBe(".....rlll.");
  });

  test("is none of a database that is not stale, however old its copy", () => {
    expect(states({ copies: nights("01-28"), promise: promised({}) })).toBe(".....r....");
  });

  test("gives way to a copy that has failed or is in progress", () => {
    const copies = [night("01-29"), night("01-31", { status: "failed" }), night("02-01", { status: "copying" })];
    expect(states({ copies, staleFrom: new Date("2026-01-29T03:07:12Z") })).toBe("......rlfp");
  });

  test("is each since a database that was never copied counts its age", () => {
    expect(states({ staleFrom: new Date("2026-01-20T00:00:00Z") })).toBe("llllllllll");
  });
});

describe("a missing day", () => {
  test("is one without a copy that retention would keep", () => {
    const copies = nights("01-28", "01-29", "01-31", "02-01");
    expect(states({ copies, promise: promised({ keepLast: 5 }) })).toBe(".....rrmrr");
  });

  test("is none of those whose copies retention has deleted", () => {
    const copies = nights("01-25", "01-30", "01-31", "02-01");
    expect(states({ copies, promise: promised({ keepLast: 3, keepWeekly: 4 }) })).toBe("..r....rrr");
    expect(states({ copies, promise: promised({ keepLast: 4 }) })).toBe("..r...mrrr");
  });

  test("is one of a week of which retention would keep one, not each day of it", () => {
    const copies = nights("01-11", "01-25", "01-31", "02-01");
    const row = states({ copies, promise: promised({ keepLast: 2, keepWeekly: 8 }) }, 25);
    expect(row).toBe("...r......m......r.....rr".padStart(25, "."));
  });

  test("is none before the oldest copy: nobody knows whether there was anything to copy", () => {
    expect(states({ copies: nights("01-31", "02-01"), promise: promised({ keepLast: 30 }) })).toBe("........rr");
  });

  test("is none where copies are as near to each other as they have to be, as in windows around midnight", () => {
    const copies = ["2026-01-29T23:58", "2026-01-31T00:02", "2026-02-01T00:01"].map((at) =>
      asCopy(copyOf(snapshot(at))),
    );
    expect(states({ copies, promise: promised({ keepLast: 5 }) })).toBe("......r.rr");
    const slow = nights("01-28", "01-31", "02-01");
    expect(states({ copies: slow, promise: promised({ keepLast: 9 }, 80) })).toBe(".....r..rr");
    expect(states({ copies: slow, promise: promised({ keepLast: 9 }, 71) })).toBe(".....rmmrr");
  });

  test("is none where nobody knows what was promised", () => {
    expect(states({ copies: nights("01-25", "02-01") })).toBe("..r......r");
  });
});
