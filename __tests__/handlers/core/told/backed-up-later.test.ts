import { expect, test } from "@jest/globals";
import type { Covered } from "../../../../handlers/core/coverage/model";
import { backedUpLater } from "../../../../handlers/core/told/backed-up-later";
import { coverage, row } from "./coverages";

const NOW = new Date("2026-02-02T06:00:00Z");
const takenAt = (time: string): Pick<Covered, "newest"> => ({
  newest: { id: "x", takenAt: new Date(time), encryption: "none", kmsKeyId: undefined },
});

test("databases whose newest copy is of yesterday, hours after the daily run, are backed up too late for it", () => {
  const north = { kind: "instance", targetRegion: "eu-north-1" } as const;
  const rows = [
    row("late", [], takenAt("2026-02-01T08:00:00Z")),
    row("late", [], { ...takenAt("2026-02-01T08:00:00Z"), route: north }),
    row("tonight", [], takenAt("2026-02-02T03:00:00Z")),
    row("evening", [], takenAt("2026-02-01T13:00:00Z")),
    row("slow", [], takenAt("2026-02-01T05:00:00Z")),
    row("at the same hour", [], takenAt("2026-02-01T06:00:00Z")),
    row("at noon", [], takenAt("2026-02-01T12:00:00Z")),
    row("never", []),
    row("gone", [], { ...takenAt("2026-02-01T08:00:00Z"), exists: false }),
    row("excluded", [], { ...takenAt("2026-02-01T08:00:00Z"), selected: false }),
  ];
  expect(backedUpLater(coverage(rows), NOW)).toEqual([{ kind: "instance", database: "late" }]);
});
