import { Op, Token } from "cdktf";
import type { Construct } from "constructs";
import { DEFAULTS } from "../handlers/settings/bounds";
import { hcl } from "./expressions";
import { type Inputs, mapOf } from "./inputs";
import { literalEnvironment, selection, sortedTargets, type Target } from "./literal-environment";
import { literalSchedule } from "./literal-schedule";
import type { PredictedAddresses } from "./predicted-addresses";
import type { RdsCrossRegionBackupProps } from "./props";
import { regionChecks } from "./region-checks";

/**
 * The values in literals. Adds the locals they need to the construct: none, unless backup windows are read.
 *
 * @param props valid ones (`validateProps`)
 */
export function literalInputs(
  props: RdsCrossRegionBackupProps,
  addresses: PredictedAddresses,
  owner: Construct,
): Inputs {
  const name = props.name ?? DEFAULTS.name;
  const targets = sortedTargets(props);
  const regions = targets.map(({ region }) => region);
  const created = targets.filter(({ createKmsKey }) => createKmsKey).map(({ region }) => region);
  const instances = selection(props.instances);
  const clusters = selection(props.clusters);
  const emails = props.notificationEmails ?? [];
  const followUp = props.followUpIntervalMinutes ?? DEFAULTS.followUpIntervalMinutes;
  const maxAgeHours = props.maxRecoveryPointAgeHours ?? DEFAULTS.maxRecoveryPointAgeHours;
  const createdKeyArn = (region: string): string => hcl(`${addresses.kmsKey}["${region}"].arn`);
  const keyArn = ({ region, createKmsKey, kmsKeyArn }: Target): string | undefined =>
    createKmsKey ? createdKeyArn(region) : kmsKeyArn;
  const told = emails.length > 0 ? [hcl(`${addresses.notificationTopic}[0].arn`)] : [];

  return {
    name,
    tags: { ...props.tags },
    targetRegions: mapOf(regions),
    createdKeyRegions: created.length > 0 ? mapOf(created) : undefined,
    protectKmsKeys: props.protectKmsKeys ?? true,
    hasTargetKeys: targets.some(
      (target) =>
        target.createKmsKey || target.kmsKeyArn !== undefined || Object.keys(target.databaseKmsKeyArns).length > 0,
    ),
    targetKmsKeyArns: Object.fromEntries(
      targets.flatMap((target) => {
        const arn = keyArn(target);
        return arn === undefined ? [] : [[target.region, arn]];
      }),
    ),
    targetKeyArns: (first) => [
      ...first,
      ...targets.flatMap((target) => keyArn(target) ?? []),
      ...targets.flatMap(({ databaseKmsKeyArns }) => Object.values(databaseKmsKeyArns)),
    ],
    forTargets: (_name, perRegion, first = []) => [...first, ...regions.flatMap(perRegion)],
    regionChecks: regionChecks(regions),

    selectsInstances: instances.include.length > 0,
    selectsClusters: clusters.include.length > 0,
    ...literalSchedule(props, addresses, owner),
    followUpSchedule: `rate(${followUp} minutes)`,
    followUpSeconds: Token.isUnresolved(followUp) ? Token.asNumber(Op.mul(followUp, 60)) : followUp * 60,

    environment: literalEnvironment(props, createdKeyArn),
    environmentChecks: [], // at synth
    lambdaRuntime: props.lambdaRuntime ?? DEFAULTS.lambdaRuntime,
    logRetentionInDays: props.logRetentionInDays ?? DEFAULTS.logRetentionInDays,
    permissionsBoundary: props.permissionsBoundary,

    maxRecoveryPointAgeHours: String(maxAgeHours),
    maxRecoveryPointAgeSeconds: Token.isUnresolved(maxAgeHours)
      ? Token.asNumber(Op.mul(maxAgeHours, 3600))
      : maxAgeHours * 3600,
    notificationEmails: emails.length > 0 ? mapOf(emails) : undefined,
    notificationTopics: emails.length > 0 ? 1 : undefined,
    alarmActions: [...(props.alarmActions ?? []), ...told],
    okActions: [...(props.okActions ?? []), ...told],
    alarmArns: (recoveryPointAge, others) => [
      ...regions.map((region) => hcl(`${recoveryPointAge}["${region}"].arn`)),
      ...others,
    ],

    encryptionKeyArn: props.encryptionKeyArn,
    hasEncryptionKey: props.encryptionKeyArn !== undefined,
    sqsManagedEncryption: props.encryptionKeyArn === undefined ? true : undefined,
  };
}
