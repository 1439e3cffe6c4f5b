import { expect, test } from "@jest/globals";
import { type Action, actionsOf } from "../../../cli/plan/actions";
import { actionGroups, actionTable } from "../../../cli/plan/text";
import { sweep } from "../../../handlers/run/sweep";
import { ALL_THERE, copyOf, database, FRANKFURT, runOn, snapshotOf, TONIGHT } from "../../handlers/run/estate";

const DAY = 86_400_000;
const before = (days: number) => new Date(TONIGHT.getTime() - days * DAY);

/** Copies that are due, one that waits, some that go, and databases that are left out. */
async function actions(): Promise<Action[]> {
  const databases = [
    ...Array.from({ length: 14 }, (_, index) => database(`db-${String(index).padStart(2, "0")}`)),
    database("shop", { kind: "cluster" }),
    database("test-1"),
    database("legacy", { backupRetentionDays: 0 }),
  ];
  const snapshots = databases.flatMap((one) => (one.backupRetentionDays > 0 ? snapshotOf(one) : []));
  const orders = database("orders");
  const kept = [0, 1, 2, 3, 4].map((days) => copyOf(snapshotOf(orders, before(days)), FRANKFURT));
  const run = runOn(
    { databases: [...databases, orders], snapshots: [...snapshots, snapshotOf(orders)], copies: kept },
    {
      targets: [FRANKFURT],
      maxCopiesInProgress: { instance: 12, cluster: 5 },
      selection: {
        instance: { include: ["*"], exclude: ["test-*"], tags: {} },
        cluster: { include: ["*"], exclude: [], tags: {} },
      },
    },
  );
  const { report } = await sweep("daily", { ...run, readOnly: true }, ALL_THERE);
  return actionsOf(report);
}

test("actions are grouped by reason and region, in the order in which a run would do them", async () => {
  const text = actionGroups(await actions(), 80).join("\n\n");
  expect(text).toBe(`TO BE DELETED: 2
- retention in eu-central-1: orders-us-east-1-2026-01-28-03-07,
  orders-us-east-1-2026-01-29-03-07. Retention does not keep it any more.

TO BE COPIED: 13, 1300 GiB
- new-snapshot in eu-central-1: 13 databases, 1300 GiB: db-00, db-01, db-02,
  db-03, db-04, db-05, db-06, db-07, db-08, db-09 and 3 more. It is newer than
  every copy.

LATER: 2, 200 GiB
- slots in eu-central-1: 2 databases, 200 GiB: db-12, db-13. 12 copies to
  eu-central-1 may be in progress at a time: a later run starts it.

LEFT OUT: 1
- excluded: test-1. \`exclude\` has test-*.`);
});

test("each is listed with its snapshot where all are wanted", async () => {
  const lines = actionTable(await actions(), 120).split("\n");
  expect(lines[0]).toMatch(/^ACTION +DATABASE +REGION +SNAPSHOT +GIB +WHY$/);
  expect(lines.find((line) => line.includes("db-00 "))).toMatch(
    /^copy +db-00 +eu-central-1 +rds:db-00-2026-02-01-03-07 +100 +new-snapshot$/,
  );
  expect(lines.filter((line) => /^delete +orders /.test(line))).toHaveLength(2);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
});

test.each([60, 80, 160])("the list of all fits %i columns, and tells databases apart", async (columns) => {
  const [first] = await actions();
  if (first === undefined) throw new Error("there is none");
  const long = (end: string): Action => ({
    ...first,
    database: `${"a".repeat(40)}-${end}`,
    target_region: "ap-southeast-2",
  });
  const lines = actionTable([long("orders"), { ...long("shop"), reason: "waiting-for-quota" }], columns).split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  for (const part of ["rders", "-shop", "ap-southeast-2"]) expect(lines.join("\n")).toContain(part);
});

test("programs get each with its sentence", async () => {
  const all = await actions();
  expect(all.find(({ database: id }) => id === "db-00")).toEqual({
    action: "copy",
    outcome: "planned",
    kind: "instance",
    database: "db-00",
    target_region: FRANKFURT,
    snapshot: "rds:db-00-2026-02-01-03-07",
    size_gib: 100,
    uncovered: false,
    reason: "new-snapshot",
    message: expect.any(String),
  });
  expect(all.find(({ database: id }) => id === "test-1")).toMatchObject({ action: "none", target_region: null });
  expect(all.find(({ database: id }) => id === "legacy")).toMatchObject({
    reason: "backups-disabled",
    uncovered: true,
  });
});
