import { describe, expect, test } from "@jest/globals";
import { contradictions, type Due } from "../../../../scripts/moto/fire/contradictions";
import type { Copied, Entry } from "../../../../scripts/moto/fire/ledger";
import type { Invocation, LogLine } from "../../../../scripts/moto/functions";

const DUE: Due = {
  kind: "instance",
  database: "orders",
  targetRegion: "eu-central-1",
  takenAt: "2026-03-02T03:07:00.000Z",
};
const COPY: Copied = {
  did: "copy",
  kind: "instance",
  region: "eu-central-1",
  id: "orders-2",
  sourceArn: "arn:orders-2",
  database: "orders",
  resourceId: "db-1",
  sourceTime: DUE.takenAt,
};
const OLDER: Copied = { ...COPY, id: "orders-1", sourceTime: "2026-03-01T03:07:00.000Z" };

const line = (message: string, more: LogLine = {}): LogLine => ({
  message,
  action: "copy",
  kind: "instance",
  database: "orders",
  target_region: "eu-central-1",
  reason: "transient",
  detail: "no answer",
  ...more,
});
const summary = (counts: LogLine = {}): LogLine => ({
  message: "summary",
  run: "event",
  copied: 0,
  deleted: 0,
  deferred: {},
  failed: {},
  skipped: {},
  ...counts,
});
const LIST_FAILED = line("failed", { action: undefined, database: "*", reason: "list-failed" });
const FAILURE = {
  name: "AggregateError",
  message: "orders: no answer",
  stack: "",
};

/** Of a run that had one copy to see to. */
const found = (
  lines: readonly LogLine[],
  carriedOut: readonly Entry[],
  error?: NonNullable<Invocation["error"]>,
): string[] => contradictions({ lines, ...(error && { error }) }, { summaries: 1, due: [DUE] }, carriedOut);

describe("nothing contradicts", () => {
  test.each<[string, readonly LogLine[], readonly Entry[]]>([
    ["a copy that was made", [line("copied", { copy_id: "orders-2" }), summary({ copied: 1 })], [COPY]],
    ["one that another run has made", [summary()], [COPY]],
    ["one that is deferred", [line("deferred"), summary({ deferred: { transient: 1 } })], [OLDER]],
  ])("%s", (_, lines, carriedOut) => {
    expect(found(lines, carriedOut)).toEqual([]);
  });

  test("a list that failed: an event ends with an error that names it, a sweep has said it", () => {
    const counts = { failed: { "list-failed": 1 } };
    expect(found([LIST_FAILED, summary(counts)], [], FAILURE)).toEqual([]);
    expect(found([LIST_FAILED, summary({ ...counts, run: "daily" })], [])).toEqual([]);
  });

  test("a sweep that could do nothing, and says why", () => {
    const unable = { ...FAILURE, name: "Error", message: "The sweep could not do its work: no lists" };
    expect(found([LIST_FAILED, summary({ failed: { "list-failed": 1 }, run: "daily" })], [], unable)).toEqual([]);
  });
});

describe("it is a contradiction", () => {
  test.each<[string, readonly LogLine[], readonly Entry[], string]>([
    ["to be silent of a copy that is missing", [summary()], [OLDER], "no line says so"],
    [
      "to skip it",
      [line("skipped", { reason: "no-snapshot" }), summary({ skipped: { "no-snapshot": 1 } })],
      [],
      "no line says so",
    ],
    [
      "to speak of a deletion, of another region, kind or database only",
      [
        line("deferred", { action: "delete" }),
        line("deferred", { target_region: "us-west-2" }),
        line("deferred", { kind: "cluster" }),
        line("deferred", { database: "shop" }),
        summary({ deferred: { transient: 4 } }),
      ],
      [],
      "no line says so",
    ],
    [
      "to claim a copy that RDS has not made",
      [line("copied", { copy_id: "orders-2" }), summary({ copied: 1 })],
      [{ ...COPY, id: "orders-3", sourceTime: "2026-03-03T03:07:00.000Z" }],
      "RDS has not copied instance orders-2",
    ],
    [
      "to claim a deletion",
      [line("deleted", { snapshot: "orders-1" }), summary({ deleted: 1 })],
      [COPY],
      "RDS has not deleted instance orders-1",
    ],
    ["to sum up nothing", [], [COPY], "0 summary lines, not 1"],
    ["to sum up something else", [line("deferred"), summary()], [COPY], "counts 0 deferred, its lines say 1"],
    ["to fail and say that all is well", [LIST_FAILED, summary({ failed: { x: 1 } })], [COPY], "does not name"],
  ])("%s", (_, lines, carriedOut, wrong) => {
    expect(found(lines, carriedOut)).toEqual([expect.stringContaining(wrong)]);
  });

  test.each([
    [
      "to end with something else than an account of what failed",
      "Runtime.ExitError",
      "it ended with Runtime.ExitError",
    ],
    ["to fail of nothing", "AggregateError", "no line says of what"],
  ])("%s", (_, name, wrong) => {
    expect(found([summary()], [COPY], { ...FAILURE, name })).toEqual([expect.stringContaining(wrong)]);
  });

  test("to call a person for what the next run does", () => {
    const failed = line("failed", { database: "*", reason: "unknown" });
    expect(found([failed, summary({ failed: { unknown: 1 } })], [COPY], FAILURE)).toEqual([
      expect.stringContaining("a network's fault counts as a failure"),
    ]);
  });
});
