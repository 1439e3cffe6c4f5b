import { afterEach, describe, expect, test } from "@jest/globals";
import type { SnapshotRecord } from "../../../simulation/rds/model";
import { type CopyOptions, copyParts } from "../copies";
import { DeployedEstate, type EstateOptions } from "../deployed-estate";
import { cli, type Ran, type TerminalOptions } from "../terminal";

const [SOURCE, TARGET] = ["eu-west-1", "eu-central-1"];
/** Of `db-00000`, the newest first. */
const COPIES = ["2026-02-01", "2026-01-31", "2026-01-30"].map((day) => `db-00000-eu-west-1-${day}-06-00`);
const [NEWEST = "", SECOND = "", OLDEST = ""] = COPIES;

let estate: DeployedEstate;
afterEach(() => estate.stop());

const start = async (options?: EstateOptions) => {
  estate = await DeployedEstate.start(options);
};

const copies = (...args: string[]): Promise<Ran> => typing({ columns: Number.POSITIVE_INFINITY }, ...args);
const typing = (options: TerminalOptions, ...args: string[]): Promise<Ran> =>
  cli(["copies", ...args, "--region", SOURCE], options);

/** RDS takes a moment to delete one. */
const there = (): readonly SnapshotRecord[] =>
  [...estate.aws.region(TARGET).snapshots.instance.values()].filter(({ status }) => status !== "deleting");
