import type { AccessRequest, Caller } from "../iam/access";
import { deniedBy, type Service } from "./service";

/** One request to a service in a region, as a wing of the simulated AWS answers it. */
export interface ServiceCall<Parameters> {
  readonly region: string;
  readonly caller: Caller;
  readonly parameters: Parameters;
}

/** @throws AwsError in the words of the service */
export async function requirePermission(service: Service, caller: Caller, request: AccessRequest): Promise<void> {
  if (!(await caller.allows(request))) throw deniedBy(service, caller.arn, request.action, request.resource);
}

/** One page of a list, as services whose tokens say where they went on. */
export function pageOf<Item>(items: readonly Item[], token: string | undefined, size: number) {
  const from = Number(token ?? 0);
  const next = from + size < items.length ? String(from + size) : undefined;
  return { page: items.slice(from, from + size), next };
}
