import type { SimulatedAws } from "../aws";
import { arn } from "../iam/arns";
import type { RuleDefinition } from "../terraform/deployment";
import { AwsError } from "../wire/errors";
import type { JsonParameters } from "../wire/json-protocol";
import type { ServiceCall } from "../wire/wing";
import { pageOf, requirePermission } from "../wire/wing";

const LARGEST_PAGE = 100;

/** What EventBridge tells of the rules that are deployed, all of the default bus. @throws AwsError */
export async function answerEvents(aws: SimulatedAws, call: ServiceCall<JsonParameters>): Promise<unknown> {
  const { region, caller, parameters } = call;
  const { action } = parameters;
  const rules = aws.deployed.all((deployment) => deployment.rules, region);
  if (action === "ListRules") {
    // IAM knows no resource of it.
    await requirePermission("events", caller, { action: "events:ListRules", resource: "*" });
    const prefix = parameters.text("NamePrefix") ?? "";
    const named = rules.filter(({ name }) => name.startsWith(prefix));
    const { page, next } = pageOf(named, parameters.text("NextToken"), parameters.number("Limit") ?? LARGEST_PAGE);
    return { Rules: page.map(ruleOf), NextToken: next };
  }
  if (action !== "DescribeRule" && action !== "ListTargetsByRule")
    throw new Error(`EventBridge's ${action} is not simulated.`);
  const name = parameters.text(action === "DescribeRule" ? "Name" : "Rule") ?? "";
  const resource = arn(aws.account, "events", region, `rule/${name}`);
  await requirePermission("events", caller, { action: `events:${action}`, resource });
  const found = rules.find((rule) => rule.name === name);
  if (!found) throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`);
  if (action === "DescribeRule") return { ...ruleOf(found), CreatedBy: aws.account.id };
  return { Targets: found.targets.map(({ id, arn: Arn, input: Input }) => ({ Id: id, Arn, Input })) };
}

function ruleOf({ name, arn: Arn, description, scheduleExpression, enabled }: RuleDefinition) {
  return {
    Name: name,
    Arn,
    Description: description,
    ScheduleExpression: scheduleExpression,
    State: enabled ? "ENABLED" : "DISABLED",
    EventBusName: "default",
  };
}
