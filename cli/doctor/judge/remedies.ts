import type { Deployment } from "../../../handlers/core/deployment";
import type { Command } from "../finding";

/** What somebody has changed by hand, or never was made. */
export const APPLY = "apply the module again: it makes what is missing, and undoes what was changed by hand";

/** A command of the AWS CLI in the source region. */
export const awsCommand = ({ sourceRegion }: Deployment, command: string, ...options: readonly string[]): Command => [
  ...`aws ${command}`.split(" "),
  `--region ${sourceRegion}`,
  ...options,
];

/** A command of this program about a deployment. */
export const ownCommand = (command: string, { name, sourceRegion }: Deployment): Command => [
  ...`npx rds-cross-region-backup ${command}`.split(" "),
  `--region ${sourceRegion}`,
  `--deployment ${name}`,
];
