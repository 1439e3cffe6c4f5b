import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import type { RdsCrossRegionBackupProps, TargetProps } from "../../modules";
import { RdsCrossRegionBackup } from "../../modules";
import type { Account } from "../iam/arns";
import { type SettingsPlan, SOURCE_REGION, type TargetPlan } from "./scenario";

/** Keys of the account that a stack may be given, by their id. */
export const GIVEN_KEYS = { region: "given-key", database: "given-key-of-databases" } as const;

export const ACCOUNT: Account = { partition: "aws", id: "111122223333" };
export const NAME = "rds-cross-region-backup";

export const givenKey = (region: string, id: string): string => `arn:aws:kms:${region}:${ACCOUNT.id}:key/${id}`;

/** The stack that the construct makes of the settings, in Terraform's JSON syntax. */
export function synthesise(settings: SettingsPlan): string {
  const stack = new TerraformStack(Testing.app(), "trial");
  new AwsProvider(stack, "aws", { region: SOURCE_REGION });
  new RdsCrossRegionBackup(stack, "this", propsOf(settings));
  return Testing.synth(stack);
}

function propsOf(settings: SettingsPlan): RdsCrossRegionBackupProps {
  const { targets, protectKmsKeys, include, exclude, onlyProd, retention, slots } = settings;
  const { followUpMinutes, stuckCopyHours, dryRun, logLevel, copyOptionGroups } = settings;
  const selection = { include, exclude, tags: onlyProd ? { env: "prod" } : {} };
  return {
    name: NAME,
    targets: Object.fromEntries(targets.map((target) => [target.region, targetProps(target)])),
    protectKmsKeys,
    instances: selection,
    clusters: selection,
    retention,
    maxCopiesInProgress: slots,
    followUpIntervalMinutes: followUpMinutes,
    stuckCopyHours,
    restoreChecks: settings.restoreChecks ?? "keys",
    dryRun,
    logLevel,
    ...(copyOptionGroups !== undefined && { copyOptionGroups }),
  };
}

function targetProps({ region, key, databaseKeys }: TargetPlan): TargetProps {
  const databaseKmsKeyArns = Object.fromEntries(
    databaseKeys.map((pattern) => [pattern, givenKey(region, GIVEN_KEYS.database)]),
  );
  if (key === "created") return { databaseKmsKeyArns };
  if (key === "none") return { createKmsKey: false, databaseKmsKeyArns };
  return { createKmsKey: false, kmsKeyArn: givenKey(region, GIVEN_KEYS.region), databaseKmsKeyArns };
}
