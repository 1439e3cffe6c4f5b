import { describe, expect, test } from "@jest/globals";
import type { NewCopy } from "../../../handlers/core/actions";
import { RdsError, type RdsErrorCode, toRdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copyOf, database, FRANKFURT, known, newCopyOf, planOn, runOn, snapshotOf, started } from "./estate";

const billing = snapshotOf(database("billing", { engine: "oracle-ee" }));
const TAGS = { CrossRegionBackup: "prod", "CrossRegionBackup/Database": "billing" };
const IF_REFUSED = { optionGroup: { atOnce: false, there: undefined, tags: TAGS } };
const AT_ONCE = { optionGroup: { atOnce: true, there: undefined, tags: TAGS } };

/** As AWS has answered it (docs/aws-facts.md#option-groups). */
const NEEDS_GROUP = new RdsError(
  "invalid-request",
  "InvalidParameterValue",
  "The snapshot requires a target option group with the following options: [Timezone]",
);
const QUOTA_FULL = toRdsError({
  name: "OptionGroupQuotaExceededFault",
  message: "Quota for option groups exceeded.",
  Code: "OptionGroupQuotaExceededFault",
  $metadata: { httpStatusCode: 400 },
});
const DENIED = new RdsError(
  "denied",
  "AccessDenied",
  "not authorized to perform: rds:CreateOptionGroup because no identity-based policy allows the rds:CreateOptionGroup action",
);
const NOT_COPYABLE = new RdsError(
  "invalid-request",
  "InvalidParameterCombination",
  "The option TDE_HSM cannot be copied across Regions.",
);
const REFUSED = `RDS refused its copy: InvalidParameterValue: ${NEEDS_GROUP.message}.`;

interface Answers {
  readonly without?: Error | undefined;
  readonly withGroup?: Error | undefined;
}

/** What becomes of the copy, and what RDS was asked for, in turn. */
async function answered(answers: Answers, fields: Partial<NewCopy>, settings: Parameters<typeof runOn>[1] = {}) {
  const run = runOn({}, settings);
  run.services.instance.failing(({ request }) => (request?.optionGroupTags ? answers.withGroup : answers.without));
  const ending = await started(run, billing, fields);
  const asked = run.services.instance.asked.map(({ request }) => (request?.optionGroupTags ? "with" : "without"));
  return { ...ending, asked, run };
}

