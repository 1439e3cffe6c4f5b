import { Op, Token } from "cdktf";
import type { Construct } from "constructs";
import { hcl } from "./expressions";
import { type Inputs, mapOf } from "./inputs";
import { literalEnvironment, sortedTargets, type Target } from "./literal-environment";
import { literalSchedule } from "./literal-schedule";
import type { PredictedAddresses } from "./predicted-addresses";
import { regionRules } from "./setting-rules";
import type { EffectiveSettings } from "./validate-props";
import { literalWiring } from "./wiring";

/**
 * The values in literals. Adds the locals they need to the construct: none, unless backup windows are read.
 *
 * @param settings valid ones (`validateProps`)
 */
export function literalInputs(settings: EffectiveSettings, addresses: PredictedAddresses, owner: Construct): Inputs {
  const { maxRecoveryPointAgeHours: maxAgeHours } = settings;
  const emails = settings.notificationEmails ?? [];
  const { followUpIntervalMinutes: followUp } = settings;
  const targets = sortedTargets(settings);
  const regions = targets.map(({ region }) => region);
  const created = targets.filter(({ createKmsKey }) => createKmsKey).map(({ region }) => region);
  const createdKeyArn = (region: string): string => hcl(`${addresses.kmsKey}["${region}"].arn`);
  const keyArn = ({ region, createKmsKey, kmsKeyArn }: Target): string | undefined =>
    createKmsKey ? createdKeyArn(region) : kmsKeyArn;
  const told = hcl(`${addresses.notificationTopic}.arn`);

  return {
    region: settings.region,
    name: settings.name,
    tags: { ...settings.tags },
    targetRegions: mapOf(regions),
    createdKeyRegions: created.length > 0 ? mapOf(created) : undefined,
    protectKmsKeys: settings.protectKmsKeys,
    hasTargetKeys: targets.some(
      (target) =>
        target.createKmsKey || target.kmsKeyArn !== undefined || Object.keys(target.databaseKmsKeyArns).length > 0,
    ),
    restoreChecks: {
      off: settings.restoreChecks === "off",
      on: settings.restoreChecks !== "off",
      all: settings.restoreChecks === "all",
    },
    takesOptionGroups: settings.copyOptionGroups !== "never",
    leavesOptionGroups: settings.copyOptionGroups === "never",
    targetKmsKeyArns: Object.fromEntries(
      targets.flatMap((target) => {
        const arn = keyArn(target);
        return arn === undefined ? [] : [[target.region, arn]];
      }),
    ),
    keyArns: (first) => [
      ...first,
      ...settings.sourceKmsKeyArns,
      ...targets.flatMap((target) => keyArn(target) ?? []),
      ...targets.flatMap(databaseKeys),
    ],
    keyNeighbours: (first, ofThisAccount) => [
      ...new Set([
        ...first,
        ...settings.sourceKmsKeyArns,
        ...created.map(ofThisAccount),
        ...targets.flatMap(({ kmsKeyArn = [] }) => kmsKeyArn).map(neighbours),
        ...targets.flatMap(databaseKeys).map(neighbours),
      ]),
    ],
    forTargets: (_name, perRegion, first = []) => [...first, ...regions.flatMap(perRegion)],
    regionChecks: settings.region === undefined ? regionRules("self.region", JSON.stringify(regions)) : undefined,

    selectsInstances: settings.instances.include.length > 0,
    selectsClusters: settings.clusters.include.length > 0,
    ...literalSchedule(settings, addresses, owner),
    followUpSchedule: `rate(${followUp} minutes)`,
    followUpSeconds: Token.isUnresolved(followUp) ? Token.asNumber(Op.mul(followUp, 60)) : followUp * 60,

    environment: { ...literalEnvironment(settings, createdKeyArn), ...literalWiring(regions, addresses) },
    environmentChecks: [], // at synth
    lambdaRuntime: settings.lambdaRuntime,
    logRetentionInDays: settings.logRetentionInDays,
    permissionsBoundary: settings.permissionsBoundary,

    maxRecoveryPointAgeHours: String(maxAgeHours),
    maxRecoveryPointAgeSeconds: Token.isUnresolved(maxAgeHours)
      ? Token.asNumber(Op.mul(maxAgeHours, 3600))
      : maxAgeHours * 3600,
    notificationEmails: emails.length > 0 ? mapOf(emails) : undefined,
    alarmActions: [...settings.alarmActions, told],
    okActions: [...settings.okActions],
    notRunningOkActions: [...settings.okActions, told],
    alarmArns: (inEachRegion, others) => [
      ...inEachRegion.flatMap((address) => regions.map((region) => hcl(`${address}["${region}"].arn`))),
      ...others,
    ],

    encryptionKeyArn: settings.encryptionKeyArn,
    hasEncryptionKey: settings.encryptionKeyArn !== undefined,
    sqsManagedEncryption: settings.encryptionKeyArn === undefined ? true : undefined,
  };
}

const databaseKeys = ({ databaseKmsKeyArns }: Target): string[] => Object.values(databaseKmsKeyArns);

/** All keys of a key's account and region. A token stands for itself. */
const neighbours = (arn: string): string => (Token.isUnresolved(arn) ? arn : arn.replace(/key\/.*/, "key/*"));
