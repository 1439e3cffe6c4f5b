import { FINDING } from "../deployments/deployed";
import { LOOKING } from "../estate/look";
import type { Calls } from "../policy";

/** What `status` calls. It makes and changes nothing. Of copies alone it needs those of RDS's snapshots only. */
export const STATUS_CALLS: Calls = {
  needed: [...FINDING, ...LOOKING.needed],
  helpful: [...LOOKING.helpful, "ssm:GetParameter"],
};