describe("a copy that takes the option group along if RDS refuses it without", () => {
  test("is made without it where RDS takes it", async () => {
    const { outcome, message, asked, run } = await answered({}, IF_REFUSED);
    expect([outcome, message, asked]).toEqual(["copied", "it is newer than every copy", ["without"]]);
    expect(run.services.instance.copies[0]?.tags).not.toHaveProperty(["CrossRegionBackup/OptionGroup"]);
  });

  test("is made with it in the same run where RDS wants it, and tagged, as is the group", async () => {
    const { outcome, message, error, fault, asked, run } = await answered({ without: NEEDS_GROUP }, IF_REFUSED);
    expect([outcome, asked]).toEqual(["copied", ["without", "with"]]);
    expect([error, fault]).toEqual([undefined, undefined]);
    expect(message).toBe(
      `it is newer than every copy: with a copy of its option group, as RDS refused it without: ${NEEDS_GROUP.message}`,
    );
    const { request } = newCopyOf(billing, FRANKFURT);
    expect(run.services.instance.asked[1]?.request).toEqual({
      ...request,
      tags: { ...request.tags, "CrossRegionBackup/OptionGroup": "copied" },
      optionGroupTags: TAGS,
    });
  });

  test.each<[RdsErrorCode, string, string]>([
    ["invalid-request", "InvalidParameterCombination", "Specify an OptionGroupName for this snapshot"],
    ["unknown", "OptionGroupNotFoundFault", "Specified OptionGroupName: x not found."],
    [
      "invalid-request",
      "InvalidParameterValue",
      "The snapshot requires a target option group with the following options: [TRANSPARENT_DATA_ENCRYPTION]",
    ],
  ])("is made with it after %s (%s): %s", async (code, awsCode, text) => {
    const { outcome, asked } = await answered({ without: new RdsError(code, awsCode, text) }, IF_REFUSED);
    expect([outcome, asked]).toEqual(["copied", ["without", "with"]]);
  });

  test.each<[RdsErrorCode, string, string]>([
    ["invalid-request", "InvalidParameterValue", "Invalid snapshot identifier"],
    ["denied", "AccessDenied", "not authorized because of the option group"],
    ["not-found", "DBSnapshotNotFound", "no option group"],
    ["too-many-in-progress", "SnapshotQuotaExceeded", "Cannot copy more than 20 snapshots; option group"],
    ["manual-quota-full", "SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots; option group"],
    ["transient", "Throttling", "option group"],
    ["key-not-accessible", "KMSKeyNotAccessibleFault", "The target KMS key [x] …"],
  ])("is not tried with it after %s (%s): %s", async (code, awsCode, text) => {
    const { asked } = await answered({ without: new RdsError(code, awsCode, text) }, IF_REFUSED);
    expect(asked).toEqual(["without"]);
  });

  test("is not mistaken for one of a database that is called like an option group", async () => {
    const named = snapshotOf(database("optiongroup"));
    const run = runOn();
    const error = new RdsError("invalid-request", "InvalidParameterValue", "optiongroup cannot be copied");
    run.services.instance.failing(() => error);
    expect(await started(run, named, IF_REFUSED)).toMatchObject({ reason: "invalid-request" });
    expect(run.services.instance.asked).toHaveLength(1);
  });

  test("waits where RDS refuses it with the group for what passes", async () => {
    const { outcome, reason } = await answered(
      { without: NEEDS_GROUP, withGroup: new RdsError("transient", "Throttling", "Rate exceeded") },
      IF_REFUSED,
    );
    expect([outcome, reason]).toEqual(["deferred", "transient"]);
    const changing = toRdsError({ name: "InvalidOptionGroupStateFault", message: "it is being modified" });
    expect(await answered({ without: NEEDS_GROUP, withGroup: changing }, IF_REFUSED)).toMatchObject({
      outcome: "deferred",
      reason: "invalid-state",
    });
  });

  test("fails for its key where that is what RDS refuses with the group", async () => {
    const text = "The target KMS key [x] does not exist, is not enabled or …";
    const withGroup = new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", text);
    expect(await answered({ without: NEEDS_GROUP, withGroup }, IF_REFUSED)).toMatchObject({
      outcome: "failed",
      reason: "key-not-accessible",
    });
  });
});

describe("a copy of a database whose last copy brought an option group", () => {
  const THERE = { optionGroup: { ...IF_REFUSED.optionGroup, there: "tde-of-yesterday" } };
  const asked = async (refusals: readonly (RdsError | undefined)[], fields: Partial<NewCopy> = THERE) => {
    const run = runOn();
    run.services.instance.failing((_asked, times) => refusals[times]);
    const ending = await started(run, billing, fields);
    const ways = run.services.instance.asked.map(({ request }) =>
      request?.optionGroupTags ? "copied" : (request?.optionGroupName ?? "without"),
    );
    return { ...ending, ways, tags: run.services.instance.copies[0]?.tags };
  };

  test("is made with that group where RDS takes it, so that each copy does not take a place of the quota", async () => {
    const { outcome, ways, tags } = await asked([NEEDS_GROUP]);
    expect([outcome, ways]).toEqual(["copied", ["without", "tde-of-yesterday"]]);
    expect(tags).toMatchObject({ "CrossRegionBackup/OptionGroup": "copied" });
  });

  test.each<[string, RdsError]>([
    ["has not all that it needs any more", NEEDS_GROUP],
    ["is gone", new RdsError("unknown", "OptionGroupNotFoundFault", "Specified OptionGroupName: x not found.")],
    ["may not be used", DENIED],
  ])("brings a new one where that %s", async (_what, refusal) => {
    const { outcome, ways } = await asked([NEEDS_GROUP, refusal]);
    expect([outcome, ways]).toEqual(["copied", ["without", "tde-of-yesterday", "copied"]]);
  });

  test("waits where RDS refuses it for what passes", async () => {
    const { reason, ways } = await asked([NEEDS_GROUP, new RdsError("transient", "Throttling", "Rate exceeded")]);
    expect([reason, ways]).toEqual(["transient", ["without", "tde-of-yesterday"]]);
  });

  test("brings the group as it is now, where that is asked for at once", async () => {
    const fields = { optionGroup: { ...THERE.optionGroup, atOnce: true } };
    expect(await asked([], fields)).toMatchObject({ outcome: "copied", ways: ["copied"] });
  });
});

