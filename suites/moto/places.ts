/** Moto's default account. */
export const ACCOUNT = "123456789012";
export const SOURCE_REGION = "eu-west-1";
export const TARGET_REGIONS = ["eu-central-1", "us-west-2"] as const;
/** Snapshots of a kind that moto allows in a region. */
export const SNAPSHOT_LIMIT = 110;

/** Of a topic in the source region. */
export const topicArn = (name: string): string => `arn:aws:sns:${SOURCE_REGION}:${ACCOUNT}:${name}`;
