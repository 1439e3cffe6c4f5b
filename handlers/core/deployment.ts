/** One use of the module: its name, in an account and source region. Its copies carry all three. */
export interface Deployment {
  readonly name: string;
  readonly partition: string;
  readonly account: string;
  readonly sourceRegion: string;
}

/** The functions of a deployment, as their bundles are called: `handlers/<bundle>.ts`. */
export const BUNDLES = ["sweep", "backup-finished"] as const;
export type Bundle = (typeof BUNDLES)[number];

export const functionName = (name: string, bundle: Bundle): string => `${name}-${bundle}`;

/** The role of the functions. IAM is global, so its name carries the source region. */
export const roleName = (name: string, sourceRegion: string): string => `${name}-${sourceRegion}`;

export const roleArn = ({ name, partition, account, sourceRegion }: Deployment): string =>
  `arn:${partition}:iam::${account}:role/${roleName(name, sourceRegion)}`;
