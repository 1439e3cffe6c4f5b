import { describe, expect, test } from "@jest/globals";
import type { NewCopy } from "../../../handlers/core/actions";
import { RdsError, type RdsErrorCode } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copiesTo, database, FRANKFURT, IRELAND, KEY, newCopyOf, planOn, runOn, snapshotOf, started } from "./estate";

const orders = snapshotOf(database("orders"));
const ledger = snapshotOf(database("ledger", { kind: "cluster" }));
const ID = "orders-us-east-1-2026-02-01-03-07";

/** What becomes of it if RDS answers so. */
function refused(code: RdsErrorCode, awsCode: string, message: string, fields: Partial<NewCopy> = {}) {
  const run = runOn();
  run.services.instance.failing(() => new RdsError(code, awsCode, message));
  return started(run, orders, fields);
}

describe("a copy that RDS accepts", () => {
  test("is reported with its id, encryption and key", async () => {
    const run = runOn();
    expect(await started(run, orders)).toEqual({
      database: "orders",
      snapshot: orders.id,
      sizeGib: 100,
      copy: newCopyOf(orders, FRANKFURT),
      outcome: "copied",
      reason: "new-snapshot",
      message: "it is newer than every copy",
      started: { id: ID, encryption: "kms", kmsKeyId: KEY[FRANKFURT] },
    });
    expect(run.services.instance.asked).toEqual([
      { verb: "copy", region: FRANKFURT, id: ID, request: newCopyOf(orders, FRANKFURT).request },
    ]);
  });

  test("without encryption says so", async () => {
    const { request } = newCopyOf(orders, FRANKFURT);
    const { message, started: copy } = await started(runOn(), orders, {
      request: { ...request, kmsKeyArn: undefined },
    });
    expect(message).toBe("it is newer than every copy: not encrypted, as its source is not");
    expect(copy?.encryption).toBe("none");
  });
});

describe("a cluster that is encrypted by a key of AWS's own", () => {
  const copy = newCopyOf(ledger, FRANKFURT, { orWithoutKey: true });
  const plan = planOn(FRANKFURT, { kind: "cluster", copies: [copy] });
  const keyRefused = () => new RdsError("invalid-request", "InvalidParameterValue", "KmsKeyId is not supported here");

  test("is copied once more without the key if RDS refuses it, and reported as RDS says", async () => {
    const run = runOn();
    run.services.cluster.failing(({ request }) => (request?.kmsKeyArn === undefined ? undefined : keyRefused()));
    const { copy: accept } = run.services.cluster;
    run.services.cluster.copy = async (region, request) => ({
      ...(await accept.call(run.services.cluster, region, request)),
      encryption: "sse-rds",
    });
    const [outcome] = await apply(plan, run);
    expect(run.services.cluster.asked.map(({ request }) => request)).toEqual([
      copy.request,
      { ...copy.request, kmsKeyArn: undefined },
    ]);
    expect(outcome).toMatchObject({
      outcome: "copied",
      message: "it is newer than every copy",
      started: { encryption: "sse-rds", kmsKeyId: undefined },
    });
  });

  test("is copied with the key if RDS takes it", async () => {
    const run = runOn();
    const [outcome] = await apply(plan, run);
    expect(run.services.cluster.changes).toHaveLength(1);
    expect(outcome?.started).toMatchObject({ encryption: "kms", kmsKeyId: KEY[FRANKFURT] });
  });

  test("fails if RDS refuses both", async () => {
    const run = runOn();
    run.services.cluster.failing(() => keyRefused());
    const [outcome] = await apply(plan, run);
    expect(outcome).toMatchObject({ outcome: "failed", reason: "invalid-request" });
    expect(run.services.cluster.changes).toHaveLength(2);
  });

  test("is never copied without a key that is not accessible", async () => {
    const run = runOn();
    run.services.cluster.failing(() => new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", "disabled"));
    const [outcome] = await apply(plan, run);
    expect(outcome).toMatchObject({ outcome: "failed", reason: "key-not-accessible" });
    expect(run.services.cluster.changes).toHaveLength(1);
  });

  test("is the only one that is ever copied without its key", async () => {
    const run = runOn();
    run.services.instance.failing(() => keyRefused());
    expect(await started(run, orders)).toMatchObject({
      outcome: "failed",
      reason: "invalid-request",
      message: "InvalidParameterValue: KmsKeyId is not supported here",
    });
    expect(run.services.instance.changes).toHaveLength(1);
  });
});

describe("a key that is not accessible", () => {
  const fault = (message: string, fields?: Partial<NewCopy>) =>
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
    const { request } = newCopyOf(orders, FRANKFURT);
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
    const ending = await refused(code, awsCode, "a text");
    expect(ending).toMatchObject({ outcome, reason, message, error: { code, awsCode } });
  });

  test("that the region is not enabled fails once and defers the rest there", async () => {
    const run = runOn();
    run.services.instance.failing(({ region }) =>
      region === FRANKFURT ? new RdsError("region-not-enabled", "OptInRequired", "not subscribed.") : undefined,
    );
    const other = snapshotOf(database("other"));
    const outcomes = [
      ...(await apply(copiesTo(FRANKFURT, [orders, other]), run)),
      ...(await apply(copiesTo(IRELAND, [orders, other]), run)),
    ];
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
