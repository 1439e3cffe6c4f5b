import type { Deployment } from "../../handlers/core/deployment";
import { clusters } from "../../handlers/rds/clusters";
import { instances } from "../../handlers/rds/instances";
import type { Run } from "../../handlers/run/run";
import type { Aws } from "../aws";

/** RDS as a deployment's functions see it, with these credentials. */
export const servicesOf = (
  deployment: Deployment,
  { rds, deadline }: Pick<Aws, "rds" | "deadline">,
): Run["services"] => ({
  instance: instances(rds, deployment, deadline),
  cluster: clusters(rds, deployment, deadline),
});
