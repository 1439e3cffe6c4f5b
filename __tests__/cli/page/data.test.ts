import { describe, expect, test } from "@jest/globals";
import { unpacked } from "../../../cli/page/copies";
import { pageDataOf } from "../../../cli/page/data";
import type { PageCopy, PageRow } from "../../../cli/page/model";
import type { Status } from "../../../cli/status/model";
import { STATES } from "../../../cli/status/state";
import { runbookLink } from "../../../handlers/core/told/runbook";
import {
  copyOf,
  coverageBy,
  DEPLOYMENT,
  database,
  databases,
  inventory,
  keyArn,
  NOW,
  settings,
  snapshot,
  TARGET_REGION,
  today,
  yesterday,
} from "../../handlers/core/builders";

const KEY = keyArn(TARGET_REGION);

/** What `status` finds where this exists. */
function statusOf(
  what: Parameters<typeof inventory>[0],
  over: Partial<Status> = {},
  changed: Parameters<typeof coverageBy>[1] = {},
): Status {
  const given = inventory(what);
  return {
    deployment: DEPLOYMENT,
    targets: [TARGET_REGION],
    settings: settings(),
    maxAgeHours: 36,
    listed: given.databases.length,
    coverage: coverageBy(given, changed),
    inventories: [given],
    unread: [],
    notes: [],
    now: NOW,
    ...over,
  };
}

const FRESH = { snapshots: [today], copies: [copyOf(yesterday), copyOf(today)] };

function onlyRow(status: Status): PageRow {
  const { rows } = pageDataOf([status], NOW);
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`there are ${rows.length} rows`);
  return row;
}

const stateOf = ({ state }: PageRow) => STATES[state];

test("what may hinder a restore is said for each target region, with the rows that it is about", () => {
  const [frankfurt] = statusOf(FRESH).coverage.databases;
  if (frankfurt === undefined) throw new Error("no row");
  const missing = (region: string) => ({
    reason: "group-missing",
    about: "option group tde",
    cause: `there is no option group tde in ${region}`,
    remedy: "make it there",
  });
  const stockholm = { ...frankfurt, route: { ...frankfurt.route, targetRegion: "eu-north-1" } };
  const databases = [
    { ...frankfurt, warnings: [missing(TARGET_REGION)] },
    { ...stockholm, warnings: [missing("eu-north-1")] },
  ];
  const { warnings } = pageDataOf([statusOf(FRESH, { coverage: { databases, routes: [] } })], NOW);
  expect(warnings).toMatchObject([
    { cause: `there is no option group tde in ${TARGET_REGION}.`, parts: [{ rows: [0] }] },
    { cause: "there is no option group tde in eu-north-1.", parts: [{ rows: [1] }] },
  ]);
});

