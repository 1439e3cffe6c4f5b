import { describe, expect, test } from "@jest/globals";
import type { NewCopy } from "../../../handlers/core/actions";
import { keyRemedy } from "../../../handlers/run/key-remedy";
import { DEPLOYMENT, database, FRANKFURT, KEY, newCopyOf, snapshotOf } from "./estate";

const OWN = "arn:aws:kms:us-east-1:123456789012:key/source";
const FOREIGN = "arn:aws:kms:us-east-1:999988887777:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const ROLE = "arn:aws:iam::123456789012:role/prod-us-east-1";

const copy = newCopyOf(snapshotOf(database("orders")), FRANKFURT);
const remedy = (message: string, fields: Partial<NewCopy> = {}) =>
  keyRemedy(message, { ...copy, ...fields }, FRANKFURT, DEPLOYMENT);
const ofSource = (key: string) =>
  `The source snapshot KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`;
const ofTarget = (key: string) => `The target KMS key [${key}] does not exist, is not enabled or …`;

describe("the key of the database", () => {
  test("of another account must be allowed by two policies: the message says which lacks what", () => {
    expect(remedy(ofSource(FOREIGN), { sourceKmsKeyId: FOREIGN })).toBe(
      `This is the key of the database, ${FOREIGN}, of account 999988887777, which two policies must allow. ` +
        "If source_kms_key_arns does not name it, the role's policy lacks it: add it there. " +
        "If it does, the key is disabled, or its own policy, in account 999988887777, " +
        `lacks ${ROLE}: let that role use it through RDS.`,
    );
  });

  test("of another account is known by the ARN of the snapshot's key, where RDS's text has none", () => {
    expect(remedy(ofSource("None"), { sourceKmsKeyId: FOREIGN })).toContain(
      "of account 999988887777, which two policies",
    );
  });

  test("of this account is allowed by the role's policy: the key or its own policy is to blame", () => {
    expect(remedy(ofSource(OWN))).toBe(
      `This is the key of the database, ${OWN}, which the role's policy allows: it must be enabled, and its policy must ` +
        `let ${ROLE} use it through RDS or leave that to IAM, as a statement for the account's root does.`,
    );
  });

  test("is called so even if nothing names it", () => {
    expect(remedy(ofSource("None"), { sourceKmsKeyId: undefined })).toContain(
      "the key of the database, which RDS does not name",
    );
  });

  test("is known by its ARN, whatever RDS calls it", () => {
    expect(remedy(`Specified KMS key [${OWN}] does not exist.`)).toMatch(/^This is the key of the database, arn/);
  });
});

describe("the key of the target region", () => {
  test("of this account is allowed by the role's policy", () => {
    expect(remedy(ofTarget(KEY[FRANKFURT] ?? ""))).toBe(
      `This is the key of eu-central-1, ${KEY[FRANKFURT]}, which the role's policy allows: it must be enabled, and its policy ` +
        `must let ${ROLE} use it through RDS or leave that to IAM, as a statement for the account's root does.`,
    );
  });

  test("of another account must be allowed there: source_kms_key_arns is no remedy", () => {
    const kmsKeyArn = FOREIGN.replace("us-east-1", FRANKFURT);
    const text = remedy(ofTarget(kmsKeyArn), { request: { ...copy.request, kmsKeyArn } });
    expect(text).toBe(
      `This is the key of eu-central-1, ${kmsKeyArn}, of account 999988887777, which the role's policy allows: ` +
        `it must be enabled, and its policy must let ${ROLE} use it through RDS.`,
    );
  });

  test("is known by its ARN, whatever RDS calls it", () => {
    expect(remedy(`Specified KMS key [${KEY[FRANKFURT]}] is disabled.`)).toMatch(
      /^This is the key of eu-central-1, arn/,
    );
  });
});

test("where RDS names neither key, both are named", () => {
  expect(remedy("a key cannot be used")).toBe(
    `This is the key of the database, ${OWN}, or the key of eu-central-1, ${KEY[FRANKFURT]}: ` +
      `it must be enabled, and its policy must let ${ROLE} use it through RDS.`,
  );
});
