import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { type Deployment, functionName } from "../../../handlers/core/deployment";
import { groupBy } from "../../../handlers/core/identity";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { type Copy, ownership } from "../../../handlers/core/ownership";
import type { Aws } from "../../aws";
import { claimedDeployment } from "../../deployments/claimed";
import { askFor, type Known } from "../known";

/** Copies that lie in target regions and are of another deployment. */
export interface ForeignCopies {
  readonly deployment: Deployment;
  readonly copies: readonly Copy[];
}

export interface Leftover extends ForeignCopies {
  /** Whether its deployment still is there, as far as its function tells. */
  readonly isDeployed: Known<boolean>;
}

/** @param ours whose copies are no leftovers */
export function foreignCopies(snapshots: readonly TargetSnapshot[], ours: Deployment, now: Date): ForeignCopies[] {
  const all = snapshots.flatMap((snapshot) => {
    const deployment = claimedDeployment(snapshot);
    if (deployment === undefined) return [];
    const owned = ownership(snapshot, { deployment, now });
    const isOurs = deployment.name === ours.name && deployment.sourceRegion === ours.sourceRegion;
    return owned.owner === "ours" && !isOurs ? { deployment, copy: owned.copy } : [];
  });
  const groups = groupBy(all, ({ deployment: { name, sourceRegion } }) => `${name} ${sourceRegion}`);
  return [...groups.values()].map((some) => ({
    deployment: some[0].deployment,
    copies: some.map(({ copy }) => copy),
  }));
}

export function lookWhetherDeployed(found: readonly ForeignCopies[], aws: Aws): Promise<Leftover[]> {
  return Promise.all(found.map(async (one) => ({ ...one, isDeployed: await isDeployed(one.deployment, aws) })));
}

async function isDeployed({ name, sourceRegion: region }: Deployment, aws: Aws): Promise<Known<boolean>> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName(name, "sweep") });
  const answer = await askFor(aws, { action: "lambda:GetFunctionConfiguration", region }, (options) =>
    aws.operators.lambda(region).send(command, options),
  );
  return answer.is === "unknown" ? answer : { is: "known", value: answer.value !== undefined };
}
