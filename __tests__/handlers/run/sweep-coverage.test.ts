import { describe, expect, test } from "@jest/globals";
import type { Trouble } from "../../../handlers/core/coverage/model";
import { troublesOf } from "../../../handlers/core/coverage/troubles";
import { RdsError } from "../../../handlers/rds/errors";
import { returnedBy } from "../../../handlers/run/summary";
import { copyOf, database, FRANKFURT, IRELAND, KEY, runOn, SETTINGS, snapshotOf, type TestRun } from "./estate";
import { swept } from "./published";

const LAST_NIGHT = new Date("2026-01-31T03:07:00Z");
const two = [database("orders"), database("billing")];
const ofTonight = two.map((one) => snapshotOf(one));
const estate = {
  databases: two,
  snapshots: ofTonight,
  copies: two.map((one) => copyOf(snapshotOf(one, LAST_NIGHT), FRANKFURT)),
};
const toFrankfurt = (...more: Parameters<typeof runOn>) =>
  runOn({ ...estate, ...more[0] }, { targets: [FRANKFURT], ...more[1] });

async function troublesAfter(run: TestRun): Promise<Trouble[]> {
  const { report } = await swept(run);
  return report.coverage ? troublesOf(report.coverage) : [];
}

/** What is told together. */
const subjects = (troubles: readonly Trouble[]) => new Set(troubles.map(({ reason, about }) => `${reason} ${about}`));

const refusing = (run: TestRun, error: RdsError) => {
  run.services.instance.failing(({ verb }) => (verb === "copy" ? error : undefined));
  return run;
};

describe("what has one cause is told together, with that and the remedy:", () => {
  test("a key of the target region that RDS may not use", async () => {
    const said = `The target KMS key [${KEY[FRANKFURT]}] does not exist, is not enabled or you do not have permissions to access it.`;
    const troubles = await troublesAfter(
      refusing(toFrankfurt(), new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", said)),
    );
    expect(troubles).toHaveLength(2);
    expect(subjects(troubles)).toEqual(new Set([`key-not-accessible ${KEY[FRANKFURT]}`]));
    expect(troubles[0]).toMatchObject({
      trouble: "failing",
      cause: `RDS may not use the key of eu-central-1, ${KEY[FRANKFURT]}: it is disabled or gone, or refuses the role`,
      remedy:
        "enable it or cancel its deletion, and let arn:aws:iam::123456789012:role/prod-us-east-1 use it through RDS in its policy",
    });
  });

  test("a key of another account", async () => {
    const key = "arn:aws:kms:us-east-1:999988887777:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    const run = toFrankfurt({ snapshots: ofTonight.map((one) => ({ ...one, kmsKeyId: key })) });
    const said = `The source snapshot KMS key [${key}] does not exist.`;
    const [first, ...others] = await troublesAfter(
      refusing(run, new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", said)),
    );
    expect(first?.remedy).toMatch(/^name it in source_kms_key_arns; if it is there, in account 999988887777 enable it/);
    expect(others).toMatchObject([{ about: key }]);
  });

  test("a quota that is full, of all whose copies it stops, whoever was refused", async () => {
    const full = new RdsError(
      "manual-quota-full",
      "SnapshotQuotaExceeded",
      "Cannot create more than 100 manual snapshots",
    );
    const troubles = await troublesAfter(refusing(toFrankfurt(), full));
    expect(troubles.map(({ trouble, database: id }) => `${trouble} ${id}`).sort()).toEqual([
      "failing billing",
      "failing orders",
    ]);
    expect(subjects(troubles)).toEqual(new Set(["manual-quota-full L-272F1212 eu-central-1"]));
  });

  test("a region that answers nobody, which may pass, and is no failure of the databases that wait for it", async () => {
    const all = Array.from({ length: 10 }, (_, at) => database(`db-${at}`));
    const run = toFrankfurt({ databases: all, snapshots: all.map((one) => snapshotOf(one)), copies: [] });
    const troubles = await troublesAfter(refusing(run, new RdsError("transient", "InternalFailure", "down")));
    const failing = troubles.filter(({ trouble }) => trouble === "failing");
    expect(failing).toMatchObject([{ database: "*", reason: "region-unavailable", passing: true }]);
    const waiting = troubles.filter(({ reason }) => reason === "region-unavailable");
    expect(subjects(waiting)).toEqual(new Set([`region-unavailable ${FRANKFURT}`]));
  });

  test("what RDS refuses of each for itself is not", async () => {
    const refused = new RdsError("invalid-request", "InvalidParameterValue", "The tags are not valid");
    expect(subjects(await troublesAfter(refusing(toFrankfurt(), refused)))).toEqual(
      new Set(["invalid-request orders", "invalid-request billing"]),
    );
  });

  test("a role that may not copy to a region", async () => {
    const denied = new RdsError("denied", "AccessDenied", "Not authorized, because no permissions boundary allows it");
    const troubles = await troublesAfter(refusing(toFrankfurt(), denied));
    expect(subjects(troubles)).toEqual(new Set([`denied ${FRANKFURT}`]));
    expect(troubles[0]).toMatchObject({
      cause: "RDS refused its copy: Not authorized, because no permissions boundary allows it",
      remedy: "The role's permissions boundary must allow it",
    });
  });

  test("a region that cannot be read, and nothing of its databases", async () => {
    const run = runOn({ ...estate, copies: two.map((one) => copyOf(snapshotOf(one), FRANKFURT)) });
    run.services.instance.failing(({ verb, region }) =>
      verb === "listCopies" && region === IRELAND
        ? new RdsError("region-not-enabled", "OptInRequired", "not subscribed")
        : undefined,
    );
    expect(await troublesAfter(run)).toEqual([
      {
        trouble: "failing",
        kind: "instance",
        database: "*",
        resourceId: undefined,
        targetRegion: IRELAND,
        reason: "region-not-enabled",
        cause:
          "the manual instance snapshots in eu-west-1 cannot be listed: eu-west-1 is not enabled for the account (OptInRequired: not subscribed)",
        remedy: "enable it, or take it out of targets",
        about: IRELAND,
        since: undefined,
      },
    ]);
  });

  test("the source region that cannot be read, in each target region", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) =>
      verb === "listDatabases" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const troubles = await troublesAfter(run);
    expect(troubles.map(({ targetRegion, about }) => [targetRegion, about])).toEqual([
      [FRANKFURT, "us-east-1"],
      [IRELAND, "us-east-1"],
    ]);
  });
});

