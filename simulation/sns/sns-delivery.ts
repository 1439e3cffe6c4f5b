/**
 * Regions that accounts must enable: those launched after March 20, 2019 (SNS Developer Guide, "Sending Amazon SNS messages to an Amazon
 * SQS queue or AWS Lambda function in a different Region"; AWS Account Management for the younger ones).
 */
const OPT_IN: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "me-west-1",
  "mx-central-1",
  "sa-west-1",
]);

/**
 * As whom SNS invokes a function (SNS Developer Guide, "Prerequisites for integrating Amazon SNS with Lambda functions across regions").
 *
 * @returns the principal; undefined if SNS does not deliver from the one region to the other
 */
export function snsPrincipal(topicRegion: string, functionRegion: string): string | undefined {
  if (topicRegion === functionRegion) return "sns.amazonaws.com";
  if (OPT_IN.has(functionRegion)) return undefined;
  return OPT_IN.has(topicRegion) ? `sns.${topicRegion}.amazonaws.com` : "sns.amazonaws.com";
}
