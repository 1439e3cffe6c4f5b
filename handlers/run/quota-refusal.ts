import { RdsError } from "../rds/errors";
import type { RouteRun } from "./route-run";

/**
 * A refusal for a quota, with its meaning where the text does not tell it: what the account has and may have decides, or else whether
 * there are slots, as a run knows that has counted them. If nobody can say, it passes.
 */
export async function inFull(error: RdsError, on: RouteRun): Promise<RdsError> {
  if (error.code !== "quota-exceeded") return error;
  const isFull = (await isQuotaFull(on)) ?? on.hasFreeSlot ?? false;
  return new RdsError(isFull ? "manual-quota-full" : "too-many-in-progress", error.awsCode, error.message, error);
}

/** Asked anew, as others may have taken places since the run began. */
async function isQuotaFull({ route, run }: RouteRun): Promise<boolean | undefined> {
  try {
    const quota = (await run.readQuotas(route.targetRegion))[route.kind];
    return quota && quota.used >= quota.maximum;
  } catch {
    return undefined;
  }
}