describe("a copy that takes the option group along at once", () => {
  test("is asked for once where RDS takes it", async () => {
    const { outcome, message, asked } = await answered({}, AT_ONCE);
    expect([outcome, asked]).toEqual(["copied", ["with"]]);
    expect(message).toBe("it is newer than every copy: with a copy of its option group");
  });

  test.each<[string, Error]>([
    ["the role is denied it", DENIED],
    ["the quota of option groups is full", QUOTA_FULL],
    ["an option cannot be copied", NOT_COPYABLE],
    ["RDS says something of which nothing is known", new RdsError("unknown", "ANewFault", "a text")],
    ["the group is being changed", new RdsError("invalid-state", "InvalidOptionGroupStateFault", "a text")],
    ["RDS breaks", new RdsError("transient", "InternalFailure", "An internal error has occurred.")],
  ])("is made without in the same run where %s", async (_, withGroup) => {
    const { outcome, message, asked, error, run } = await answered({ withGroup }, AT_ONCE);
    expect([outcome, asked, error]).toEqual(["copied", ["with", "without"], undefined]);
    expect(message).toBe(
      `it is newer than every copy: without its option group, as RDS refused that: ${withGroup.message}`,
    );
    expect(run.services.instance.copies[0]?.tags).not.toHaveProperty(["CrossRegionBackup/OptionGroup"]);
  });

  test.each<[RdsErrorCode, string, string]>([
    ["not-found", "DBSnapshotNotFound", "source-gone"],
    ["too-many-in-progress", "SnapshotQuotaExceeded", "slots"],
    ["manual-quota-full", "SnapshotQuotaExceeded", "manual-quota-full"],
    ["key-not-accessible", "KMSKeyNotAccessibleFault", "key-not-accessible"],
    ["region-not-enabled", "OptInRequired", "region-not-enabled"],
    ["transient", "Throttling", "transient"],
  ])("is asked for once where RDS refuses every copy: %s (%s)", async (code, awsCode, reason) => {
    const ending = await answered({ withGroup: new RdsError(code, awsCode, "a text") }, AT_ONCE);
    expect([ending.reason, ending.asked]).toEqual([reason, ["with"]]);
  });

  test("fails for what RDS refuses without it, if that is not the option group", async () => {
    const without = new RdsError("invalid-request", "InvalidParameterValue", "a text");
    expect(await answered({ withGroup: DENIED, without }, AT_ONCE)).toMatchObject({
      reason: "invalid-request",
      message: "InvalidParameterValue: a text",
    });
  });
});

describe.each([
  ["without first", IF_REFUSED],
  ["with first", AT_ONCE],
])("a copy that RDS refuses with its option group and without (%s)", (_, fields) => {
  test.each<[string, RdsError, string, string | undefined]>([
    [
      "a full quota of option groups",
      QUOTA_FULL,
      "raise L-9FA33840 in eu-central-1, or delete option groups there that no database and no snapshot needs",
      "L-9FA33840 eu-central-1",
    ],
    [
      "a missing permission",
      DENIED,
      "the role's policy, its boundary and each policy of the organisation must allow it what RDS names",
      "option groups denied in eu-central-1",
    ],
    [
      "an option that cannot be copied",
      NOT_COPYABLE,
      "change what RDS names in the option group of the database (aws rds describe-option-group-options says which options are " +
        "CopyableCrossRegion), or exclude the database and protect it in another way",
      undefined,
    ],
  ])("fails with both sentences and what helps against %s", async (_what, withGroup, remedy, about) => {
    const both = { without: NEEDS_GROUP, withGroup };
    const { outcome, reason, message, fault, asked } = await answered(both, fields);
    const said = withGroup.message.replace(/\.$/, "");
    const cause = `${REFUSED} With a copy of its option group: ${withGroup.awsCode}: ${said}`;
    expect([outcome, reason]).toEqual(["failed", "option-group"]);
    expect(fault).toEqual({ reason: "option-group", cause, remedy, ...(about !== undefined && { about }) });
    expect(message).toBe(`${cause}: ${remedy}`);
    expect(asked).toHaveLength(2);
  });
});

