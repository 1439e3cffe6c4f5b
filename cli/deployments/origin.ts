import type { Deployment } from "../../handlers/core/deployment";
import { logGroupName } from "../../handlers/core/names";
import type { Origin } from "../../handlers/core/told/command";

/** Where a command shows more of what a deployment does: the log of its sweep. */
export const originOf = (deployment: Deployment): Origin => ({
  ...deployment,
  logGroup: logGroupName(deployment.name, "sweep"),
});
