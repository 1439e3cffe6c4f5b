import { FINDING } from "../deployments/deployed";
import { LOOKING } from "../estate/look";
import type { Calls } from "../policy";

/** What `plan` calls. It makes and changes nothing. */
export const PLAN_CALLS: Calls = {
  needed: [...FINDING, ...LOOKING.needed],
  // Only without a deployment.
  helpful: [...LOOKING.helpful, "sts:GetCallerIdentity"],
};
