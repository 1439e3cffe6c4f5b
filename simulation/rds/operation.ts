import type { AccessRequest, Caller } from "../iam/access";
import { AwsError } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import type { SnapshotRecord } from "./model";
import type { Region } from "./region";

/** One request to one action of the RDS API in a region. */
export interface OperationCall {
  readonly region: Region;
  readonly parameters: QueryParameters;
  readonly caller: Caller;
}

export interface OperationResult {
  /** XML inside `<ActionResult>`; undefined if the action has no result. */
  readonly body: string | undefined;
  /** For the audit log: what was made, or was there before. */
  readonly snapshot?: SnapshotRecord | undefined;
}

/** Permissions are asked first. After the last of them an operation must not wait, so that it happens at once or not at all. */
export type Operation = (call: OperationCall) => Promise<OperationResult>;

/** @throws AwsError AccessDenied */
export async function requireAccess(caller: Caller, request: AccessRequest): Promise<void> {
  if (await caller.allows(request)) return;
  throw new AwsError(
    "AccessDenied",
    `User: ${caller.arn} is not authorized to perform: ${request.action} on resource: ${request.resource} ` +
      `because no identity-based policy allows the ${request.action} action`,
    403,
  );
}