describe("where copy_option_groups is never", () => {
  const never = { copyOptionGroups: "never" } as const;

  test("a copy that RDS refuses for its option group fails, and names the setting", async () => {
    const { asked, ...ending } = await answered({ without: NEEDS_GROUP }, {}, never);
    expect(asked).toEqual(["without"]);
    expect(ending).toMatchObject({
      outcome: "failed",
      reason: "option-group",
      message: `${REFUSED.replace(/\.$/, "")}: set copy_option_groups to "when_refused", and the next run takes its option group along`,
      fault: { about: "copy_option_groups" },
    });
  });

  test("a cluster, which has none, fails as it would", async () => {
    const ledger = snapshotOf(database("ledger", { kind: "cluster" }));
    const run = runOn({}, never);
    run.services.cluster.failing(() => NEEDS_GROUP);
    const plan = planOn(FRANKFURT, { kind: "cluster", copies: [newCopyOf(ledger, FRANKFURT)] });
    expect(await apply(plan, run)).toMatchObject([{ reason: "invalid-request" }]);
  });
});

test("a database whose key is not set is not told to set one where its option group is refused", async () => {
  const { request } = newCopyOf(billing, FRANKFURT);
  const tde = new RdsError(
    "invalid-request",
    "InvalidParameterValue",
    "The snapshot requires a target option group with the following options: [TRANSPARENT_DATA_ENCRYPTION]",
  );
  const plain = { sourceEncryption: "none", request: { ...request, kmsKeyArn: undefined } } as const;
  expect(await answered({ without: tde, withGroup: QUOTA_FULL }, { ...IF_REFUSED, ...plain })).toMatchObject({
    reason: "option-group",
  });
});

test("a retry deletes the failed copy once, and is tried without the option group before with it", async () => {
  const failed = copyOf(billing, FRANKFURT, {
    status: "failed",
    tags: { "CrossRegionBackup/OptionGroup": "copied" },
  });
  const run = runOn({ copies: [failed] });
  run.services.instance.failing(({ verb, request }) =>
    verb === "copy" && request?.optionGroupTags === undefined ? NEEDS_GROUP : undefined,
  );
  const ending = await started(run, billing, { ...IF_REFUSED, attempt: 2, replaces: known(failed, billing) });
  expect(ending).toMatchObject({ outcome: "copied", replaced: failed.id });
  const changes = run.services.instance.asked.filter(({ verb }) => verb !== "listCopies");
  expect(changes.map(({ verb, request }) => [verb, request?.optionGroupTags !== undefined])).toEqual([
    ["delete", false],
    ["copy", false],
    ["copy", true],
  ]);
});

describe("a copy with a restore sheet, and perhaps an option group, that RDS refuses in every way", () => {
  const throttling = new RdsError("transient", "Throttling", "Rate exceeded");
  test.each<[string, RdsError, Partial<NewCopy>, number]>([
    ["denied", DENIED, {}, 2],
    ["denied, and takes its option group only if refused without", DENIED, IF_REFUSED, 2],
    ["denied, and takes its option group at once", DENIED, AT_ONCE, 4],
    ["throttled", throttling, IF_REFUSED, 1],
    ["throttled, and takes its option group at once", throttling, AT_ONCE, 1],
  ])("costs few calls: %s", async (_, error, fields, calls) => {
    const run = runOn({});
    run.services.instance.failing(() => error);
    const { request } = newCopyOf(billing, FRANKFURT);
    const tags = { ...request.tags, "CrossRegionBackup/Restore": "v1 i c=db.m7g.large" };
    await started(run, billing, { ...fields, request: { ...request, tags } });
    expect(run.services.instance.asked).toHaveLength(calls);
  });
});
