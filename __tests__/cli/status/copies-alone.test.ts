import { expect, test } from "@jest/globals";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import { statusesOfCopies } from "../../../cli/status/copies-alone";
import { statusJson } from "../../../cli/status/json";
import { stateOf } from "../../../cli/status/state";
import { verdictOn } from "../../../cli/status/verdict";
import type { Restorable } from "../../../handlers/core/restorable";
import { copy, TARGET } from "../copies";
import { NOW } from "../terminal";

const NEEDS = { missing: new Map(), unknown: new Set<string>() };

const statuses = (
  copies: readonly Restorable[],
  maxAgeHours: number | "not said" = 36,
  needs: Parameters<typeof statusesOfCopies>[0]["needs"] = NEEDS,
) =>
  statusesOfCopies({
    region: TARGET,
    copies: recoveryPoints(copies, NOW).copies,
    needs,
    unread: [],
    notes: [],
    maxAgeHours: maxAgeHours === "not said" ? undefined : maxAgeHours,
    now: NOW,
  });

const states = (...of: Parameters<typeof statuses>) =>
  statuses(...of).flatMap(({ coverage }) => coverage.databases.map((row) => `${row.database} ${stateOf(row)}`));

test("copies are judged by the age that people say, each database by its newest", () => {
  const copies = [
    copy({ time: "2026-02-01T03:07" }),
    copy({ time: "2026-01-29T03:07" }),
    copy({ database: "reports", time: "2026-01-30T03:07" }),
    copy({ kind: "cluster", time: "2026-02-01T03:07" }),
  ];
  expect(states(copies)).toEqual(["orders fresh", "reports stale", "shop fresh"]);
  const [status] = statuses(copies);
  expect(status?.coverage.databases[0]).toMatchObject({
    kept: 2,
    age: 31_980,
    newest: { kmsKeyId: expect.any(String) },
  });
  expect(status?.coverage.databases[1]?.troubles).toMatchObject([
    { trouble: "stale", reason: "not-arrived", about: "eu-west-1", since: new Date("2026-01-31T15:07:00Z") },
  ]);
});

test("without such an age nobody knows whether they are fresh", () => {
  const [status, ...others] = statuses([copy({ time: "2026-02-01T03:07" })], "not said");
  if (status === undefined) throw new Error("no status");
  expect(others).toEqual([]);
  expect(status.coverage.databases.map(stateOf)).toEqual(["unknown"]);
  expect(verdictOn(status).isWell).toBe(false);
  expect(status.notes.join(" ")).toContain("--max-age HOURS");
});

test("one that has only a copy in progress, or one that has failed, is not known to be well", () => {
  expect(states([copy({ status: "copying", percent: 12 }), copy({ database: "b", status: "failed" })])).toEqual([
    "orders unknown",
    "b unknown",
  ]);
});

test("a copy whose key is gone cannot be restored", () => {
  const one = copy({ time: "2026-02-01T03:07" });
  const key = one.snapshot.kmsKeyId ?? "";
  const fault = { reason: "key-disabled", cause: "the key is disabled", remedy: "enable it" };
  expect(states([one], 36, { ...NEEDS, missing: new Map([[key, fault]]) })).toEqual(["orders unrestorable"]);
  expect(states([one], 36, { ...NEEDS, unknown: new Set([key]) })).toEqual(["orders unknown"]);
});

test("each deployment that made copies has its own status; a database made anew is two", () => {
  const copies = [
    copy({ time: "2026-02-01T03:07" }),
    copy({ time: "2026-01-20T03:07", resourceId: "db-BEFORE" }),
    copy({ deployment: "staging", sourceRegion: "eu-west-2" }),
  ];
  expect(
    statuses(copies).map(({ deployment, coverage, targets }) => [
      deployment.name,
      deployment.account,
      deployment.sourceRegion,
      coverage.databases.length,
      targets,
    ]),
  ).toEqual([
    ["prod", "111122223333", "eu-west-1", 2, [TARGET]],
    ["staging", "111122223333", "eu-west-2", 1, [TARGET]],
  ]);
});

test("programs are told that nothing is known of the databases themselves", () => {
  expect(
    statusJson({ statuses: statuses([copy({ time: "2026-02-01T03:07" })]), notFound: [], unreadable: [] }, NOW),
  ).toMatchObject({
    deployments: [
      {
        copies_alone: true,
        dry_run: null,
        databases_listed: null,
        databases: [{ exists: null, selected: null, state: "fresh" }],
      },
    ],
  });
});
