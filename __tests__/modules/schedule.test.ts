import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { synth } from "./synth";

const sweepAt = (props: Partial<RdsCrossRegionBackupProps>) =>
  synth(props).resource("aws_cloudwatch_event_rule.sweep").schedule_expression;

describe("the daily sweep", () => {
  test("is at 06:00 UTC by default", () => {
    expect(sweepAt({})).toBe("cron(0 6 * * ? *)");
  });

  test("is set after the backup windows", () => {
    expect(sweepAt({ backupWindows: ["23:30-00:00", "04:00-04:30"] })).toBe("cron(30 5 * * ? *)");
    expect(sweepAt({ backupWindows: ["04:00-04:30"], scheduleMarginMinutes: 0 })).toBe("cron(30 4 * * ? *)");
  });

  test("is at the expression given, whatever the windows", () => {
    expect(sweepAt({ backupWindows: ["04:00-04:30"], scheduleExpression: "rate(12 hours)" })).toBe("rate(12 hours)");
  });
});

test("the follow-up is every 15 minutes, or as set", () => {
  const rule = (props: Partial<RdsCrossRegionBackupProps>) =>
    synth(props).resource("aws_cloudwatch_event_rule.follow_up");
  expect(rule({}).schedule_expression).toBe("rate(15 minutes)");
  expect(rule({ followUpIntervalMinutes: 60 }).schedule_expression).toBe("rate(60 minutes)");
});

test.each(["sweep", "follow_up"])("the rule %s starts a whole run, and only it may", (role) => {
  const template = synth();
  expect(template.resource(`aws_cloudwatch_event_target.${role}`)).toEqual({
    rule: hcl(`aws_cloudwatch_event_rule.${role}.name`),
    target_id: "sweep",
    arn: hcl("aws_lambda_function.sweep.arn"),
    depends_on: [`aws_lambda_permission.${role}`],
  });
  expect(template.resource(`aws_lambda_permission.${role}`)).toMatchObject({
    action: "lambda:InvokeFunction",
    function_name: hcl("aws_lambda_function.sweep.function_name"),
    principal: "events.amazonaws.com",
    source_arn: hcl(`aws_cloudwatch_event_rule.${role}.arn`),
  });
});