describe("a row", () => {
  test("of a fresh database says what is kept, in few words", () => {
    expect(onlyRow(statusOf(FRESH))).toEqual({
      deployment: 0,
      region: 0,
      state: STATES.indexOf("unknown"),
      database: "orders",
      resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
      unsure: [1],
      age: Math.round((+NOW - +today.takenAt) / 1000),
      newest: today.takenAt.toISOString(),
      kept: 2,
      key: 0,
      days: `${".".repeat(88)}rr`,
      copies: [88 * 1440 + 187, 89 * 1440 + 187],
    });
  });

  test("counts copies from before the days shown, and says how far back they go", () => {
    const old = ["2025-01-31T03:07", "2025-03-31T03:07"].map((at) => copyOf(snapshot(at)));
    const row = onlyRow(statusOf({ snapshots: [today], copies: [...old, copyOf(today)] }));
    expect(row.older).toEqual([2, "2025-01-31T03:07:12.345Z"]);
    expect(row.copies).toHaveLength(1);
  });

  test("shows the days of a stale database as late, and those between its copies as missing", () => {
    const copies = ["2026-01-26", "2026-01-28"].map((day) => copyOf(snapshot(`${day}T03:07`)));
    const row = onlyRow(statusOf({ snapshots: [today], copies }));
    expect(stateOf(row)).toBe("stale");
    expect(row.days.slice(-8)).toBe(".rmrllll");
  });

  test("of a stopped database has no late day", () => {
    const copies = [copyOf(snapshot("2026-01-28T03:07"))];
    const stopped = { ...database(), status: "stopped" };
    const row = onlyRow(statusOf({ databases: [stopped], copies }));
    expect(row.isResting).toBe(true);
    expect(row.days.slice(-5)).toBe("r....");
  });

  test("of a database that is gone, or not selected any more, shows copies that were left behind", () => {
    const gone = onlyRow(statusOf({ databases: [], copies: [copyOf(today)] }));
    expect(gone).toMatchObject({ isGone: true, days: expect.stringMatching(/\.o$/) });
    const selection = {
      instance: { include: [], exclude: [], tags: {} },
      cluster: { include: [], exclude: [], tags: {} },
    };
    const left = onlyRow(statusOf(FRESH, {}, { settings: { selection } }));
    expect(left).toMatchObject({ isNotSelected: true, days: expect.stringMatching(/\.oo$/) });
  });

  test("of copies whose key is gone shows which", () => {
    const missing = new Map([[KEY, { reason: "key-gone", cause: "it is gone", remedy: "nothing helps" }]]);
    const needs = { missing, unknown: new Set<string>() };
    expect(onlyRow(statusOf(FRESH, {}, { needs })).days).toMatch(/uu$/);
  });

  test("claims no missing day where not all copies could be read", () => {
    const copies = ["2026-01-28", "2026-02-01"].map((day) => copyOf(snapshot(`${day}T03:07`)));
    const whole = statusOf({ snapshots: [today], copies });
    const routes = whole.coverage.routes.map((one) => ({ ...one, reach: "brief" as const }));
    expect(onlyRow(whole).days.slice(-5)).toBe("r.mmr");
    expect(onlyRow({ ...whole, coverage: { ...whole.coverage, routes } }).days.slice(-5)).toBe("r...r");
  });
});

describe("a look at copies alone, as their source region is lost", () => {
  const copies = ["2026-01-28", "2026-01-31"].map((day) => copyOf(snapshot(`${day}T03:07`)));
  const alone = statusOf(
    { snapshots: [today], copies },
    { settings: undefined, maxAgeHours: undefined, listed: undefined, notes: ["Only the copies were looked at."] },
  );

  test("says so at the top, and claims neither that days are missing nor that copies were left behind", () => {
    const { deployments, rows } = pageDataOf([alone], NOW);
    expect(deployments[0]).toMatchObject({ notes: ["Only the copies were looked at."] });
    expect(deployments[0]).not.toHaveProperty("maxAgeHours");
    expect(rows[0]?.days.slice(-5)).toBe("r..r.");
  });
});

