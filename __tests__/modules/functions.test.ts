import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { ZIPS } from "../../modules/function-code";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, keyArn, newStack, synth, Template } from "./synth";

const FUNCTIONS = [
  { role: "sweep", bundle: "sweep", timeout: 900, memory: 512 },
  { role: "backup_finished", bundle: "backup-finished", timeout: 120, memory: 256 },
] as const;

describe.each(FUNCTIONS)("the function $role", ({ role, bundle, timeout, memory }) => {
  const address = `aws_lambda_function.${role}`;

  test("runs its bundle on arm64 with the role of the deployment", () => {
    expect(synth().resource(address)).toMatchObject({
      function_name: `rds-cross-region-backup-${bundle}`,
      handler: `${bundle}.handler`,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      timeout,
      memory_size: memory,
      role: hcl("aws_iam_role.this.arn"),
      filename: expect.stringMatching(new RegExp(`^assets/.*/${bundle}\\.zip$`)),
      source_code_hash: createHash("sha256")
        .update(readFileSync(join(ZIPS, `${bundle}.zip`)))
        .digest("base64"),
    });
  });

  test("cannot run before its permissions are there", () => {
    expect(synth().resource(address).depends_on).toEqual(["aws_iam_role_policy.this"]);
  });

  test("logs to a group with retention, under the given key", () => {
    const template = synth({ logRetentionInDays: 30, encryptionKeyArn: keyArn("eu-west-1") });
    expect(template.resource(`aws_cloudwatch_log_group.${role}`)).toMatchObject({
      name: `/aws/lambda/rds-cross-region-backup-${bundle}`,
      retention_in_days: 30,
      kms_key_id: keyArn("eu-west-1"),
    });
    expect(template.resource(address).logging_config).toEqual({
      log_format: "Text",
      log_group: hcl(`aws_cloudwatch_log_group.${role}.name`),
    });
    expect(synth().resource(`aws_cloudwatch_log_group.${role}`)).toMatchObject({ retention_in_days: 90 });
    expect(synth().resource(`aws_cloudwatch_log_group.${role}`)).not.toHaveProperty("kms_key_id");
  });
});

describe("what fails", () => {
  test("of the function of events is retried twice, then kept in the dead-letter queue", () => {
    expect(synth().resource("aws_lambda_function_event_invoke_config.backup_finished")).toEqual({
      function_name: hcl("aws_lambda_function.backup_finished.function_name"),
      maximum_retry_attempts: 2,
      destination_config: { on_failure: { destination: hcl("aws_sqs_queue.dlq.arn") } },
    });
  });

  test("of the sweep is neither retried nor kept, nor begun when the next one is due", () => {
    const config = (props: Parameters<typeof synth>[0]) =>
      synth(props).resource("aws_lambda_function_event_invoke_config.sweep");
    expect(config({})).toEqual({
      function_name: hcl("aws_lambda_function.sweep.function_name"),
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 900,
    });
    expect(config({ followUpIntervalMinutes: 5 })).toMatchObject({ maximum_event_age_in_seconds: 300 });
  });
});

test("the runtime can be chosen", () => {
  expect(synth({ lambdaRuntime: "nodejs22.x" }).resource("aws_lambda_function.sweep").runtime).toBe("nodejs22.x");
});

test("environment variables and dependencies of a user are added: without its settings and its role's policy no run works", () => {
  const stack = newStack();
  const topic = new SnsTopic(stack, "topic", {});
  new RdsCrossRegionBackup(stack, "this", {
    ...baseProps,
    sweepFunctionConfig: { environment: { variables: { HTTPS_PROXY: "http://proxy" } }, dependsOn: [topic] },
  });
  const template = new Template(stack);
  const { variables } = Object(template.resource("aws_lambda_function.backup_finished").environment);
  expect(variables).toMatchObject({ TARGETS: '["eu-central-1"]' });
  expect(template.resource("aws_lambda_function.sweep").environment).toEqual({
    variables: { ...variables, HTTPS_PROXY: "http://proxy" },
  });
  expect(template.resource("aws_lambda_function.sweep").depends_on).toEqual([
    "aws_iam_role_policy.this",
    "aws_sns_topic.topic",
  ]);
});

test("any argument of a function can be overridden, of that function only", () => {
  const template = synth({ sweepFunctionConfig: { memorySize: 1024, reservedConcurrentExecutions: 2 } });
  expect(template.resource("aws_lambda_function.sweep")).toMatchObject({
    memory_size: 1024,
    reserved_concurrent_executions: 2,
    timeout: 900,
  });
  expect(template.resource("aws_lambda_function.backup_finished")).not.toHaveProperty("reserved_concurrent_executions");
  const other = synth({ backupFinishedFunctionConfig: { timeout: 60 } });
  expect(other.resource("aws_lambda_function.backup_finished").timeout).toBe(60);
  expect(other.resource("aws_lambda_function.sweep").timeout).toBe(900);
});