describe("a copy that RDS makes without the key", () => {
  const ledger = database("ledger", { kind: "cluster" });
  const run = (code: "key-not-accessible" | "invalid-request") => {
    const made = runOn(
      { databases: [ledger], snapshots: [{ ...snapshotOf(ledger), encryption: "sse-rds" }] },
      { targets: [FRANKFURT] },
    );
    made.services.cluster.failing(({ request }) =>
      request?.kmsKeyArn === undefined ? undefined : new RdsError(code, "Refused", "the KMS key is not for this"),
    );
    return made;
  };

  test("fails, as that is no backup under the key that was asked for", async () => {
    const failing = (await troublesAfter(run("key-not-accessible"))).filter(({ trouble }) => trouble === "failing");
    expect(failing).toMatchObject([{ reason: "key-not-accessible", database: "ledger" }]);
  });

  test("is no one's fault where RDS never takes one", async () => {
    expect((await troublesAfter(run("invalid-request"))).filter(({ trouble }) => trouble === "failing")).toEqual([]);
  });
});

test("a copy that will be tried again is no trouble, and says nothing of what an earlier run has found", async () => {
  const passing = new RdsError("transient", "ServiceUnavailable", "busy");
  const { report } = await swept(refusing(toFrankfurt(), passing));
  expect(report.coverage?.databases).toMatchObject([
    { troubles: [], unsure: expect.arrayContaining(["failing"]) },
    { troubles: [], unsure: expect.arrayContaining(["failing"]) },
  ]);
});

