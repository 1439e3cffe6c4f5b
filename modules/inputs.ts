import type { IResolvable } from "cdktf";
import type { Validation } from "./variable-validations";

/** A `for_each`: a literal map, or an HCL expression in `${…}` of a map or set. */
export type ForEach = Readonly<Record<string, string | object>> | string;

/** A literal `for_each` over keys. */
export const mapOf = (keys: readonly string[]): ForEach => Object.fromEntries(keys.map((key) => [key, key]));

/** Known now, or the text of an HCL condition, without `${…}`. */
export type When = boolean | string;

/**
 * The values that the resources are made of, in two implementations: `literalInputs` in literals, from props, and
 * `variableInputs` in HCL, from the variables of the Terraform module. Only they know where a value comes from
 * (decisions/0006-one-construct-two-sources-of-values.md).
 */
export interface Inputs {
  /** The source region; undefined if it is certainly that of the provider. */
  readonly region: string | undefined;
  readonly name: string;
  readonly tags: { [key: string]: string };

  readonly targetRegions: ForEach;
  /** Target regions in which a key is made; undefined if there is certainly none. */
  readonly createdKeyRegions: ForEach | undefined;
  readonly protectKmsKeys: When;
  readonly hasTargetKeys: When;
  /** Whether daily runs look at what restores need: not at all, at keys and versions at least, at all. */
  readonly restoreChecks: { readonly off: When; readonly on: When; readonly all: When };
  /** Whether copies may take option groups along, and whether they may not. */
  readonly takesOptionGroups: When;
  readonly leavesOptionGroups: When;
  /** Region → ARN of its key, where there is one. */
  readonly targetKmsKeyArns: Readonly<Record<string, string>> | string;
  /** Some ARNs, followed by those of keys of databases in other accounts, and of all keys that copies may be encrypted with. */
  keyArns(first: readonly string[]): string[];
  /** The same, with every key of its account and region in place of a copy's key: that takes less room in a policy. */
  keyNeighbours(first: readonly string[], ofThisAccount: (region: string) => string): string[];
  /**
   * Some values, followed by those for every target region.
   *
   * @param name of the local in the Terraform module, used once
   */
  forTargets(name: string, perRegion: (region: string) => readonly string[], first?: readonly string[]): string[];
  /** Conditions on the provider's region, to check where it is read; undefined if it need not be. */
  readonly regionChecks: readonly Validation[] | undefined;

  readonly selectsInstances: boolean | IResolvable;
  readonly selectsClusters: boolean | IResolvable;
  /** Ids of databases whose backup windows are read at plan; undefined if there are certainly none. */
  readonly backupWindowInstances: ForEach | undefined;
  readonly backupWindowClusters: ForEach | undefined;
  readonly sweepSchedule: string;
  /** Conditions on the backup windows that only a plan can check. */
  readonly scheduleChecks: readonly Validation[];
  readonly followUpSchedule: string;
  readonly followUpSeconds: number;

  /** The settings of the functions, as handlers/settings/parse-settings.ts reads them. */
  readonly environment: { [key: string]: string };
  /** Conditions on the settings that only a plan can check. */
  readonly environmentChecks: readonly Validation[];
  readonly lambdaRuntime: string;
  readonly logRetentionInDays: number;
  readonly permissionsBoundary: string | undefined;

  readonly maxRecoveryPointAgeHours: string;
  readonly maxRecoveryPointAgeSeconds: number;
  /** Addresses subscribed to the topic; undefined if there are certainly none. */
  readonly notificationEmails: ForEach | undefined;
  readonly alarmActions: string[];
  readonly okActions: string[];
  /** Those and the topic. What else is over messages tell. */
  readonly notRunningOkActions: string[];
  /**
   * @param inEachRegion addresses of the alarms with `for_each` over target regions
   * @param others ARNs of the alarms that exist once
   */
  alarmArns(inEachRegion: readonly string[], others: readonly string[]): string[];

  readonly encryptionKeyArn: string | undefined;
  readonly hasEncryptionKey: When;
  /** Whether SQS encrypts the queue with its own key; undefined if ours is used. */
  readonly sqsManagedEncryption: boolean | IResolvable | undefined;
}
