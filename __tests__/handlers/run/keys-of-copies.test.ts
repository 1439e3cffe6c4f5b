import { describe, expect, test } from "@jest/globals";
import type { KeyDescription } from "../../../handlers/aws/keys";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { RdsError } from "../../../handlers/rds/errors";
import { keysOfCopies, MOST_KEYS } from "../../../handlers/run/keys-of-copies";
import { FRANKFURT, IRELAND, KEY } from "./estate";

const arn = (region: string, id: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;
const OLD = arn(FRANKFURT, "old");

const copyUnder = (kmsKeyId: string | undefined, region = FRANKFURT): TargetSnapshot => ({
  kind: "instance",
  region,
  id: "orders-us-east-1-2026-02-01-03-07",
  arn: `arn:aws:rds:${region}:123456789012:snapshot:orders-us-east-1-2026-02-01-03-07`,
  status: "available",
  sourceArn: undefined,
  createdAt: undefined,
  encryption: kmsKeyId === undefined ? "none" : "kms",
  kmsKeyId,
  sizeGib: 20,
  tags: {},
});

const NO_SETTINGS = { targetKmsKeys: {} };
const enabled = async (): Promise<KeyDescription> => ({ state: "Enabled", deletedAt: undefined });

/** What is found of the old key, which is in a state. */
async function found(state: string | undefined, deletedAt?: Date) {
  const describe = async (): Promise<KeyDescription> => ({ state, deletedAt });
  const { missing: unusable, unknown } = await keysOfCopies([copyUnder(OLD)], NO_SETTINGS, { describe });
  return { unusable: unusable.get(OLD), unknown };
}

describe("each key of copies and settings", () => {
  test("is looked at once, in its region, those of the settings first", async () => {
    const asked: string[] = [];
    const describe = (region: string, key: string) => {
      asked.push(`${region} ${key}`);
      return enabled();
    };
    const settings = {
      targetKmsKeys: {
        [IRELAND]: { kmsKeyArn: undefined, databaseKmsKeyArns: { "shop-*": arn(IRELAND, "shop") } },
        [FRANKFURT]: { kmsKeyArn: KEY[FRANKFURT], databaseKmsKeyArns: {} },
      },
    };
    const copies = [
      copyUnder(arn(IRELAND, "rare"), IRELAND),
      copyUnder(OLD),
      copyUnder(OLD),
      copyUnder(KEY[FRANKFURT]),
      copyUnder(undefined),
    ];
    const { missing: unusable, unknown } = await keysOfCopies(copies, settings, { describe });
    expect(asked).toEqual([
      `${IRELAND} ${arn(IRELAND, "shop")}`,
      `${FRANKFURT} ${KEY[FRANKFURT]}`,
      `${FRANKFURT} ${OLD}`,
      `${IRELAND} ${arn(IRELAND, "rare")}`,
    ]);
    expect([unusable.size, unknown.size]).toEqual([0, 0]);
  });

  test("is one of 200 at most, and the rest is said", async () => {
    let asked = 0;
    const describe = () => {
      asked++;
      return enabled();
    };
    const copies = Array.from({ length: MOST_KEYS + 3 }, (_, at) => copyUnder(arn(FRANKFURT, `k${at}`)));
    const { unknown } = await keysOfCopies(copies, NO_SETTINGS, { describe });
    expect(asked).toBe(MOST_KEYS);
    expect(unknown.size).toBe(3);
    expect(unknown.get(arn(FRANKFURT, "k202"))).toContain("was not looked at, as a run looks at 200 at most");
  });
});

describe("a key", () => {
  test.each(["Enabled", "Updating", "Creating"])("that is %s can be used", async (state) => {
    expect(await found(state)).toEqual({ unusable: undefined, unknown: new Map() });
  });

  test("that is disabled is unusable, with the command that enables it", async () => {
    expect((await found("Disabled")).unusable).toEqual({
      reason: "key-disabled",
      about: OLD,
      cause: `the key ${OLD} in eu-central-1 is disabled`,
      remedy: "enable it with aws kms enable-key",
    });
  });

  test("that is going to be deleted is unusable, with the date", async () => {
    const { unusable } = await found("PendingDeletion", new Date("2026-03-01T12:00:00Z"));
    expect(unusable).toMatchObject({
      reason: "key-pending-deletion",
      cause: `the key ${OLD} in eu-central-1 is going to be deleted on 1 Mar 2026, 12:00 UTC, and its copies are lost with it`,
    });
    expect(unusable?.remedy).toContain("aws kms cancel-key-deletion");
    expect((await found("PendingReplicaDeletion")).unusable?.cause).toContain("is going to be deleted, and");
  });

  test.each([
    ["PendingImport", "key-pending-import"],
    ["Unavailable", "key-unavailable"],
  ])("in the state %s is unusable: %s", async (state, reason) => {
    expect((await found(state)).unusable).toMatchObject({ reason });
  });

  test("that does not exist any more is unusable", async () => {
    const describe = () => Promise.reject(new RdsError("unknown", "NotFoundException", "Key does not exist"));
    const { missing: unusable } = await keysOfCopies([copyUnder(OLD)], NO_SETTINGS, { describe });
    expect(unusable.get(OLD)).toMatchObject({ reason: "key-gone" });
  });

  test.each(["AccessDeniedException", "ThrottlingException"])(
    "that could not be looked at (%s) is not known, and not unusable",
    async (code) => {
      const describe = () => Promise.reject(new RdsError("denied", code, "no"));
      const { missing: unusable, unknown } = await keysOfCopies([copyUnder(OLD)], NO_SETTINGS, { describe });
      expect(unusable.size).toBe(0);
      expect([...unknown.values()]).toEqual([`the key ${OLD} in eu-central-1 could not be looked at: ${code}: no`]);
    },
  );

  test.each(["Melted", undefined])("in the state %s, which nobody knows, is not known", async (state) => {
    const { unusable, unknown } = await found(state);
    expect([unusable, unknown.size]).toEqual([undefined, 1]);
  });
});