test("the result of a run has its troubles, the worst first, a thousand at most", async () => {
  const off = Array.from({ length: 600 }, (_, index) => database(`off-${index}`, { backupRetentionDays: 0 }));
  const old = database("old");
  const copies = [copyOf(snapshotOf(old, new Date("2026-01-25T03:07:00Z")), IRELAND)];
  const { report } = await swept(runOn({ databases: [...off, old], copies }));
  const returned = returnedBy(report, [], SETTINGS);
  expect(returned.troubles).toHaveLength(1000);
  expect(returned.troubles_by_kind).toEqual({ stale: 2, uncovered: 1200 });
  expect(returned.troubles.slice(0, 2)).toMatchObject([
    { database: "old", target_region: FRANKFURT, trouble: "stale" },
    {
      database: "old",
      kind: "instance",
      target_region: IRELAND,
      trouble: "stale",
      reason: "no-backup",
      cause: "RDS lists no backup of old, and its newest copy is of 2026-01-25 03:07 UTC",
      remedy: expect.any(String),
      since: "2026-01-26T15:07:00.000Z",
    },
  ]);
});

describe("a database that looks stale and has no fault", () => {
  const run = (startedAt: Date | undefined, fields: Parameters<typeof database>[1] = {}) => {
    const friday = new Date("2026-01-29T03:07:00Z");
    const batch = database("batch", { backupWindow: "03:00-03:30", ...fields });
    const made = runOn({
      databases: [batch],
      snapshots: [snapshotOf(batch, friday)],
      copies: [FRANKFURT, IRELAND].map((region) => copyOf(snapshotOf(batch, friday), region)),
    });
    made.services.instance.stopsAndStarts = new Map([["batch", { startedAt, stoppedAt: undefined }]]);
    return made;
  };
  const startsAsked = (made: TestRun) =>
    made.services.instance.asked.filter(({ verb }) => verb === "lastStopAndStart").length;

  test("is not, if RDS has just started it again: it is asked for that once", async () => {
    const made = run(new Date("2026-02-01T05:00:00Z"));
    expect(await troublesAfter(made)).toEqual([]);
    expect(startsAsked(made)).toBe(1);
  });

  test("is, if it has been running for long, or nobody can tell", async () => {
    expect(await troublesAfter(run(undefined))).toMatchObject([{ reason: "no-backup" }, { reason: "no-backup" }]);
    const denied = run(new Date("2026-02-01T05:00:00Z"));
    denied.services.instance.failing(({ verb }) =>
      verb === "lastStopAndStart" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    expect(await troublesAfter(denied)).toHaveLength(2);
  });

  test("is not, with two hundred at a time, before others that only rest: a whole estate is started on a Monday", async () => {
    const friday = new Date("2026-01-29T03:07:00Z");
    const names = (count: number, what: string) => Array.from({ length: count }, (_, at) => `${what}-${at}`);
    const all = [
      ...names(20, "asleep").map((id) => database(id, { status: "stopped" })),
      ...names(201, "woken").map((id) => database(id, { backupWindow: "03:00-03:30" })),
    ];
    const made = toFrankfurt({
      databases: all,
      snapshots: all.map((one) => snapshotOf(one, friday)),
      copies: all.map((one) => copyOf(snapshotOf(one, friday), FRANKFURT)),
    });
    const startedAt = new Date("2026-02-01T05:00:00Z");
    made.services.instance.stopsAndStarts = new Map(all.map(({ id }) => [id, { startedAt, stoppedAt: undefined }]));
    expect((await troublesAfter(made)).map(({ database: id }) => id)).toEqual(["woken-200"]);
    expect(startsAsked(made)).toBe(200);
  });

  test("is asked about in no other case", async () => {
    const disabled = run(undefined, { backupRetentionDays: 0 });
    expect((await troublesAfter(disabled)).map(({ trouble }) => trouble)).toContain("stale");
    const fresh = toFrankfurt();
    await troublesAfter(fresh);
    const hurried = { ...run(undefined), timeLeft: () => 29_000 };
    const dry = run(undefined);
    await troublesAfter(hurried);
    await troublesAfter({ ...dry, settings: { ...dry.settings, dryRun: true } });
    expect([disabled, fresh, hurried, dry].map(startsAsked)).toEqual([0, 0, 0, 0]);
  });
});
