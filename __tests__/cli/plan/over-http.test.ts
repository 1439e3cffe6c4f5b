import { describe, expect, test } from "@jest/globals";
import { addPastCopy } from "../../../simulation/estate/plain-deployment";
import { type DeployedEstate, estateOfTests } from "../deployed-estate";
import { cli } from "../terminal";

// The command itself, over HTTP, against the simulated AWS.

const started = estateOfTests();

const NAME = "rds-cross-region-backup";
const SOURCE = "eu-west-1";
const TARGET = "eu-central-1";
const plan = (...args: string[]) => cli(["plan", "--region", SOURCE, ...args], { columns: 120 });
const policy = async () => JSON.parse((await cli(["plan", "--print-policy"])).out);

/** A snapshot of this morning that is not copied yet. */
function addBackup({ aws }: DeployedEstate, id = "db-00000"): void {
  const source = aws.region(SOURCE);
  source.backups.addPast(source.database("instance", id), aws.clock.now() - 600_000);
}

test("says what the daily run would do, and nothing is done, with the rights that its policy gives", async () => {
  const there = await started({ policy: await policy() });
  addBackup(there);
  const { code, out, err } = await plan();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^What the daily run of rds-cross-region-backup in eu-west-1 would do now:\n\nTO BE COPIED: 1, /);
  expect(out).toMatch(/^- new-snapshot in eu-central-1: db-00000\. It is newer than every copy\.$/m);
  expect(out).toContain("Quota         instances in eu-central-1: 9 of 100");
  expect([...there.aws.region(TARGET).snapshots.instance.values()]).toHaveLength(9);
  expect([...there.asked].filter((action) => /:(Copy|Delete|Add|Create|Put|Publish|Invoke)/.test(action))).toEqual([]);
});

test("where nothing is to be done it says so", async () => {
  await started();
  expect((await plan()).out).toMatch(/^What the daily run .* would do now: nothing\.\n/);
});

test("the JSON has the summary of a dry run of the same moment, and each action", async () => {
  const there = await started({ deployments: [{ orphans: 1 }] });
  addBackup(there, "db-00001");
  const { code, out } = await plan("--json");
  const planned = JSON.parse(out);
  expect(planned).toMatchObject({
    schema: 1,
    planned_at: expect.stringMatching(/^2026-02-01T12:00/),
    deployments: [
      {
        name: "rds-cross-region-backup",
        source_region: SOURCE,
        settings_from: "function",
        summary: { run: "daily", dry_run: true, planned: { "new-snapshot": 1 }, troubles: [{ trouble: "orphaned" }] },
        actions: [{ action: "copy", outcome: "planned", database: "db-00001", target_region: TARGET }],
        could_not_be_read: [],
      },
    ],
  });
  expect(code).toBe(0);
});

test("a follow-up leaves more than one superfluous copy to the daily run, which says which go", async () => {
  const there = await started({ deployments: [{ databases: 1, copies: 2 }] });
  const { aws } = there;
  const [copy] = aws.region(TARGET).snapshots.instance.values();
  const by = { deployment: NAME, sourceRegion: SOURCE, targets: new Map([[TARGET, copy?.kmsKeyArn]]) };
  for (const days of [3, 4]) {
    addPastCopy(aws, aws.region(SOURCE).database("instance", "db-00000"), aws.clock.now() - days * 86_400_000, by);
  }
  const daily = await plan("--daily");
  expect(daily.out).toContain(
    "TO BE DELETED: 2\n- retention in eu-central-1: db-00000-eu-west-1-2026-01-28-12-00, db-0",
  );
  const followUp = await plan("--follow-up");
  expect(followUp.out).toContain("What the follow-up of");
  expect(followUp.out).toContain("LATER: 1\n- past-retention in eu-central-1: db-00000. 2 copies are past retention");
  expect(followUp.out).not.toContain("TO BE DELETED");
});

describe("before anything is deployed", () => {
  test("settings from flags show the estate, the GiB and the quota, and nothing is late yet", async () => {
    await started({ deployments: [{ name: "other", databases: 40, copies: 2 }] });
    const { code, out } = await plan("--target", "eu-north-1", "--set", 'retention={"keep_last":3}');
    expect(out).toMatch(
      /^What a daily run in eu-west-1 with these settings, of which nothing is deployed, would do now:/,
    );
    expect(out).toContain("TO BE COPIED: 20, 2000 GiB");
    expect(out).toContain("- slots in eu-north-1: 11 databases");
    expect(out).toContain("the settings need 120 in the long run");
    expect(out).toContain("raise L-272F1212 in eu-north-1 to 125 or more");
    expect(out).not.toContain("No fresh copy");
    expect(code).toBe(1);
  });

  test("each action is listed where all are wanted", async () => {
    await started({ deployments: [{ name: "other", copies: 1 }] });
    const { code, out } = await plan("--target", "eu-north-1", "--all");
    expect(out.match(/^copy +db-0000\d +eu-north-1 +rds:db-/gm)).toHaveLength(3);
    expect(code).toBe(0);
  });

  test("all that is wrong with the flags is said at once", async () => {
    const both = await plan("--target", "eu-north-1", "--deployment", "x", "--daily", "--follow-up");
    expect(both).toMatchObject({ code: 2, out: "" });
    expect(both.err).toContain(
      "--daily and --follow-up: a run is either.\n--deployment goes not with --target and --set",
    );
    const wrong = await plan("--target", "mars", "--set", "retention=7");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("retention");
    expect(wrong.err).toMatch(/^ {2}See https:\/\/\S+\/terraform\/README\.md for all settings\.$/m);
    expect((await plan("--set", "name=prod")).err).toMatch(/^--set without --target: .* --target eu-central-1\.\n/);
    expect((await plan("--set", 'targets={"eu-north-1":{}}')).code).not.toBe(2);
  });
});

test("several deployments have a plan each; none is said with what to do", async () => {
  await started({
    deployments: [{ name: "one" }, { name: "two", databases: 0, props: { targets: { "eu-north-1": {} } } }],
  });
  const { out } = await plan();
  expect(out).toContain("What the daily run of one in");
  expect(out).toContain("What the daily run of two in");
  const none = await cli(["plan", "--region", "eu-north-1"]);
  expect(none).toMatchObject({ code: 3, err: expect.stringContaining("No deployment was found in eu-north-1") });
  expect(none.err).toContain("before anything is deployed, plan --target says what would be copied");
});

test("what these credentials may not read is no failure of the run, and the plan is not whole", async () => {
  await started({ denied: ["rds:DescribeDBClusterSnapshots"] });
  const { code, out } = await plan();
  expect(out).toContain("COULD NOT BE READ\n- clusters in eu-central-1: rds:DescribeDBClusterSnapshots is not allowed");
  expect(out).not.toContain("FAILED");
  expect(code).toBe(1);
});

test("where the only kind that is selected may not be listed, the action that is missing is named", async () => {
  await started({
    deployments: [{ props: { instances: { include: [] } } }],
    denied: ["rds:DescribeDBClusters", "rds:DescribeDBSnapshots"],
  });
  const { code, err } = await plan();
  expect({ code, err }).toEqual({
    code: 3,
    err: expect.stringMatching(/^rds:DescribeDBClusters is not allowed in eu-west-1 /),
  });
});
