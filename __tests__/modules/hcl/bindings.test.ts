import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { expect, test } from "@jest/globals";
import { TerraformResource } from "cdktf";
import { bindingsOf } from "../../../modules/hcl/bindings";
import { newStack } from "../synth";

test("bindings know all blocks, of arguments that are not set too", () => {
  const stack = newStack();
  new AwsProvider(stack, "aws");
  new DataAwsIamPolicyDocument(stack, "policy");
  new LambdaFunction(stack, "function", { functionName: "f", role: "r" });
  new CloudwatchMetricAlarm(stack, "alarm", { alarmName: "a", comparisonOperator: "c", evaluationPeriods: 1 });
  const { resource, data, provider } = bindingsOf(stack);
  expect(data).toEqual({
    aws_iam_policy_document: { statement: { condition: {}, principals: {}, not_principals: {} } },
  });
  expect(resource.aws_cloudwatch_metric_alarm).toEqual({ metric_query: { metric: {} } });
  expect(resource.aws_lambda_function).toMatchObject({ environment: {}, dead_letter_config: {}, timeouts: {} });
  expect(Object.keys(resource.aws_lambda_function ?? {})).not.toContain("tags");
  expect(provider.aws).toMatchObject({ assume_role: {}, default_tags: {} });
});

test("an element that does not describe its arguments has no blocks", () => {
  const stack = newStack();
  new TerraformResource(stack, "plain", { terraformResourceType: "null_resource" });
  expect(bindingsOf(stack).resource).toEqual({ null_resource: {} });
});
