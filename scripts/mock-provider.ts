/**
 * What the module's tests mock of AWS: what the module reads, and attributes that the provider checks where they are used. It
 * stands in each test file, as OpenTofu's `mock_provider` cannot read it from another (docs/aws-facts.md#opentofu).
 */
export const MOCK_PROVIDER = `mock_provider "aws" {
  # Written here by \`npm run generate\`: scripts/mock-provider.ts
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }

  mock_data "aws_db_instance" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_rds_cluster" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:rule/mock" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mock" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/mock" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:mock" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:mock" }
  }

  mock_resource "aws_ssm_parameter" {
    defaults = { arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/mock" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:mock", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock" }
  }
}
`;

/** @returns the text of a test file with the mock data of today */
export function withMockProvider(testFile: string): string {
  const replaced = testFile.replace(/^mock_provider "aws" \{\n[\s\S]*?^\}\n/m, () => MOCK_PROVIDER);
  if (!replaced.includes(MOCK_PROVIDER)) throw new Error('A test file of the module has no block mock_provider "aws"');
  return replaced;
}
