import type { Values } from "../../settings/kinds";
import type { SETTINGS } from "../../settings/settings";
import type { TargetKeys } from "./settings";

type Targets = Values<typeof SETTINGS>["targets"];

/** As long as the id of any key: of one that is still to be made. */
export const KEY_ID_TO_BE = "00000000-0000-0000-0000-000000000000";

/** The keys of each target region: its key is made, or given, or there is none. @param created ARN of the key that is made there */
export const targetKeysOf = (
  targets: Targets,
  created: (region: string) => string,
): Readonly<Record<string, TargetKeys>> =>
  Object.fromEntries(
    Object.entries(targets).map(([region, { createKmsKey, kmsKeyArn, databaseKmsKeyArns }]) => [
      region,
      { kmsKeyArn: createKmsKey ? created(region) : kmsKeyArn, databaseKmsKeyArns },
    ]),
  );
