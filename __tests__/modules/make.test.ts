import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { describe, expect, test } from "@jest/globals";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { hcl } from "../../modules/expressions";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, newStack, synth, Template } from "./synth";

describe("addresses", () => {
  test("are readable, and have no prefix with the id `this`", () => {
    expect(
      synth({ notificationEmails: ["ops@example.com"] })
        .addresses()
        .sort(),
    ).toEqual([
      "aws_cloudwatch_event_rule.follow_up",
      "aws_cloudwatch_event_rule.sweep",
      "aws_cloudwatch_event_target.follow_up",
      "aws_cloudwatch_event_target.sweep",
      "aws_cloudwatch_log_group.backup_finished",
      "aws_cloudwatch_log_group.sweep",
      "aws_cloudwatch_metric_alarm.copies_unrestorable",
      "aws_cloudwatch_metric_alarm.dead_letters",
      "aws_cloudwatch_metric_alarm.messages_failed",
      "aws_cloudwatch_metric_alarm.not_running",
      "aws_cloudwatch_metric_alarm.nothing_selected",
      "aws_cloudwatch_metric_alarm.recovery_point_age",
      "aws_cloudwatch_metric_alarm.snapshot_quota_clusters",
      "aws_cloudwatch_metric_alarm.snapshot_quota_instances",
      "aws_cloudwatch_metric_alarm.sweep_errors",
      "aws_cloudwatch_metric_alarm.troubles_begun",
      "aws_cloudwatch_query_definition.history_of_one_database",
      "aws_cloudwatch_query_definition.in_trouble_now",
      "aws_db_event_subscription.clusters",
      "aws_db_event_subscription.instances",
      "aws_iam_role.this",
      "aws_iam_role_policy.this",
      "aws_kms_alias.this",
      "aws_kms_key.this",
      "aws_lambda_function.backup_finished",
      "aws_lambda_function.sweep",
      "aws_lambda_function_event_invoke_config.backup_finished",
      "aws_lambda_function_event_invoke_config.sweep",
      "aws_lambda_permission.follow_up",
      "aws_lambda_permission.rds_events",
      "aws_lambda_permission.sweep",
      "aws_sns_topic.notifications",
      "aws_sns_topic.this",
      "aws_sns_topic_policy.notifications",
      "aws_sns_topic_policy.this",
      "aws_sns_topic_subscription.backup_finished",
      "aws_sns_topic_subscription.notifications",
      "aws_sqs_queue.dlq",
      "aws_sqs_queue_policy.dlq",
      "aws_ssm_parameter.told",
      "terraform_data.target_since",
    ]);
  });

  test("carry the construct's path in a stack of others", () => {
    const stack = newStack();
    const scope = new Construct(stack, "data bases");
    new RdsCrossRegionBackup(scope, "orders", baseProps);
    const addresses = new Template(stack).addresses();
    expect(addresses).toContain("aws_lambda_function.data_bases_orders_sweep");
    expect(addresses).toContain("aws_sns_topic.data_bases_orders");
  });

  test("of two constructs in one stack are apart", () => {
    const stack = newStack();
    new RdsCrossRegionBackup(stack, "orders", { ...baseProps, name: "orders" });
    new RdsCrossRegionBackup(stack, "payments", { ...baseProps, name: "payments" });
    const template = new Template(stack);
    expect(template.addresses()).toHaveLength(2 * synth().addresses().length);
    expect(template.resource("aws_lambda_function.orders_sweep")).toMatchObject({
      role: hcl("aws_iam_role.orders.arn"),
      function_name: "orders-sweep",
    });
    expect(JSON.stringify(template.resource("aws_lambda_function.payments_sweep"))).not.toContain("orders");
  });

  test("that collide with another resource's are reported, as cdktf would merge the two", () => {
    const stack = newStack();
    new SnsTopic(stack, "orders_notifications", { name: "mine" });
    const backup = new RdsCrossRegionBackup(stack, "orders", { ...baseProps, notificationEmails: ["ops@example.com"] });
    expect(backup.node.validate()).toEqual([
      "test/orders/aws_sns_topic.notifications and test/orders_notifications have the same address aws_sns_topic.orders_notifications: give one of them another id",
    ]);
    const alone = new RdsCrossRegionBackup(newStack(), "orders", baseProps);
    expect(alone.node.validate()).toEqual([]);
  });

  test("of locals that collide are reported too: a permission would name the account that another local says", () => {
    const stack = newStack();
    const backup = new RdsCrossRegionBackup(stack, "this", baseProps);
    new TerraformLocal(stack, "account_id", "999988887777");
    new TerraformLocal(stack, "mine", "x");
    expect(backup.node.validate()).toEqual([
      "test/this/local.account_id and test/account_id have the same address local.account_id: give one of them another id",
    ]);
  });
});

