import { FINDING } from "../deployments/deployed";
import { LOOKING } from "../estate/look";
import type { Calls } from "../policy";

/** What `doctor` calls. It makes and changes nothing. What is refused is not known, and said to be. */
export const DOCTOR_CALLS: Calls = {
  needed: FINDING,
  helpful: [
    ...LOOKING.needed,
    ...LOOKING.helpful,
    "cloudwatch:DescribeAlarms",
    "events:DescribeRule",
    "events:ListTargetsByRule",
    "iam:SimulatePrincipalPolicy",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionEventInvokeConfig",
    "lambda:GetPolicy",
    "rds:DescribeEventSubscriptions",
    "sns:ListSubscriptionsByTopic",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "ssm:GetParameter",
  ],
};