describe("copies in the page's data", () => {
  test("come out as they went in, to the minute", () => {
    const HOLD = { "CrossRegionBackup/Hold": "2027-01-31", "CrossRegionBackup/HoldReason": "INC-7" };
    const other = keyArn(TARGET_REGION, "99999999-12ab-34cd-56ef-1234567890ab");
    const copies = [
      copyOf(snapshot("2026-01-29T03:07"), { kmsKeyId: other, tags: HOLD }),
      copyOf(snapshot("2026-01-30T03:07"), { encryption: "none", kmsKeyId: undefined }),
      copyOf(snapshot("2026-01-31T03:07", { id: "rds:orders-of-old" })),
      copyOf(snapshot("2026-02-01T03:07"), { status: "copying", percent: 40 }),
      copyOf(snapshot("2026-02-01T01:00")),
    ];
    const status = statusOf({ snapshots: [today], copies });
    const row = onlyRow(status);
    const { from, keys } = pageDataOf([status], NOW);
    const back = (copy: PageCopy) =>
      unpacked(copy, {
        from: Date.parse(from),
        database: row.database,
        sourceRegion: DEPLOYMENT.sourceRegion,
        key: row.key,
        stateOn: (day) => row.days[day],
      });
    const shown = row.copies.map(back).map(({ id, takenAt, state, key, status: ofRds, percent, held }) => {
      const at = new Date(takenAt).toISOString().slice(0, 16);
      return [id, at, state, key === undefined ? undefined : keys[key], ofRds, percent, held];
    });
    expect(shown).toEqual([
      ["orders-eu-west-1-2026-01-29-03-07", "2026-01-29T03:07", "h", other, undefined, undefined, "2027-01-31: INC-7"],
      ["orders-eu-west-1-2026-01-30-03-07", "2026-01-30T03:07", "r", undefined, undefined, undefined, undefined],
      ["orders-eu-west-1-of-old", "2026-01-31T03:07", "r", KEY, undefined, undefined, undefined],
      ["orders-eu-west-1-2026-02-01-01-00", "2026-02-01T01:00", "r", KEY, undefined, undefined, undefined],
      ["orders-eu-west-1-2026-02-01-03-07", "2026-02-01T03:07", "p", KEY, "copying", 40, undefined],
    ]);
  });
});

describe("what is in trouble", () => {
  const refused = {
    reason: "source-key-disabled",
    cause: "the key is disabled",
    remedy: "enable it",
    about: "the key",
  };

  test("is grouped by cause, the worst first, and names the rows that are in it", () => {
    const all = databases("a", "b", "c", "d");
    const given = inventory({
      databases: [...all.slice(0, 3), { ...(all[3] ?? database()), backupRetentionDays: 0 }],
      snapshots: all.map((of) => snapshot("2026-02-01T03:07", { of })),
      copies: all.slice(0, 3).map((of) => copyOf(snapshot("2026-01-31T03:07", { of }))),
    });
    const did = ["b", "c"].map((id) => ({
      database: id,
      outcome: "failed" as const,
      reason: refused.reason,
      message: "",
      fault: refused,
    }));
    const status = statusOf({}, { coverage: coverageBy(given, {}, { did }), inventories: [given] });
    const { troubles, rows } = pageDataOf([status], NOW);
    const shown = troubles.map(({ reason, runbook, cause, remedy, parts }) => ({
      reason: runbook === runbookLink(reason) ? reason : runbook,
      said: [cause, remedy],
      who: parts.map((part) => [STATES[part.kind ?? -1], ...part.rows.map((index) => rows[index]?.database)]),
    }));
    expect(shown).toEqual([
      {
        reason: "source-key-disabled",
        said: ["the key is disabled.", "enable it."],
        who: [["failing", "b", "c"]],
      },
      {
        reason: "backups-disabled",
        said: [expect.stringMatching(/^automated.*\.$/), expect.stringMatching(/\.$/)],
        who: [["uncovered", "d"]],
      },
    ]);
    expect(rows.map((row) => [row.database, stateOf(row)])).toEqual([
      ["b", "failing"],
      ["c", "failing"],
      ["d", "uncovered"],
      ["a", "unknown"],
    ]);
  });

  test("of several deployments is told of each", () => {
    const one = statusOf({ databases: [], copies: [copyOf(today)] });
    const two = { ...statusOf(FRESH), deployment: { ...DEPLOYMENT, sourceRegion: "eu-west-2" } };
    const { deployments, troubles, rows } = pageDataOf([two, one], NOW);
    expect(deployments.map(({ sourceRegion }) => sourceRegion)).toEqual(["eu-west-2", "eu-west-1"]);
    expect(troubles.map(({ deployment, reason }) => [deployment, reason])).toEqual([[1, "gone"]]);
    expect(rows.map(({ deployment }) => deployment)).toEqual([1, 0]);
  });
});