/** A resource of Terraform itself has neither provider nor region. */
const ofAws = (template: Template): string[] => template.addresses().filter((address) => address.startsWith("aws_"));

test("everything of AWS is made with the given provider", () => {
  const stack = newStack();
  const provider = new AwsProvider(stack, "aws", { alias: "ireland", region: "eu-west-1" });
  new RdsCrossRegionBackup(stack, "this", { ...baseProps, provider, notificationEmails: ["ops@example.com"] });
  const template = new Template(stack);
  for (const address of ofAws(template)) expect(template.resource(address).provider).toBe("aws.ireland");
  expect(template.data("aws_region", "this").provider).toBe("aws.ireland");
});

describe("the source region", () => {
  const IAM = ["aws_iam_role.this", "aws_iam_role_policy.this"];
  const KEYS = ["aws_kms_key.this", "aws_kms_alias.this"];

  test("is that of everything but IAM, and of the databases whose windows are read", () => {
    const template = synth({
      region: "eu-west-2",
      notificationEmails: ["ops@example.com"],
      backupWindowInstances: ["orders"],
      backupWindowClusters: ["shop"],
    });
    for (const address of ofAws(template)) {
      const expected = IAM.includes(address) ? undefined : KEYS.includes(address) ? hcl("each.key") : "eu-west-2";
      expect([address, template.resource(address).region]).toEqual([address, expected]);
    }
    expect(template.data("aws_db_instance", "backup_windows").region).toBe("eu-west-2");
    expect(template.data("aws_rds_cluster", "backup_windows").region).toBe("eu-west-2");
  });

  test("is left to the provider by default, and then checked where it is read", () => {
    const template = synth();
    expect(template.resource("aws_sns_topic.this")).not.toHaveProperty("region");
    expect(template.data("aws_region", "this")).toMatchObject({ lifecycle: { postcondition: expect.any(Array) } });
    expect(synth({ region: "eu-west-2" }).data("aws_region", "this")).toEqual({});
  });

  test("and account and partition are what the state knows, as names that a plan does not know replace what has them", () => {
    const template = synth();
    const RULE = "aws_cloudwatch_event_rule.follow_up";
    expect(template.local("source_region")).toBe(hcl(`${RULE}.region`));
    expect(template.local("account_id")).toBe(hcl(`split(":", ${RULE}.arn)[4]`));
    expect(template.local("partition")).toBe(hcl(`split(":", ${RULE}.arn)[1]`));
    for (const address of template.addresses()) {
      expect(JSON.stringify(template.resource(address))).not.toMatch(/data\.aws_(?!iam_policy_document)/);
    }
  });

  test("of two constructs in one stack may differ", () => {
    const stack = newStack();
    new RdsCrossRegionBackup(stack, "ireland", { ...baseProps, region: "eu-west-1" });
    new RdsCrossRegionBackup(stack, "london", { ...baseProps, region: "eu-west-2" });
    const template = new Template(stack);
    expect(template.resource("aws_iam_role.london").name).toBe(
      `rds-cross-region-backup-${hcl("local.london_source_region")}`,
    );
    expect(template.local("london_source_region")).toBe(hcl("aws_cloudwatch_event_rule.london_follow_up.region"));
    expect(template.resource("aws_sns_topic.ireland").region).toBe("eu-west-1");
  });
});
