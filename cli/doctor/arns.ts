import { type Bundle, type Deployment, functionName } from "../../handlers/core/deployment";
import { type Rule, ruleName, topicName } from "../../handlers/core/names";

/** Makes ARNs of what is in the account of a deployment. */
export const arnsOf =
  ({ partition, account }: Deployment) =>
  (service: string, region: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const functionArn = (deployment: Deployment, bundle: Bundle): string =>
  arnsOf(deployment)("lambda", deployment.sourceRegion, `function:${functionName(deployment.name, bundle)}`);

export const ruleArn = (deployment: Deployment, rule: Rule): string =>
  arnsOf(deployment)("events", deployment.sourceRegion, `rule/${ruleName(deployment.name, rule)}`);

export const topicArn = (deployment: Deployment, topic: Parameters<typeof topicName>[1]): string =>
  arnsOf(deployment)("sns", deployment.sourceRegion, topicName(deployment.name, topic));
