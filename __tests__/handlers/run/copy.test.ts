import { describe, expect, test } from "@jest/globals";
import type { NewCopy } from "../../../handlers/core/actions";
import { RdsError, type RdsErrorCode } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copiesTo, database, FRANKFURT, IRELAND, KEY, newCopyOf, planOn, runOn, snapshotOf, started } from "./estate";
import { tooMany } from "./memory-service";

const orders = snapshotOf(database("orders"));
const ledger = snapshotOf(database("ledger", { kind: "cluster" }));
const NOT_ENABLED =
  "eu-central-1 is not enabled for the account (OptInRequired: not subscribed.): enable it, or take it out of targets";
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
  const ofOwnKey = { sourceEncryption: "sse-rds", sourceKmsKeyId: undefined } as const;
  const copy = newCopyOf(ledger, FRANKFURT, { ...ofOwnKey, orWithoutKey: true });
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
      message: `it is newer than every copy: under AWS's own key, as RDS refused ${KEY[FRANKFURT]}: KmsKeyId is not supported here`,
      started: { encryption: "sse-rds", kmsKeyId: undefined },
    });
  });

  test.each<[RdsErrorCode, string, string]>([
    ["invalid-request", "InvalidParameterCombination", "this combination is not supported"],
    ["key-not-accessible", "KMSKeyNotAccessibleFault", "The target KMS key [x] does not exist, is not enabled or …"],
    ["unknown", "KmsKeyIdNotSupportedFault", "a text"],
    ["invalid-state", "InvalidDBClusterStateFault", "The cluster is encrypted with a key that AWS owns"],
  ])("is copied without the key after %s (%s): %s", async (code, awsCode, text) => {
    const run = runOn();
    run.services.cluster.failing(({ request }) =>
      request?.kmsKeyArn === undefined ? undefined : new RdsError(code, awsCode, text),
    );
    const [outcome] = await apply(plan, run);
    expect(outcome).toMatchObject({ outcome: "copied", message: expect.stringContaining(text) });
    expect(run.services.cluster.changes).toHaveLength(2);
    // That the key itself is unusable is for a person to mend.
    expect(outcome?.error !== undefined).toBe(code === "key-not-accessible");
  });

  test.each<["failed" | "deferred", RdsErrorCode, string, string]>([
    ["failed", "invalid-request", "InvalidParameterValue", "Tag keys cannot start with the reserved prefix 'aws:'"],
    ["failed", "invalid-request", "InvalidParameterValue", "Invalid snapshot identifier: x--y"],
    ["failed", "invalid-request", "InvalidParameterCombination", "The snapshot requires a target option group"],
    ["failed", "unknown", "ANewFault", "The engine version 16.4 does not exist"],
    ["failed", "denied", "AccessDenied", "not authorized to perform kms:CreateGrant"],
    ["failed", "region-not-enabled", "OptInRequired", "no KMS here"],
    ["failed", "manual-quota-full", "SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots"],
    ["deferred", "too-many-in-progress", "SnapshotQuotaExceeded", "Cannot copy more than 5 snapshots"],
    ["deferred", "not-found", "DBClusterSnapshotNotFoundFault", "no KMS key"],
    ["deferred", "transient", "Throttling", "Rate exceeded for KMS"],
    ["failed", "unknown", "ANewFault", "The cluster is in a state in which it cannot be copied"],
    ["deferred", "invalid-state", "InvalidDBClusterSnapshotStateFault", "It is being created"],
  ])("is %s, and keeps its key, after %s (%s): %s", async (outcome, code, awsCode, text) => {
    const run = runOn();
    run.services.cluster.failing(() => new RdsError(code, awsCode, text));
    expect(await apply(plan, run)).toMatchObject([{ outcome, error: { code } }]);
    expect(run.services.cluster.changes).toHaveLength(1);
  });

  test.each([
    ["kept", "kms-tags", 'The snapshot "kms-tags" requires a target option group', 1],
    ["kept", "encrypted", "rds:encrypted-2026-02-01-03-07 requires a target option group", 1],
    [
      "dropped",
      "state-engine",
      "This cannot be done with arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:state-engine-2026-02-01-03-07",
      2,
    ],
    ["dropped", "state-engine", "This cannot be done with state-engine.", 2],
    ["dropped", "s", "KmsKeyId is not supported here", 2],
  ])("has its key %s, though it is called %s, after: %s", async (_, id, text, calls) => {
    const run = runOn();
    const named = newCopyOf(snapshotOf(database(id, { kind: "cluster" })), FRANKFURT, {
      ...ofOwnKey,
      orWithoutKey: true,
    });
    run.services.cluster.failing(() => new RdsError("invalid-request", "InvalidParameterValue", text));
    await apply(planOn(FRANKFURT, { kind: "cluster", copies: [named] }), run);
    expect(run.services.cluster.changes).toHaveLength(calls);
  });

  test("is copied with the key if RDS takes it", async () => {
    const run = runOn();
    const [outcome] = await apply(plan, run);
    expect(run.services.cluster.changes).toHaveLength(1);
    expect(outcome?.started).toMatchObject({ encryption: "kms", kmsKeyId: KEY[FRANKFURT] });
  });

  test("fails if RDS refuses both", async () => {
    const run = runOn();
    run.services.cluster.failing(({ request }) =>
      request?.kmsKeyArn === undefined
        ? new RdsError("invalid-request", "InvalidParameterValue", "bad tag")
        : keyRefused(),
    );
    const [outcome] = await apply(plan, run);
    expect(outcome).toMatchObject({
      outcome: "failed",
      reason: "invalid-request",
      message: "InvalidParameterValue: bad tag. With the key RDS says: KmsKeyId is not supported here.",
    });
    expect(run.services.cluster.changes).toHaveLength(2);
  });

  test("whose key is not accessible, and which needs one, fails for that key", async () => {
    const run = runOn();
    const disabled = `The target KMS key [${KEY[FRANKFURT]}] is not enabled`;
    run.services.cluster.failing(({ request }) =>
      request?.kmsKeyArn === undefined
        ? new RdsError("invalid-request", "InvalidParameterValue", "Must specify new KMS key")
        : new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", disabled),
    );
    const [outcome] = await apply(plan, run);
    expect(outcome).toMatchObject({ outcome: "failed", reason: "key-not-accessible" });
    expect(outcome?.message).toContain(`${disabled}. Without the key RDS says: Must specify new KMS key.`);
    expect(outcome?.message).toContain(`This is the key of eu-central-1, ${KEY[FRANKFURT]}`);
  });

  test("is deferred if the second call meets a limit", async () => {
    const run = runOn();
    run.services.cluster.failing(({ request }) => (request?.kmsKeyArn === undefined ? tooMany() : keyRefused()));
    expect(await apply(plan, run)).toMatchObject([{ outcome: "deferred", reason: "slots" }]);
  });

  describe("and has no key set", () => {
    const SETTING = 'targets["eu-central-1"].create_kms_key, .kms_key_arn or .database_kms_key_arns';
    const noKey = { ...copy, orWithoutKey: false, request: { ...copy.request, kmsKeyArn: undefined } };
    const without = planOn(FRANKFURT, { kind: "cluster", copies: [noKey] });

    test.each<[string, RdsErrorCode, string, string, string]>([
      ["key-missing", "invalid-request", "InvalidParameterValue", "Must specify new KMS key", `set ${SETTING}`],
      ["key-missing", "key-not-accessible", "KMSKeyNotAccessibleFault", "Specified KMS key [None]", `set ${SETTING}`],
      ["unknown", "unknown", "ANewFault", "a text", `if RDS wants one, set ${SETTING}`],
    ])("fails as %s after %s (%s): %s, and names the setting", async (reason, code, awsCode, text, remedy) => {
      const run = runOn();
      run.services.cluster.failing(() => new RdsError(code, awsCode, text));
      expect(await apply(without, run)).toMatchObject([
        {
          outcome: "failed",
          reason,
          message: `${awsCode}: ${text}. No KMS key of eu-central-1 is set for it: ${remedy}`,
        },
      ]);
      expect(run.services.cluster.changes).toHaveLength(1);
    });

    test("is told no setting where RDS refuses a tag", async () => {
      const run = runOn();
      run.services.cluster.failing(() => new RdsError("invalid-request", "InvalidParameterValue", "bad tag"));
      expect(await apply(without, run)).toMatchObject([
        { reason: "invalid-request", message: "InvalidParameterValue: bad tag" },
      ]);
    });

    test("is told no setting where it is not encrypted, as RDS then refuses any key", async () => {
      const run = runOn();
      const copies = [{ ...noKey, sourceEncryption: "none" as const }];
      run.services.cluster.failing(() => new RdsError("invalid-request", "InvalidParameterValue", "encrypt it"));
      const [outcome] = await apply(planOn(FRANKFURT, { kind: "cluster", copies }), run);
      expect(outcome).toMatchObject({ reason: "invalid-request", message: "InvalidParameterValue: encrypt it" });
    });
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

  test("fails the copy, with what RDS said and what to do", async () => {
    const text = `The target KMS key [${KEY[FRANKFURT]}] does not exist, is not enabled or you do not have permissions to access it.`;
    expect(await fault(text)).toMatchObject({
      outcome: "failed",
      reason: "key-not-accessible",
      message: expect.stringContaining(`${text} This is the key of eu-central-1, ${KEY[FRANKFURT]}, which`),
    });
  });

  test("may be none: the message names the setting", async () => {
    const { request } = newCopyOf(orders, FRANKFURT);
    const ending = await fault("Specified KMS key [None] does not exist.", {
      request: { ...request, kmsKeyArn: undefined },
    });
    expect(ending).toMatchObject({
      reason: "key-missing",
      message: expect.stringContaining('set targets["eu-central-1"]'),
    });
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
        message: NOT_ENABLED,
      },
      {
        outcome: "deferred",
        reason: "region-not-enabled",
        message: NOT_ENABLED,
      },
      expect.objectContaining({ outcome: "copied" }),
      expect.objectContaining({ outcome: "copied" }),
    ]);
  });
});
