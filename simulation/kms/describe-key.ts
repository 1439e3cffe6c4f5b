import { parseArn } from "../iam/arns";
import { AwsError } from "../wire/errors";
import type { JsonParameters } from "../wire/json-protocol";
import { deniedBy } from "../wire/service";
import type { ServiceCall } from "../wire/wing";
import type { Kms, KmsKey } from "./kms";

/** What `DescribeKey` tells of a key (docs/aws-facts.md#key-states). @throws AwsError NotFoundException, AccessDeniedException */
export async function answerKms(
  kms: Kms,
  { region, caller, parameters }: ServiceCall<JsonParameters>,
): Promise<unknown> {
  if (parameters.action !== "DescribeKey") throw new Error(`KMS's ${parameters.action} is not simulated.`);
  const id = parameters.text("KeyId") ?? "";
  const key = kms.resolve(region, id);
  const resource = key?.arn ?? (parseArn(id) ? id : kms.arnOf(region, id));
  const request = { action: "kms:DescribeKey", resource, ...(key && { resourcePolicy: key.policy }) };
  if (!(await caller.allows(request))) throw deniedBy("kms", caller.arn, request.action, resource);
  if (!key) throw new AwsError("NotFoundException", notFound(region, id, resource));
  return { KeyMetadata: metadataOf(key) };
}

function notFound(region: string, id: string, resource: string): string {
  const [named, kind] = [parseArn(resource)?.region, id.includes("alias/") ? "Alias" : "Key"];
  return named === region ? `${kind} '${resource}' does not exist` : `Invalid arn ${named}`;
}

function metadataOf({ arn, state, deletesAt }: KmsKey): unknown {
  const { account, id } = parseArn(arn) ?? {};
  return {
    AWSAccountId: account,
    KeyId: id,
    Arn: arn,
    Enabled: state === "Enabled",
    KeyState: state,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeySpec: "SYMMETRIC_DEFAULT",
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    MultiRegion: false,
    ...(state === "PendingDeletion" && deletesAt !== undefined && { DeletionDate: deletesAt / 1000 }),
  };
}
