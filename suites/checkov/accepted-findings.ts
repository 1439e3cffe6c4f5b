/** A finding of checkov that is no fault here. */
export interface AcceptedFinding {
  readonly check: string;
  /** Addresses as in the module. */
  readonly resources: readonly string[];
  /** What a reviewer needs to know to agree. */
  readonly reason: string;
  /** Only found where `encryption_key_arn` is not given. */
  readonly withoutKey?: true;
}

const FUNCTIONS = ["sweep", "backup_finished"].map((name) => `aws_lambda_function.${name}`);
const LOG_GROUPS = ["sweep", "backup_finished"].map((name) => `aws_cloudwatch_log_group.${name}`);
const TOPICS = ["aws_sns_topic.this", "aws_sns_topic.notifications"];
const KEY_POLICY = ["data.aws_iam_policy_document.kms_key"];
const KEY_POLICY_REASON =
  "In the policy of a key, * is this key; that IAM policies of the account decide is the default of KMS";

/** All of them. The module carries each at its resource (`remarkOf`), `npm run test:checkov` shows that none is stale. */
export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    check: "CKV_AWS_50",
    resources: FUNCTIONS,
    reason: "Log and metrics tell what a run did; traces would take another permission",
  },
  {
    check: "CKV_AWS_115",
    resources: FUNCTIONS,
    reason: "Runs at once do no harm, and what is reserved is taken from all other functions of the account",
  },
  {
    check: "CKV_AWS_116",
    resources: FUNCTIONS,
    reason:
      "The on-failure destination keeps failed invocations, with the error that a dead-letter queue would not get",
  },
  {
    check: "CKV_AWS_117",
    resources: FUNCTIONS,
    reason: "It calls the public API of RDS and nothing in a VPC, from which it would need a way out",
  },
  {
    check: "CKV_AWS_173",
    resources: FUNCTIONS,
    reason:
      "The settings are no secrets: names, patterns, numbers, ARNs of keys. Lambda encrypts them with its own key",
  },
  {
    check: "CKV_AWS_272",
    resources: FUNCTIONS,
    reason: "The zip is part of the module, and can be built again from its source, byte for byte",
  },
  {
    check: "CKV_AWS_338",
    resources: LOG_GROUPS,
    reason: "log_retention_in_days decides; what was copied is recorded by the copies and their tags, not by the log",
  },
  {
    check: "CKV_AWS_158",
    resources: LOG_GROUPS,
    reason: "encryption_key_arn encrypts it with your key; without one, CloudWatch Logs does with its own",
    withoutKey: true,
  },
  {
    check: "CKV_AWS_26",
    resources: TOPICS,
    reason: "encryption_key_arn encrypts it with your key; under alias/aws/sns no other service could publish",
    withoutKey: true,
  },
  {
    check: "CKV2_AWS_34",
    resources: ["aws_ssm_parameter.told"],
    reason: "It is no secret: ids of what people were told of, which mean nothing outside of the logs",
  },
  { check: "CKV_AWS_109", resources: KEY_POLICY, reason: KEY_POLICY_REASON },
  { check: "CKV_AWS_111", resources: KEY_POLICY, reason: KEY_POLICY_REASON },
  { check: "CKV_AWS_356", resources: KEY_POLICY, reason: KEY_POLICY_REASON },
];

/** The lines at the beginning of a block that make checkov skip what is accepted; undefined if nothing is. */
export function skipRemarks(address: string): string | undefined {
  const remarks = ACCEPTED_FINDINGS.filter(({ resources }) => resources.includes(address)).map(
    ({ check, reason }) => `checkov:skip=${check}:${reason}`,
  );
  return remarks.length > 0 ? remarks.join("\n") : undefined;
}
