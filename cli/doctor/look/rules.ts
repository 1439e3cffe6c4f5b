import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  ListTargetsByRuleCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import type { Deployment } from "../../../handlers/core/deployment";
import { type Rule, ruleName } from "../../../handlers/core/names";
import type { Aws } from "../../aws";
import { askFor, type Known } from "../known";

/** A rule as EventBridge shows it; undefined: it does not exist. */
export interface RuleFacts {
  readonly rule: Known<DescribeRuleCommandOutput | undefined>;
  readonly targets: Known<readonly Target[] | undefined>;
}

export async function lookAtRule(rule: Rule, { name }: Deployment, aws: Aws): Promise<RuleFacts> {
  const { region } = aws;
  const client = aws.operators.events(region);
  const Name = ruleName(name, rule);
  const [found, targets] = await Promise.all([
    askFor(aws, { action: "events:DescribeRule", region }, (options) =>
      client.send(new DescribeRuleCommand({ Name }), options),
    ),
    askFor(aws, { action: "events:ListTargetsByRule", region }, async (options) => {
      // A rule has five targets at most, unless its quota was raised.
      const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }), options);
      return Targets;
    }),
  ]);
  return { rule: found, targets };
}
