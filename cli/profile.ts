import { loadSharedConfigFiles } from "@smithy/core/config";
import { shown } from "../handlers/core/shown";
import { wrongUsage } from "./exit";
import type { Terminal } from "./terminal";

type Env = Terminal["env"];

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/**
 * The SDK reads credentials and region of this profile then, as the AWS CLI does: keys in the environment do not count. Of one that does not
 * exist it says nothing, and acts as the machine's role, perhaps in another account.
 *
 * @throws Stop if there is no such profile, nor that of AWS_PROFILE
 */
export async function useProfile(option: string | undefined, env: Env): Promise<void> {
  const name = option ?? (env.AWS_PROFILE || undefined);
  if (name === undefined) return;
  const profiles = await knownProfiles();
  if (name !== "default" && !profiles.has(name))
    throw wrongUsage(
      [`There is no profile ${shown(name)} in the AWS CLI's configuration`],
      "see those that there are with aws configure list-profiles",
    );
  if (option === undefined) return;
  Reflect.set(env, "AWS_PROFILE", option);
  if (assumesWithKeys(option, profiles)) return;
  for (const key of KEYS) Reflect.deleteProperty(env, key);
}

/**
 * Of AWS_PROFILE the AWS CLI takes the region alone where there are keys in the environment; the SDK would act as that profile.
 *
 * @param region that was found, of that profile perhaps
 */
export function useKeys(region: string, env: Env): void {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = env;
  if (!(AWS_PROFILE && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY)) return;
  Reflect.set(env, "AWS_REGION", region);
  Reflect.deleteProperty(env, "AWS_PROFILE");
}

type Profiles = ReadonlyMap<string, Readonly<Record<string, string | undefined>>>;

async function knownProfiles(): Promise<Profiles> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return new Map([...Object.entries(credentialsFile), ...Object.entries(configFile)]);
}

/** Whether it, or one that it builds on, assumes a role with the keys of the environment. */
function assumesWithKeys(name: string, profiles: Profiles): boolean {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const profile: Readonly<Record<string, string | undefined>> | undefined = profiles.get(next);
    if (profile?.credential_source === "Environment") return true;
    next = profile?.source_profile;
  }
  return false;
}
