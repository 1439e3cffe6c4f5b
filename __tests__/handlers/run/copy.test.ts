import { describe, expect, test } from "@jest/globals";
import type { StartCopy } from "../../../handlers/core/actions";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { RdsError, type RdsErrorCode } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import {
  copyAction,
  copyOf,
  database,
  deleteAction,
  FRANKFURT,
  IRELAND,
  KEY,
  known,
  NOW,
  runOn,
  snapshotOf,
  type TestRun,
} from "./estate";
import { alreadyExists, quotaFull, tooMany } from "./memory-service";

const orders = snapshotOf(database("orders"));
const ledger = snapshotOf(database("ledger", { kind: "cluster" }));
const ID = "orders-us-east-1-2026-02-01-03-07";

/** What becomes of one copy of `orders`. */
async function started(run: TestRun, fields: Partial<StartCopy> = {}, of = orders) {
  const [outcome] = await apply([copyAction(of, FRANKFURT, fields)], run);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

/** What becomes of it if RDS answers so. */
function refused(code: RdsErrorCode, awsCode: string, message: string, fields: Partial<StartCopy> = {}) {
  const run = runOn();
  run.services.instance.failing(() => new RdsError(code, awsCode, message));
  return started(run, fields);
}

describe("a copy that RDS accepts", () => {
  test("is reported with its id, encryption and key", async () => {
    const run = runOn();
    expect(await started(run)).toEqual({
      action: copyAction(orders, FRANKFURT),
      outcome: "copied",
      reason: "new-snapshot",
      message: "it is newer than every copy",
      copy: { id: ID, encryption: "kms", kmsKeyId: KEY[FRANKFURT] },
    });
    expect(run.services.instance.asked).toEqual([
      { verb: "copy", region: FRANKFURT, id: ID, request: copyAction(orders, FRANKFURT).request },
    ]);
  });

  test("without encryption says so", async () => {
    const { request } = copyAction(orders, FRANKFURT);
    const { message, copy } = await started(runOn(), { request: { ...request, kmsKeyArn: undefined } });
    expect(message).toBe("it is newer than every copy: not encrypted, as its source is not");
    expect(copy?.encryption).toBe("none");
  });
});

describe("a copy whose id is taken", () => {
  const beside = async (existing: TargetSnapshot) => {
    const { outcome, reason, message } = await started(runOn({ copies: [existing] }));
    return { outcome, reason, message };
  };

  test.each(["available", "creating", "copying", "pending"])(
    "by our copy that is %s was made by another run",
    async (status) => {
      expect(await beside(copyOf(orders, FRANKFURT, { status }))).toEqual({
        outcome: "skipped",
        reason: "already-copied",
        message: `${ID} was started by another run`,
      });
    },
  );

  test("by our copy that has failed is for the next sweep", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "failed" }))).toEqual({
      outcome: "deferred",
      reason: "retry-in-sweep",
      message: `${ID} has failed: the next sweep tries again`,
    });
  });

  test("by our copy that is being deleted is for a later run", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "deleting" }))).toMatchObject({
      outcome: "deferred",
      reason: "being-deleted",
    });
  });

  test("by our copy with a status that only a person can judge fails", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "incompatible-restore" }))).toMatchObject({
      outcome: "failed",
      reason: "bad-status",
      message: expect.stringContaining("incompatible-restore"),
    });
  });

  test("by a snapshot made by hand fails", async () => {
    const byHand = { ...copyOf(orders, FRANKFURT), sourceArn: undefined, tags: {} };
    expect(await beside(byHand)).toEqual({
      outcome: "failed",
      reason: "id-taken",
      message: `${ID} exists and was not made by this deployment: rename or delete it`,
    });
  });

  test("by a copy of something else fails, whatever its tags claim", async () => {
    const sourceArn = orders.arn.replace("orders", "other");
    expect(await beside(copyOf(orders, FRANKFURT, { sourceArn }))).toMatchObject({
      outcome: "failed",
      reason: "id-taken",
      message: expect.stringContaining(`RDS says that it was copied from ${sourceArn}`),
    });
  });

  test("by another deployment's copy of the same snapshot fails and names it", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { tags: { CrossRegionBackup: "staging" } }))).toEqual({
      outcome: "failed",
      reason: "other-deployment",
      message: "already copied by deployment staging: exclude the database in one of the two",
    });
  });

  test("by a copy so new that RDS shows no tags is looked at by a later run, but not for ever", async () => {
    const untagged = { ...copyOf(orders, FRANKFURT), tags: {}, createdAt: new Date(NOW.getTime() - 3_599_000) };
    expect(await beside(untagged)).toMatchObject({ outcome: "deferred", reason: "tags-not-visible" });
    const old = { ...untagged, createdAt: new Date(NOW.getTime() - 3_600_000) };
    expect(await beside(old)).toMatchObject({ outcome: "failed", reason: "id-taken" });
  });

  test("by something that the list does not show yet is for a later run", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) => (verb === "copy" ? alreadyExists(ID) : undefined));
    expect(await started(run)).toMatchObject({
      outcome: "deferred",
      reason: "already-exists",
      message: `Cannot create the snapshot because ${ID} already exists.`,
    });
    expect(run.services.instance.asked.map(({ verb, id }) => `${verb} ${id}`)).toEqual([
      `copy ${ID}`,
      `listCopies ${ID}`,
    ]);
  });

  test("is looked at by its id, and not taken for another that the list has", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) => (verb === "copy" ? alreadyExists(ID) : undefined));
    const yesterday = snapshotOf(database("orders"), new Date("2026-01-31T03:07:00Z"));
    run.services.instance.listCopies = async () => ({ items: [copyOf(yesterday, FRANKFURT)], unreadable: [] });
    expect(await started(run)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
  });

  test("by something that cannot be looked at is for a later run", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) =>
      verb === "copy" ? alreadyExists(ID) : new RdsError("transient", "Throttling", "Rate exceeded"),
    );
    expect(await started(run)).toMatchObject({
      outcome: "deferred",
      reason: "already-exists",
      message: `${ID} exists, and a look at it failed: Rate exceeded`,
    });
  });
});

