import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { shown } from "../../handlers/core/shown";
import { Check } from "../../handlers/settings/check";
import { crossChecks, jsonOrText, startupOf } from "../../handlers/settings/parse-settings";
import { KEY_ID_TO_BE, targetKeysOf } from "../../handlers/settings/target-keys";
import { ENVIRONMENT } from "../../settings/environment";
import { camelCase, type Values } from "../../settings/kinds";
import { SETTINGS } from "../../settings/settings";
import type { Aws } from "../aws";
import { awsProblem } from "../aws-problem";
import { documentAt } from "../documents";
import { EXIT, Stop, wrongUsage } from "../exit";
import type { Deployed } from "./deployed";

export interface SettingFlags {
  /** Target regions. */
  readonly target?: readonly string[];
  /** `name=value` of settings as the module has them, values as JSON or text. */
  readonly set?: readonly string[];
}

type AllSettings = Values<typeof SETTINGS>;

/**
 * What a deployment would be, from flags: so that a team sees its estate before anything is deployed.
 *
 * @param now from when on its databases may be late
 * @throws Stop with all that is wrong, or if AWS does not tell the account
 */
export async function fromFlags(flags: SettingFlags, aws: Aws, now: Date): Promise<Deployed> {
  const settings = settingsOf(flags, aws.region);
  const { partition, account } = await whoAmI(aws);
  const { name, targets, ...others } = settings;
  // Nothing is refused for the absence of a key that is still to be made.
  const keyToBe = (region: string) => `arn:${partition}:kms:${region}:${account}:key/${KEY_ID_TO_BE}`;
  const needed = Object.keys(ENVIRONMENT).map(camelCase);
  const ofFunctions = Object.fromEntries(
    Object.entries({ ...others, name }).filter(([key]) => needed.includes(key)),
  ) as Omit<Values<typeof ENVIRONMENT>, "targets" | "targetKmsKeys">;
  const startup = startupOf(
    {
      ...ofFunctions,
      awsRegion: aws.region,
      targets: Object.keys(targets),
      targetKmsKeys: targetKeysOf(targets, keyToBe),
    },
    {
      notificationTopicArn: undefined,
      toldParameter: undefined,
      targetsSince: new Map(Object.keys(targets).map((region) => [region, now])),
    },
  );
  return { deployment: { name, partition, account, sourceRegion: aws.region }, startup, functionName: undefined };
}

/** @throws Stop with all that is wrong */
function settingsOf({ target = [], set = [] }: SettingFlags, sourceRegion: string): AllSettings {
  const problems: string[] = [];
  // Without a prototype, `__proto__` is a name like any other.
  const given: Record<string, unknown> = Object.create(null);
  for (const one of set) {
    const [, name, value = ""] = /^([a-z_]+)=(.*)$/s.exec(one) ?? [];
    if (name === undefined)
      problems.push(`--set: ${shown(one)} is not NAME=VALUE, such as 'retention={"keep_last":7}'`);
    // Shells drop quotes.
    else given[name] = jsonOrText(value);
  }
  if (target.length > 0) {
    if (given.targets !== undefined) problems.push("--target goes not with --set targets=…: the latter has them all");
    given.targets = Object.fromEntries(target.map((region) => [region, {}]));
  }
  const check = new Check({ nameOf: (name) => name, defaults: true });
  const settings: Partial<AllSettings> = check.fields(SETTINGS, given, { at: "" });
  problems.push(...check.problems);
  const { targets, instances, clusters } = settings;
  const known = { awsRegion: sourceRegion, ...(instances && { instances }), ...(clusters && { clusters }) };
  problems.push(...crossChecks(targets ? { ...known, targets: Object.keys(targets) } : known));
  if ((settings.region ?? sourceRegion) !== sourceRegion) problems.push("--set region=… differs from --region");
  if (problems.length > 0) throw wrongUsage(problems, `see ${documentAt("terraform/README.md")} for all settings`);
  // Nothing is missing or malformed, as nothing is wrong.
  return settings as AllSettings;
}

async function whoAmI({ region, operators, deadline }: Aws): Promise<{ partition: string; account: string }> {
  try {
    const sent = operators.sts(region).send(new GetCallerIdentityCommand({}), { abortSignal: deadline.signal });
    const { Arn = "", Account } = await deadline.before(sent);
    const [, partition] = /^arn:([^:]+):/.exec(Arn) ?? [];
    if (partition && Account) return { partition, account: Account };
  } catch (thrown) {
    throw awsProblem(thrown, { action: "sts:GetCallerIdentity", region });
  }
  throw new Stop(EXIT.aws, `AWS does not tell in ${region} whose credentials these are`, "try again");
}
