import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, newStack, synth, Template } from "./synth";

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

describe("backup windows that Terraform reads", () => {
  const read = synth({
    backupWindows: ["12:00-13:00"],
    backupWindowInstances: ["orders", "payments"],
    backupWindowClusters: ["shop"],
    scheduleMarginMinutes: 15,
  });
  const ID = hcl("each.key");

  test("are those of the databases named", () => {
    expect(read.data("aws_db_instance", "backup_windows")).toMatchObject({
      db_instance_identifier: ID,
      for_each: { orders: "orders", payments: "payments" },
    });
    expect(read.data("aws_rds_cluster", "backup_windows")).toMatchObject({
      cluster_identifier: ID,
      for_each: { shop: "shop" },
    });
  });

  test("join those given, in the schedule that Terraform computes, if the margin fits", () => {
    expect(read.local("backup_windows")).toBe(
      hcl(
        'concat(["12:00-13:00"], values(data.aws_db_instance.backup_windows)[*].preferred_backup_window, values(data.aws_rds_cluster.backup_windows)[*].preferred_backup_window)',
      ),
    );
    expect(read.resource("aws_cloudwatch_event_rule.sweep")).toMatchObject({
      schedule_expression: hcl("local.schedule_expression"),
      lifecycle: {
        precondition: [{ condition: hcl("length(local.backup_windows) == 0 || 15 < local.longest_free_minutes") }],
      },
    });
  });

  test("are read for one kind, where only that has databases named", () => {
    const clusters = synth({ backupWindowClusters: ["shop"] });
    expect(clusters.data("aws_db_instance", "backup_windows")).toEqual({});
    expect(clusters.local("backup_windows")).toBe(
      hcl("concat([], values(data.aws_rds_cluster.backup_windows)[*].preferred_backup_window)"),
    );
  });

  test("do not matter where the schedule is given", () => {
    expect(sweepAt({ backupWindowInstances: ["orders"], scheduleExpression: "rate(1 day)" })).toBe("rate(1 day)");
  });

  test("are not read by default: literal windows make no locals", () => {
    expect(synth({ backupWindows: ["04:00-04:30"] }).text()).not.toMatch(/backup_windows|schedule_expression":"\$/);
  });

  test("are kept apart in two constructs of a stack", () => {
    const stack = newStack();
    for (const id of ["a", "b"]) {
      new RdsCrossRegionBackup(stack, id, { ...baseProps, name: id, backupWindowInstances: [`of-${id}`] });
    }
    const template = new Template(stack);
    expect(template.local("a_backup_windows")).toContain("data.aws_db_instance.a_backup_windows");
    expect(template.resource("aws_cloudwatch_event_rule.b_sweep").schedule_expression).toBe(
      hcl("local.b_schedule_expression"),
    );
  });
});

test("the follow-up is every 15 minutes, or as set", () => {
  const rule = (props: Partial<RdsCrossRegionBackupProps>) =>
    synth(props).resource("aws_cloudwatch_event_rule.follow_up");
  expect(rule({}).schedule_expression).toBe("rate(15 minutes)");
  expect(rule({ followUpIntervalMinutes: 60 }).schedule_expression).toBe("rate(60 minutes)");
});

test.each(["sweep", "follow_up"])(
  "the rule %s starts a whole run, the daily one by its input, and only it may",
  (role) => {
    const template = synth();
    expect(template.resource(`aws_cloudwatch_event_target.${role}`)).toEqual({
      rule: hcl(`aws_cloudwatch_event_rule.${role}.name`),
      target_id: "sweep",
      arn: hcl("aws_lambda_function.sweep.arn"),
      ...(role === "sweep" && { input: '{"run":"daily"}' }),
      depends_on: [`aws_lambda_permission.${role}`],
    });
    expect(template.resource(`aws_lambda_permission.${role}`)).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: hcl("aws_lambda_function.sweep.function_name"),
      principal: "events.amazonaws.com",
      source_arn: hcl(`aws_cloudwatch_event_rule.${role}.arn`),
    });
  },
);