describe("SnapshotQuotaExceeded", () => {
  const many = Array.from({ length: 4 }, (_, index) => snapshotOf(database(`db-${index}`)));
  const actions = [
    ...many.map((one) => copyAction(one, FRANKFURT)),
    ...many.map((one) => copyAction(one, IRELAND)),
    copyAction(ledger, FRANKFURT),
  ];
  const full = (error: () => RdsError) => {
    const run = runOn();
    run.services.instance.failing(({ region, id }) =>
      region === FRANKFURT && !id.startsWith("db-0") ? error() : undefined,
    );
    return run;
  };

  test("for too many in progress defers the rest of that region and kind, and nothing else", async () => {
    const run = full(tooMany);
    const outcomes = await apply(actions, run);
    expect(outcomes.map(({ action, outcome, reason }) => `${action.database} ${outcome} ${reason}`)).toEqual([
      "db-0 copied new-snapshot",
      ...[1, 2, 3].map((index) => `db-${index} deferred slots`),
      ...many.map(({ databaseId }) => `${databaseId} copied new-snapshot`),
      "ledger copied new-snapshot",
    ]);
    expect(outcomes[3]?.message).toBe(
      "RDS takes no more copies to eu-central-1 now: Cannot copy more than 20 snapshots across regions",
    );
    expect(run.services.instance.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(2);
  });

  test("for a full quota of manual snapshots is one failure with its arithmetic, and the rest is deferred", async () => {
    const run = full(quotaFull);
    const outcomes = await apply(actions, run, { instance: 34, cluster: 3 });
    expect(outcomes.map(({ action, outcome, reason }) => `${action.database} ${outcome} ${reason}`)).toEqual([
      "db-0 copied new-snapshot",
      "db-1 failed manual-quota-full",
      ...[2, 3].map((index) => `db-${index} deferred manual-quota-full`),
      ...many.map(({ databaseId }) => `${databaseId} copied new-snapshot`),
      "ledger copied new-snapshot",
    ]);
    expect(outcomes[1]?.message).toBe(
      "Cannot create more than 100 manual snapshots. 34 instances × (3 kept + 1 being made) = 136, " +
        "the account allows 100: raise the quota L-272F1212 in the target region, or keep fewer.",
    );
    expect(run.services.instance.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(2);
  });

  test("names the quota of cluster snapshots for clusters", async () => {
    const run = runOn({}, { retention: { keepLast: 7, keepDaily: 0, keepWeekly: 4, keepMonthly: 12, keepYearly: 1 } });
    run.services.cluster.failing(() => quotaFull());
    const [outcome] = await apply([copyAction(ledger, FRANKFURT)], run, { instance: 0, cluster: 9 });
    expect(outcome?.message).toContain("9 clusters × (24 kept + 1 being made) = 225, the account allows 100");
    expect(outcome?.message).toContain("L-9B510759");
  });

  test("has no arithmetic where the run has seen one database only", async () => {
    const run = runOn();
    run.services.instance.failing(() => quotaFull());
    expect((await started(run)).message).toBe(
      "Cannot create more than 100 manual snapshots. To remedy, raise the quota L-272F1212 in the target region, or keep fewer.",
    );
  });
});

describe("a cluster that is encrypted by a key of AWS's own", () => {
  const action = copyAction(ledger, FRANKFURT, { orWithoutKey: true });
  const keyRefused = () => new RdsError("invalid-request", "InvalidParameterValue", "KmsKeyId is not supported here");

  test("is copied once more without the key if RDS refuses it, and reported as RDS says", async () => {
    const run = runOn();
    run.services.cluster.failing(({ request }) => (request?.kmsKeyArn === undefined ? undefined : keyRefused()));
    const { copy } = run.services.cluster;
    run.services.cluster.copy = async (request) => ({
      ...(await copy.call(run.services.cluster, request)),
      encryption: "sse-rds",
    });
    const [outcome] = await apply([action], run);
    expect(run.services.cluster.asked.map(({ request }) => request)).toEqual([
      action.request,
      { ...action.request, kmsKeyArn: undefined },
    ]);
    expect(outcome).toMatchObject({
      outcome: "copied",
      message: "it is newer than every copy",
      copy: { encryption: "sse-rds", kmsKeyId: undefined },
    });
  });

  test("is copied with the key if RDS takes it", async () => {
    const run = runOn();
    const [outcome] = await apply([action], run);
    expect(run.services.cluster.changes).toHaveLength(1);
    expect(outcome?.copy).toMatchObject({ encryption: "kms", kmsKeyId: KEY[FRANKFURT] });
  });

  test("fails if RDS refuses both", async () => {
    const run = runOn();
    run.services.cluster.failing(() => keyRefused());
    const [outcome] = await apply([action], run);
    expect(outcome).toMatchObject({ outcome: "failed", reason: "invalid-request" });
    expect(run.services.cluster.changes).toHaveLength(2);
  });

  test("is never copied without a key that is not accessible", async () => {
    const run = runOn();
    run.services.cluster.failing(() => new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", "disabled"));
    const [outcome] = await apply([action], run);
    expect(outcome).toMatchObject({ outcome: "failed", reason: "key-not-accessible" });
    expect(run.services.cluster.changes).toHaveLength(1);
  });

  test("is the only one that is ever copied without its key", async () => {
    const run = runOn();
    run.services.instance.failing(() => keyRefused());
    expect(await started(run)).toMatchObject({
      outcome: "failed",
      reason: "invalid-request",
      message: "InvalidParameterValue: KmsKeyId is not supported here",
    });
    expect(run.services.instance.changes).toHaveLength(1);
  });
});

describe("a key that is not accessible", () => {
  const fault = (message: string, fields?: Partial<StartCopy>) =>
    refused("key-not-accessible", "KMSKeyNotAccessibleFault", message, fields);

  test("is told to be the database's, where RDS says so", async () => {
    const text =
      "The source snapshot KMS key [arn:aws:kms:us-east-1:123456789012:key/source] does not exist, is not enabled or you do not have permissions to access it.";
    expect(await fault(text)).toMatchObject({
      outcome: "failed",
      reason: "key-not-accessible",
      message: `${text} This is the key of the database: it must be enabled, and its policy must let the role use it through RDS.`,
    });
  });

  test("is told to be the target region's otherwise, and which", async () => {
    const text = `The target KMS key [${KEY[FRANKFURT]}] does not exist, is not enabled or you do not have permissions to access it.`;
    expect((await fault(text)).message).toBe(
      `${text} This is the key of eu-central-1, ${KEY[FRANKFURT]}: it must be enabled, and its policy must let the role use it through RDS.`,
    );
  });

  test("may be none", async () => {
    const { request } = copyAction(orders, FRANKFURT);
    const { message } = await fault("Specified KMS key [None] does not exist.", {
      request: { ...request, kmsKeyArn: undefined },
    });
    expect(message).toContain("This is the key of eu-central-1, none given");
  });
});

describe("an answer of RDS", () => {
  test.each([
    [
      "not-found",
      "DBSnapshotNotFound",
      "deferred",
      "source-gone",
      "the snapshot has expired: the next run takes a newer one",
    ],
    ["invalid-state", "InvalidDBSnapshotState", "deferred", "invalid-state", "InvalidDBSnapshotState: a text"],
    ["transient", "Throttling", "deferred", "transient", "Throttling: a text"],
    [
      "denied",
      "AccessDenied",
      "failed",
      "denied",
      "a text. Check the role's policy, boundary and any service control policy.",
    ],
    ["invalid-request", "InvalidParameterValue", "failed", "invalid-request", "InvalidParameterValue: a text"],
    ["unknown", "ANewFault", "failed", "unknown", "ANewFault: a text"],
  ] as const)("%s (%s) is %s", async (code, awsCode, outcome, reason, message) => {
    const told = await refused(code, awsCode, "a text");
    expect(told).toMatchObject({ outcome, reason, message, error: { code, awsCode } });
  });

  test("that the region is not enabled fails once and defers the rest there", async () => {
    const run = runOn();
    run.services.instance.failing(({ region }) =>
      region === FRANKFURT ? new RdsError("region-not-enabled", "OptInRequired", "not subscribed.") : undefined,
    );
    const other = snapshotOf(database("other"));
    const actions = [orders, other].flatMap((of) => [copyAction(of, FRANKFURT), copyAction(of, IRELAND)]);
    const outcomes = await apply(actions, run);
    expect(outcomes.map(({ outcome, reason, message }) => ({ outcome, reason, message }))).toEqual([
      {
        outcome: "failed",
        reason: "region-not-enabled",
        message: "not subscribed. Enable eu-central-1 for the account, or take it out of targets.",
      },
      {
        outcome: "deferred",
        reason: "region-not-enabled",
        message: "eu-central-1 does not accept the account's credentials",
      },
      expect.objectContaining({ outcome: "copied" }),
      expect.objectContaining({ outcome: "copied" }),
    ]);
  });
});

describe("a retry whose id RDS has not let go of yet", () => {
  const failed = known(copyOf(orders, FRANKFURT, { status: "failed" }), orders);
  const actions = [
    deleteAction(failed, "retry"),
    copyAction(orders, FRANKFURT, { attempt: 2, replaces: failed, reason: "retry" }),
  ];
  const freeAfter = (times: number, time: { timeLeft?: () => number; whileAsleep?: () => void } = {}) => {
    const run = runOn({ copies: [failed.snapshot] }, {}, time);
    run.services.instance.failing(({ verb, id }, asked) =>
      verb === "copy" && asked < times ? alreadyExists(id) : undefined,
    );
    return run;
  };

  test("waits for it", async () => {
    const run = freeAfter(2);
    const outcomes = await apply(actions, run);
    expect(outcomes.at(-1)).toMatchObject({ outcome: "copied", reason: "retry" });
    expect(run.slept).toEqual([5_000, 5_000]);
  });

  test("waits for half a minute at most", async () => {
    const run = freeAfter(100);
    const outcomes = await apply(actions, run);
    expect(outcomes.at(-1)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
    expect(run.slept).toEqual([5_000, 5_000, 5_000, 5_000, 5_000]);
  });

  test("waits no longer than the run has time", async () => {
    let left = 35_000;
    const run = freeAfter(100, { timeLeft: () => left, whileAsleep: () => (left -= 10_000) });
    expect((await apply(actions, run)).at(-1)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
    expect(run.services.instance.changes.filter((change) => change.startsWith("copy"))).toHaveLength(4);
  });

  test("does not wait for anything else", async () => {
    const run = runOn({ copies: [failed.snapshot] });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? tooMany() : undefined));
    expect((await apply(actions, run)).at(-1)).toMatchObject({ outcome: "deferred", reason: "slots" });
    expect(run.slept).toEqual([]);
  });

  test("and a first attempt does not wait at all", async () => {
    const run = freeAfter(100);
    await apply([copyAction(orders, FRANKFURT)], run);
    expect(run.slept).toEqual([]);
  });
});