const ids = (): readonly string[] => there().map(({ id }) => id);
const find = (id: string): SnapshotRecord => {
  const found = there().find((one) => one.id === id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
};
const change = (id: string, changed: Partial<SnapshotRecord>) =>
  estate.aws.region(TARGET).snapshots.instance.put({ ...find(id), ...changed });
const tag = (id: string, tags: Record<string, string>) => change(id, { tags: { ...find(id).tags, ...tags } });
const holdOf = (id: string) => [find(id).tags["CrossRegionBackup/Hold"], find(id).tags["CrossRegionBackup/HoldReason"]];

function addCopy(options: CopyOptions): string {
  const { kind, database, id, sourceArn, sourceTime, tags } = copyParts(options);
  const times = { originalCreateTime: sourceTime.getTime(), createTime: sourceTime.getTime() };
  estate.aws.region(TARGET).addSnapshot(kind, { id, databaseId: database, sourceArn, tags, ...times });
  return id;
}

describe("copies list", () => {
  test("shows what all deployments of a region have copied, by database, the newest first", async () => {
    await start({
      deployments: [
        { databases: 2, copies: 2 },
        { name: "other", databases: 0, orphans: 1 },
      ],
    });
    const { code, out } = await cli(["copies", "--region", SOURCE], { columns: 160 });
    expect(code).toBe(0);
    const [title = "", ...rows] = out.trim().split("\n");
    expect(title.split(/ {2,}/)).toEqual([
      "DATABASE",
      "COPY",
      "REGION",
      "TAKEN AT (UTC)",
      "STATUS",
      "GIB",
      "HOLD",
      "KEY",
      "DEPLOYMENT",
    ]);
    expect(rows).toHaveLength(5);
    const one = await copies("list", "--json", "--deployment", "other");
    expect(JSON.parse(one.out).copies).toMatchObject([{ deployment: "other", database: "gone-00000", hold: null }]);
  });

  test.each([60, 80, 160])("fits %i columns", async (columns) => {
    await start({ deployments: [{ databases: 1 }] });
    tag(NEWEST, { "CrossRegionBackup/Hold": "2027-01-31", "CrossRegionBackup/HoldReason": "audit of the year 2026" });
    const { out } = await cli(["copies", "--region", SOURCE], { columns });
    for (const line of out.trim().split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(out).toContain("2027-01-31");
  });

  test("takes only what is asked for: by name, time, key, hold, orphaned", async () => {
    await start({ deployments: [{ databases: 2, copies: 3, orphans: 1 }] });
    tag(OLDEST, { "CrossRegionBackup/Hold": "forever" });
    const listed = async (...args: string[]) =>
      JSON.parse((await copies("list", "--json", ...args)).out).copies.map(({ id }: { id: string }) => id);
    expect(await listed("--database", "db-00000")).toEqual(COPIES);
    expect(await listed("--database", "db-00000", "--from", "2026-01-31", "--to", "2026-01-31")).toEqual([SECOND]);
    expect(await listed("--database", "db-*", "--to", "2026-01-30T07:00Z")).toHaveLength(2);
    expect(await listed("--held")).toEqual([OLDEST]);
    expect(await listed("--orphaned")).toEqual(["gone-00000-eu-west-1-2026-02-01-06-00"]);
    const key = find(NEWEST).kmsKeyArn ?? "";
    expect(await listed("--key", key)).toHaveLength(7);
    expect(await listed("--key", key.replace(/^.*\//, ""))).toHaveLength(7);
    expect(await listed("--key", "another")).toEqual([]);
  });

  test("needs the target region alone if the source is gone", async () => {
    await start();
    estate.aws.region(SOURCE).enabled = false;
    const { code, out } = await cli(["copies", "--target-region", TARGET, "--region", TARGET, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).copies).toHaveLength(9);
    expect((await cli(["copies", "--region", TARGET, "--json"])).code).toBe(0);
  });

  test("says where it looks if the deployment that is named is not there", async () => {
    await start();
    const { err } = await copies("list", "--deployment", "typo");
    expect(err).toContain("Warning: eu-west-1 has no deployment typo, so copies that lie there are meant.");
  });

  test("says that there are none, and all that is wrong with the command line", async () => {
    await start({ deployments: [] });
    expect(await copies("list")).toMatchObject({
      code: 0,
      err: "There are no such copies in eu-west-1, and no deployment: name the region of the databases with --region, or that of the copies with --target-region.\n",
    });
    expect((await copies("list", "--target-region", TARGET)).err).toBe("There are no such copies in eu-central-1.\n");
    const regions = ["--target-region", TARGET, "--target-region", "../x"];
    const wrong = await copies("list", "--from", "tomorrow", "--to", "2026-02-30", "--database", "a b", ...regions);
    expect(wrong.code).toBe(2);
    for (const part of ["--from", "--to", "--database", '--target-region: "../x" is no region'])
      expect(wrong.err).toContain(part);
  });
});

describe("copies hold", () => {
  test("puts the tags, says what was before, and release takes them off", async () => {
    await start();
    expect(await copies("hold", NEWEST, "--until", "2027-01-31", "--why", "audit 2026")).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${NEWEST} in eu-central-1 is held until 2027-01-31: audit 2026.\n`),
    });
    expect(holdOf(NEWEST)).toEqual(["2027-01-31", "audit 2026"]);
    const again = await copies("hold", NEWEST, SECOND, "--until", "forever", "--why", "law");
    expect(again.out).toBe(
      `${NEWEST} in eu-central-1 is held for ever: law; it was held until 2027-01-31 (audit 2026).\n` +
        `${SECOND} in eu-central-1 is held for ever: law.\n`,
    );
    const released = await copies("release", NEWEST, OLDEST);
    expect(released.out).toContain(`${NEWEST} in eu-central-1 is not held any more; it was held for ever (law).`);
    expect(released.out).toContain(`${OLDEST} in eu-central-1 was not held.`);
    expect(holdOf(NEWEST)).toEqual([undefined, undefined]);
    expect(holdOf(SECOND)).toEqual(["forever", "law"]);
  });

  test("tells it in lines that fit the screen", async () => {
    await start();
    const { out } = await typing({ columns: 80 }, "hold", NEWEST, "--until", "2027-01-31", "--why", "before the move");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).toMatch(/is held until 2027-01-31:\s+before the move\./);
  });

  test("for programs, with what was before", async () => {
    await start();
    tag(NEWEST, { "CrossRegionBackup/Hold": "INC-7" });
    const { out } = await copies("hold", NEWEST, "--until", "2027-01-31", "--why", "audit", "--json");
    expect(JSON.parse(out)).toMatchObject({
      schema: 1,
      copies: [
        {
          id: NEWEST,
          hold: { until: "2027-01-31", why: "audit", state: "held" },
          before: { until: "forever", why: null, state: "held" },
        },
      ],
      problems: [],
    });
  });

  test.each<[string, string[], RegExp]>([
    ["a day that has passed", ["--until", "2026-01-31", "--why", "x"], /--until: 2026-01-31 has passed/],
    ["what is no day", ["--until", "2027-02-30", "--why", "x"], /--until: "2027-02-30" is neither forever nor a day/],
    ["no day at all", ["--why", "x"], /--until: say to which day/],
    ["no reason", ["--until", "forever"], /--why: say in a few words why/],
    ["what no tag takes", ["--until", "forever", "--why", "a&b, (c)"], /not & , \( \)/],
    ["too long a reason", ["--until", "forever", "--why", "x".repeat(257)], /256 characters at most, this one 257/],
  ])("refuses %s, and changes nothing", async (_what, args, message) => {
    await start();
    const { code, err } = await copies("hold", NEWEST, ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(estate.asked.size).toBe(0);
  });

  test("takes today, which has not ended", async () => {
    await start();
    expect((await copies("hold", NEWEST, "--until", "2026-02-01", "--why", "x")).code).toBe(0);
  });

  test("refuses ids that are no copies, one by one, and holds the others", async () => {
    await start();
    estate.aws.region(TARGET).addSnapshot("instance", { id: "by-hand", databaseId: "db-00000" });
    const { code, err } = await copies("hold", "by-hand", "nothing", NEWEST, "--until", "forever", "--why", "x");
    expect(code).toBe(1);
    expect(err).toContain("by-hand: it is a snapshot, but no copy of a deployment.");
    expect(err).toContain("nothing: there is no copy of this id in eu-central-1.");
    expect(holdOf(NEWEST)).toEqual(["forever", "x"]);
    expect(holdOf("by-hand")).toEqual([undefined, undefined]);
  });

  test("names an id that other options leave out, as nothing is held then", async () => {
    await start({ deployments: [{ databases: 1 }, { name: "other", databases: 0 }] });
    const { code, err } = await copies("hold", NEWEST, "--deployment", "other", "--until", "forever", "--why", "x");
    expect(code).toBe(1);
    expect(err).toContain(
      `${NEWEST}: other options leave it out: it is a copy of db-00000 by rds-cross-region-backup, taken at 2026-02-01 06:00 UTC.`,
    );
    expect(holdOf(NEWEST)).toEqual([undefined, undefined]);
  });

  test("does not call held what is being deleted, and says that nothing can be restored from what has failed", async () => {
    await start();
    change(SECOND, { status: "failed" });
    change(OLDEST, { status: "deleting" });
    const args = ["hold", NEWEST, SECOND, OLDEST, "--until", "forever", "--why", "x"];
    const { code, out, err } = await copies(...args);
    expect(code).toBe(1);
    expect(err).toContain(`Warning: ${SECOND} in eu-central-1 has the status failed: a hold keeps it, but nothing`);
    expect(err).toContain(`${OLDEST}: it is being deleted already.`);
    expect(out).not.toContain(OLDEST);
    expect([holdOf(NEWEST), holdOf(SECOND)]).toEqual(Array(2).fill(["forever", "x"]));
    const { copies: held, warnings, problems } = JSON.parse((await copies(...args, "--json")).out);
    expect([held.length, warnings.length, problems.length]).toEqual([2, 1, 1]);
  });

  test("does not say of a copy whose tags are not known that it is none", async () => {
    await start({ denied: ["rds:ListTagsForResource"] });
    estate.aws.faults = { hidesTags: ({ id }) => id === NEWEST };
    const { code, err } = await copies("hold", NEWEST, "--until", "forever", "--why", "x");
    expect(code).toBe(1);
    expect(err).toContain(`${NEWEST}: RDS shows none of its tags, by which it would be known as a copy.`);
    expect(err).not.toContain("no copy of a deployment");
  });

  test("tells copies of one id by their kind, in lists and plans too", async () => {
    await start({ deployments: [{ databases: 1 }] });
    for (const kind of ["instance", "cluster"] as const)
      addCopy({ kind, database: "twin", deployment: "rds-cross-region-backup" });
    const id = "twin-eu-west-1-2026-01-31-03-07";
    const { out } = await copies("hold", `cluster/${id}`, "--until", "forever", "--why", "x");
    expect(out).toBe(`${id} in eu-central-1 is held for ever: x.\n`);
    expect((await copies("hold", id, "--until", "forever", "--why", "x")).out).toMatch(
      new RegExp(`instance/${id} in eu-central-1 is held.*\\ncluster/${id} in eu-central-1 is held`),
    );
    await copies("release", `instance/${id}`);
    expect((await typing({ columns: 60 }, "list", "--database", "twin")).out).toMatch(
      /^instance\/twin.*\ncluster\/twin/m,
    );
    const plan = await typing({ answer: "no" }, "delete", "--database", "twin");
    expect(plan.out).toMatch(/^GOES: [^/]*\ninstance\/twin[\s\S]*^STAYS: held [^/]*\ncluster\/twin/m);
  });

  test("says that a copy has no room for two more tags, but replaces those it has", async () => {
    await start();
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`tag-${n}`, "x"]));
    const room = 49 - Object.keys(find(NEWEST).tags).length;
    tag(NEWEST, many(room));
    const full = await copies("hold", NEWEST, "--until", "forever", "--why", "x");
    expect(full.code).toBe(1);
    expect(full.err).toContain("a snapshot has 50 tags at most, and a hold needs two: 1 too many");
    expect(holdOf(NEWEST)).toEqual([undefined, undefined]);
    tag(NEWEST, { "CrossRegionBackup/Hold": "INC-7" });
    const { "tag-0": _, ...tags } = find(NEWEST).tags;
    change(NEWEST, { tags });
    expect((await copies("hold", NEWEST, "--until", "forever", "--why", "x")).code).toBe(0);
  });

  test("names the permission that is missing", async () => {
    await start({ denied: ["rds:AddTagsToResource"] });
    const { code, err } = await copies("hold", NEWEST, "--until", "forever", "--why", "x");
    expect(code).toBe(1);
    expect(err).toContain("rds:AddTagsToResource is not allowed in eu-central-1");
  });
});

describe("copies delete", () => {
  const ORPHANED = ["delete", "--orphaned"];
  const gone = () => ids().filter((id) => id.startsWith("gone-"));

  test("shows what goes and what stays, and deletes when a person has typed what it asks for", async () => {
    await start({ deployments: [{ databases: 1, orphans: 2 }] });
    const { code, out, err } = await typing({ answer: "yes", columns: 120 }, ...ORPHANED);
    expect(out).toMatch(
      /^GOES: its database is gone\nCOPY +REGION +GIB\ngone-00000-eu-west-1-2026-02-01-06-00 +eu-central-1 /,
    );
    expect(out).toContain("its database is gone");
    expect(out).toContain("2 copies to be deleted");
    expect(err).toContain("Type yes to delete 2 copies: ");
    expect(out).toContain("Deleted 2 copies.");
    expect([code, ids()]).toEqual([0, COPIES]);
  });

  test("of one database asks for its name", async () => {
    await start({ deployments: [{ orphans: 1 }] });
    expect((await typing({ answer: "yes" }, ...ORPHANED)).code).toBe(2);
    expect(gone()).toHaveLength(1);
    expect((await typing({ answer: "gone-00000" }, ...ORPHANED)).code).toBe(0);
    expect(gone()).toEqual([]);
  });

  test("deletes nothing where nobody confirms, and nobody can be asked", async () => {
    await start({ deployments: [{ orphans: 2 }] });
    for (const options of [{ answer: "no" }, { answer: "" }, {}]) {
      const { code, err } = await typing(options, ...ORPHANED);
      expect(code).toBe(2);
      expect(err).toContain("Nothing was deleted");
    }
    expect(gone()).toHaveLength(2);
    expect(estate.asked).not.toContain("rds:DeleteDBSnapshot");
  });

  test.each<[string, TerminalOptions]>([
    ["nobody can be asked", {}],
    ["a person does not confirm", { answer: "no" }],
  ])("shows a program what would go, too, where %s", async (_, options) => {
    await start({ deployments: [{ orphans: 2 }] });
    const { code, out, err } = await typing(options, ...ORPHANED, "--json");
    expect([code, err]).toEqual([2, expect.stringContaining("Nothing was deleted")]);
    expect(JSON.parse(out).copies).toMatchObject(Array(2).fill({ goes: true, deleted: false }));
  });

  test("names an id that other options leave out", async () => {
    await start({ deployments: [{ databases: 1, orphans: 1 }] });
    for (const options of [["--orphaned"], ["--from", "2026-02-01"]]) {
      const { code, err } = await copies("delete", OLDEST, ...options, "--yes");
      expect([code, err]).toEqual([1, expect.stringContaining(`${OLDEST}: other options leave it out`)]);
    }
    expect(ids()).toContain(OLDEST);
  });

  test("wants to know which", async () => {
    await start();
    expect(await copies("delete", "--yes")).toMatchObject({ code: 2, err: expect.stringContaining("Which copies?") });
  });

  test("never takes the newest available copy of a database that exists, nor one that is held", async () => {
    await start({ deployments: [{ databases: 1 }] });
    tag(OLDEST, { "CrossRegionBackup/Hold": "2026-02-01" });
    const { code, out } = await cli(["copies", "delete", "--database", "*", "--yes", "--region", SOURCE], {
      columns: 160,
    });
    expect(code).toBe(0);
    expect(out).toContain("the newest of a database that exists");
    expect(out).toContain("held until 2026-02-01: copies release takes that off");
    expect(ids()).toEqual([NEWEST, OLDEST]);
    expect((await copies("delete", NEWEST, "--yes")).out).toContain(
      "0 copies to be deleted, of 0 GiB before compression and sharing; 1 stays.",
    );
    expect(ids()).toEqual([NEWEST, OLDEST]);
  });

  test("keeps what is the newest available though a newer one has failed or is being made", async () => {
    await start({ deployments: [{ databases: 1 }] });
    change(NEWEST, { status: "failed" });
    await copies("delete", "--database", "*", "--yes");
    expect(ids()).toEqual([SECOND]);
  });

  test("leaves alone what is being made, what it is made of, and snapshots that are no copies", async () => {
    await start({ deployments: [{ databases: 1, orphans: 1 }] });
    const orphan = gone()[0] ?? "";
    change(OLDEST, { status: "creating", finishesAt: Date.now() + 3_600_000 });
    const region = estate.aws.region(TARGET);
    region.addSnapshot("instance", {
      id: "by-hand",
      databaseId: "db-00000",
      tags: { CrossRegionBackup: "rds-cross-region-backup" },
    });
    const used = { ...find(SECOND), id: `${SECOND}-elsewhere`, arn: `${find(SECOND).arn}-elsewhere` };
    region.snapshots.instance.put({
      ...used,
      sourceArn: find(SECOND).arn,
      status: "creating",
      finishesAt: Date.now() + 3_600_000,
    });
    const { out } = await cli(["copies", "delete", "--database", "*", "by-hand", orphan, "--yes", "--region", SOURCE]);
    expect(out).toContain("Deleted 1 copy.");
    const all = await cli(["copies", "delete", "--database", "*", "--yes", "--region", SOURCE], { columns: 160 });
    expect(all.out).toContain("it is still being made");
    expect(all.out).toContain("it is being copied");
    expect(ids()).toEqual(expect.arrayContaining(["by-hand", OLDEST, SECOND, NEWEST]));
  });

  test("takes databases for existing that it may not list, and says so", async () => {
    await start({ deployments: [{ databases: 1, orphans: 1 }], denied: ["rds:DescribeDBInstances"] });
    const { out, err } = await cli(["copies", "delete", "--database", "*", "--yes", "--region", SOURCE], {
      columns: 160,
    });
    expect(err).toContain("The instances of eu-west-1 cannot be listed, so all instances are taken to exist");
    expect(err).toContain("rds:DescribeDBInstances is not allowed in eu-west-1");
    expect(out).toContain("the newest, and whether its database exists is not known");
    expect([...ids()].sort()).toEqual([NEWEST, "gone-00000-eu-west-1-2026-02-01-06-00"]);
    expect(await copies(...ORPHANED, "--yes")).toMatchObject({
      code: 1,
      out: expect.stringContaining("Nothing is to be deleted."),
    });
    expect((await copies("list", "--orphaned", "--json")).code).toBe(1);
    expect((await copies("list", "--json")).code).toBe(0);
  });

  test("takes them for existing too if the source region does not answer", async () => {
    await start({ deployments: [{ databases: 1, orphans: 1 }] });
    estate.aws.region(SOURCE).enabled = false;
    await cli(["copies", "delete", "--database", "*", "--yes", "--target-region", TARGET, "--region", TARGET]);
    expect([...ids()].sort()).toEqual([NEWEST, "gone-00000-eu-west-1-2026-02-01-06-00"]);
  });

  test("takes what is not selected any more for orphaned, but for the newest copy", async () => {
    await start({ deployments: [{ databases: 2, props: { instances: { include: ["db-00001"] } } }] });
    const { code } = await copies(...ORPHANED, "--yes");
    expect([code, ids().filter((id) => id.startsWith("db-00000"))]).toEqual([0, [NEWEST]]);
    expect(ids().filter((id) => id.startsWith("db-00001"))).toHaveLength(3);
  });

  test("takes what a deployment left that is gone, of that one alone, but for the newest of what exists", async () => {
    await start({ deployments: [{ databases: 1 }] });
    const resourceId = estate.aws.region(SOURCE).databases.instance.get("db-00000")?.resourceId ?? "";
    const left = ["2026-01-10T03:07", "2026-01-11T03:07"].flatMap((time) => [
      addCopy({ deployment: "old", database: "ledger", time }),
      addCopy({ deployment: "old", database: "db-00000", resourceId, time }),
    ]);
    const { code } = await copies("delete", "--deployment-gone", "--yes");
    expect(code).toBe(0);
    expect(ids()).toEqual([...COPIES, left[3]]);
  });

  test("deletes five hundred orphans, with progress", async () => {
    await start({ deployments: [{ databases: 1, orphans: 500 }] });
    const { code, out, err } = await typing({ isWatched: true }, ...ORPHANED, "--yes");
    expect([code, gone().length, ids().length]).toEqual([0, 0, 3]);
    expect(out).toContain("Deleted 500 copies.");
    expect(err).toContain("Deleted 250 of 500 …");
  });

  test("reports what could not be deleted one by one, and ends with 1", async () => {
    await start({ deployments: [{ databases: 1, orphans: 3 }] });
    const [first = ""] = gone();
    const before = estate.aws.faults;
    estate.aws.faults = {
      ...before,
      beforeCall: (call) =>
        call.parameters.DBSnapshotIdentifier === first && call.action.startsWith("Delete") ? "denied" : undefined,
    };
    const { code, out, err } = await copies(...ORPHANED, "--yes");
    expect(code).toBe(1);
    expect(err).toContain(`${first}: rds:DeleteDBSnapshot is not allowed in eu-central-1`);
    expect(out).toMatch(/Deleted \d of 3 copies/);
    expect(gone()).toContain(first);
  });

  test("tells how far it came when the connection breaks, and goes on when it is started again", async () => {
    await start({ deployments: [{ databases: 1, orphans: 12 }] });
    let deletions = 0;
    estate.aws.faults = {
      beforeCall: ({ action }) => (action === "DeleteDBSnapshot" && ++deletions > 5 ? "reset" : undefined),
    };
    const { code, out, err } = await copies(...ORPHANED, "--yes");
    expect(code).toBe(1);
    expect(out).toContain("Deleted 5 of 12 copies.");
    expect(err).toMatch(/\d copies: not tried any more, after that/);
    expect(gone()).toHaveLength(7);
    estate.aws.faults = {};
    expect((await copies(...ORPHANED, "--yes")).out).toContain("Deleted 7 copies.");
  });

  test("keeps what was held while a person read", async () => {
    await start({ deployments: [{ databases: 1, orphans: 2 }] });
    const [first = ""] = gone();
    const held = { "CrossRegionBackup/Hold": "forever" };
    const { code, err } = await typing({ answer: "yes", onAsk: () => tag(first, held) }, ...ORPHANED);
    expect(code).toBe(1);
    expect(err).toContain(`${first}: it stays after all: held for ever`);
    expect(gone()).toEqual([first]);
  });

  test("keeps what is held while others are being deleted", async () => {
    await start({ deployments: [{ databases: 1, orphans: 12 }] });
    const last = gone().at(-1) ?? "";
    let deletions = 0;
    estate.aws.faults = {
      beforeCall: ({ action }) => {
        if (action === "DeleteDBSnapshot" && ++deletions === 1) tag(last, { "CrossRegionBackup/Hold": "2027-01-31" });
        return undefined;
      },
    };
    const { code, err } = await copies(...ORPHANED, "--yes");
    expect(err).toContain(`${last}: it stays after all: held until 2027-01-31`);
    expect([code, gone()]).toEqual([1, [last]]);
  });

  test("goes on where another deletes some meanwhile", async () => {
    await start({ deployments: [{ databases: 1, orphans: 12 }] });
    const [taken = "", going = ""] = gone().slice(-2);
    let deletions = 0;
    estate.aws.faults = {
      beforeCall: ({ action }) => {
        if (action === "DeleteDBSnapshot" && ++deletions === 1) {
          estate.aws.region(TARGET).snapshots.instance.delete(taken);
          change(going, { status: "deleting" });
        }
        return undefined;
      },
    };
    const { code, out, err } = await copies(...ORPHANED, "--yes");
    expect(gone()).toEqual([]);
    expect(out).toContain("Deleted 11 of 12 copies.");
    expect(err).toMatch(
      new RegExp(`^${going}: rds:DeleteDBSnapshot failed in eu-central-1 \\(InvalidDBSnapshotState`, "m"),
    );
    expect(err).not.toContain("not tried any more");
    expect(code).toBe(1);
  });

  test("says what it left as it could not look again", async () => {
    await start({ deployments: [{ databases: 1, orphans: 2 }] });
    const [first = ""] = gone();
    const deny = () => {
      estate.aws.faults = { beforeCall: ({ action }) => (action === "DescribeDBSnapshots" ? "denied" : undefined) };
    };
    const { code, out, err } = await typing({ answer: "yes", onAsk: deny }, ...ORPHANED);
    expect(out).toContain("Deleted 0 of 2 copies.");
    expect(err).toContain(`${first}: it stays after all: it is not listed any more`);
    expect(err).toContain("rds:DescribeDBSnapshots is not allowed in eu-central-1");
    expect([code, gone().length]).toEqual([1, 2]);
  });

  test("leaves copies of other source regions alone, unless their target region alone is named", async () => {
    await start({ deployments: [{ databases: 1 }] });
    const foreign = ["2026-01-10T03:07", "2026-01-11T03:07", "2026-01-12T03:07"].map((time) =>
      addCopy({ sourceRegion: "us-east-1", deployment: "prod", database: "db-00000", time }),
    );
    expect((await copies("delete", "--database", "*", "--yes")).code).toBe(0);
    expect([...ids()].sort()).toEqual([NEWEST, ...foreign].sort());
    const { out } = await copies("list", "--json");
    expect(JSON.parse(out).copies.map(({ id }: { id: string }) => id)).toEqual(COPIES);
    // Both regions are named.
    const both = await copies("list", "--json", "--target-region", TARGET);
    expect(JSON.parse(both.out).copies.map(({ id }: { id: string }) => id)).toEqual(COPIES);
    for (const region of [[], ["--region", TARGET]])
      expect((await cli(["copies", "--json", "--target-region", TARGET, ...region])).out).toContain(foreign[0]);
    await copies("delete", foreign[0] ?? "", "--yes");
    expect(ids()).not.toContain(foreign[0]);
  });

  test.each<[string, EstateOptions, RegExp]>([
    [
      "nothing is deployed",
      { deployments: [] },
      /eu-west-1 has no deployment, so it is not known which copies are meant/,
    ],
    ["what is deployed may not be read", { denied: ["lambda:ListFunctions"] }, /lambda:ListFunctions is not allowed/],
  ])("guesses no region where %s", async (_, options, message) => {
    await start(options);
    const { code, err } = await copies("delete", "--database", "*", "--yes");
    expect(code).toBe(3);
    expect(err).toMatch(message);
    expect(err).toMatch(/name the region in which the copies lie with --target-region/i);
    expect(estate.asked).not.toContain("rds:DescribeDBSnapshots");
  });

  const SEEN = /GOES: its database is gone\n[\s\S]*gone-00000[\s\S]*2 copies to be deleted[\s\S]*Type yes/;

  test("shows a person what goes before it asks, though the answer is for a program", async () => {
    await start({ deployments: [{ databases: 1, orphans: 2 }] });
    const { out, err } = await typing({ answer: "yes", isScreen: true }, ...ORPHANED, "--json");
    expect(err).toMatch(SEEN);
    expect(JSON.parse(out).copies).toHaveLength(2);
  });

  test("shows it to a person whose answer goes into a file, too, and once on a screen", async () => {
    await start({ deployments: [{ databases: 1, orphans: 2 }] });
    expect((await typing({ answer: "no" }, ...ORPHANED)).err).toMatch(SEEN);
    expect((await typing({ answer: "no", isScreen: true }, ...ORPHANED)).err).not.toContain("GOES");
  });

  test("for programs, with what goes, what stays, and what was deleted", async () => {
    await start({ deployments: [{ databases: 1, orphans: 1 }] });
    const { code, out } = await copies("delete", "--database", "*", "--from", "2026-02-01", "--yes", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 1,
      copies: [
        { database: "gone-00000", goes: true, why: "its database is gone", deleted: true },
        { id: NEWEST, goes: false, why: "the newest of a database that exists", deleted: false },
      ],
      warnings: [],
      problems: [],
    });
  });
});

describe("--print-policy", () => {
  test("of hold and release needs no id, which they need", async () => {
    await start({ deployments: [] });
    for (const name of ["hold", "release"]) {
      expect((await copies(name, "--print-policy")).code).toBe(0);
      expect(await copies(name, "--until", "forever", "--why", "x")).toMatchObject({ code: 2 });
    }
    expect(await copies("release")).toMatchObject({ code: 2, err: expect.stringContaining("Name their ids") });
  });

  test.each<[string, string[], boolean]>([
    ["list", ["list"], false],
    ["hold", ["hold", NEWEST, "--until", "forever", "--why", "x"], true],
    ["release", ["release", NEWEST], true],
    ["delete", ["delete", SECOND, "--yes"], true],
  ])("of %s is what it calls, and enough", async (name, args, changes) => {
    await start();
    const { out } = await copies(...args, "--print-policy");
    const policy = JSON.parse(out);
    await estate.stop();
    await start({ policy });
    expect(await copies(...args)).toMatchObject({ code: 0 });
    const granted = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    for (const action of estate.asked) expect(granted).toContain(action);
    expect(granted.some((action: string) => /:(Add|Remove|Delete)/.test(action))).toBe(changes);
    expect(name).not.toBe("");
  });
});
