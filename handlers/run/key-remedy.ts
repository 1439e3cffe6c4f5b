import type { Fault, NewCopy } from "../core/actions";
import { type Deployment, roleArn } from "../core/deployment";
import { clause } from "../core/sentence";
import { refusedKey } from "./key-refusal";

/**
 * What to do about a key that RDS may not use. The role's policy allows the keys of `targets` and every key of the account in the source
 * region; a key of another account must be allowed by that account too (docs/aws-facts.md#kms-permissions).
 */
export function keyRemedy(message: string, copy: NewCopy, targetRegion: string, deployment: Deployment): string {
  const refused = refusedKey(message, copy);
  const ofDatabase = `the key of the database, ${copy.sourceKmsKeyId ?? "which RDS does not name"}`;
  const ofTarget = `the key of ${targetRegion}, ${copy.request.kmsKeyArn ?? "none given"}`;
  const role = roleArn(deployment);
  const use = `enabled, and its policy must let ${role} use it through RDS`;
  if (refused === undefined) return `This is ${ofDatabase}, or ${ofTarget}: it must be ${use}.`;
  const { of, id } = refused;
  const owner = id && accountOf(id);
  const isForeign = owner !== undefined && owner !== deployment.account;
  if (of === "source" && isForeign) {
    return (
      `This is the key of the database, ${id}, of account ${owner}, which two policies must allow. ` +
      `If source_kms_key_arns does not name it, the role's policy lacks it: add it there. ` +
      `If it does, the key is disabled, or its own policy, in account ${owner}, lacks ${role}: let that role use it through RDS.`
    );
  }
  const where = isForeign ? ` of account ${owner},` : "";
  const what = of === "source" ? `the key of the database, ${id ?? "which RDS does not name"}` : ofTarget;
  return `This is ${what},${where} which the role's policy allows: it must be ${use}${isForeign ? "" : OR_BY_IAM}.`;
}

/** The same as a fault of the key, which all have in common that are under it. */
export function keyFault(message: string, copy: NewCopy, targetRegion: string, deployment: Deployment): Fault {
  const { of, id } = refusedKey(message, copy) ?? { of: undefined, id: undefined };
  const owner = id && accountOf(id);
  const isForeign = owner !== undefined && owner !== deployment.account;
  const role = roleArn(deployment);
  const which =
    of === undefined
      ? `the key of the database or that of ${targetRegion}`
      : `the key of ${of === "source" ? "the database" : targetRegion}, ${id ?? "which RDS does not name"}`;
  const use = `enable it or cancel its deletion, and let ${role} use it through RDS in its policy`;
  // RDS says no more than this of a key that it names.
  const why =
    id !== undefined && message.includes(id) ? "it is disabled or gone, or refuses the role" : clause(message);
  return {
    reason: "key-not-accessible",
    cause: `RDS may not use ${which}: ${why}`,
    remedy:
      of === "source" && isForeign
        ? `name it in source_kms_key_arns; if it is there, in account ${owner} ${use}`
        : `${isForeign ? `in account ${owner} ` : ""}${use}`,
    ...(id !== undefined && { about: id }),
  };
}

const OR_BY_IAM = " or leave that to IAM, as a statement for the account's root does";

const accountOf = (keyArn: string): string | undefined => /^arn:[^:]+:kms:[^:]+:(\d{12}):/.exec(keyArn)?.[1];
