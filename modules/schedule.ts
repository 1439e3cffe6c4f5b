import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { ruleName } from "../handlers/core/names";
import type { SweepKind } from "../handlers/core/plan-route";
import type { Context } from "./context";
import type { Validation } from "./variable-validations";

/** What tells the function that its run is the daily one; without it a run is a follow-up, which does less. */
const DAILY: { readonly run: SweepKind } = { run: "daily" };

/** The two rules that start a whole run: once a day after the backup windows, and often, to follow up. */
export function schedule(context: Context, sweep: LambdaFunction): void {
  const { inputs } = context;
  rule(context, sweep, {
    role: "sweep",
    name: ruleName(inputs.name, "sweep"),
    description:
      "The daily run, after the backup windows: copies snapshots, and deletes all that is past retention, in steps",
    scheduleExpression: inputs.sweepSchedule,
    statementId: "Sweep",
    checks: inputs.scheduleChecks,
    input: JSON.stringify(DAILY),
  });
  rule(context, sweep, {
    role: "follow_up",
    name: ruleName(inputs.name, "follow-up"),
    description: "Uses free copy slots, repeats failed copies, deletes what a new copy replaces, publishes metrics",
    scheduleExpression: inputs.followUpSchedule,
    statementId: "FollowUp",
    checks: [],
  });
}

interface RuleSpec {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly scheduleExpression: string;
  readonly statementId: string;
  /** Preconditions, checked at plan. */
  readonly checks: readonly Validation[];
  /** JSON for the function. Default: the event of EventBridge. */
  readonly input?: string;
}

function rule(
  { make, inputs }: Context,
  sweep: LambdaFunction,
  { role, statementId, checks, input, ...config }: RuleSpec,
): void {
  const eventRule = make(CloudwatchEventRule, role, {
    ...config,
    tags: inputs.tags,
    ...(checks.length > 0 && { lifecycle: { precondition: [...checks] } }),
  });
  const permission = make(LambdaPermission, role, {
    statementId,
    action: "lambda:InvokeFunction",
    functionName: sweep.functionName,
    principal: "events.amazonaws.com",
    sourceArn: eventRule.arn,
  });
  make(CloudwatchEventTarget, role, {
    rule: eventRule.name,
    targetId: "sweep",
    arn: sweep.arn,
    ...(input !== undefined && { input }),
    dependsOn: [permission],
  });
}
