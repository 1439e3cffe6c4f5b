import { RDSClient } from "@aws-sdk/client-rds";
import { shown } from "../handlers/core/shown";
import { REGION } from "../settings/texts";
import { wrongUsage } from "./exit";
import type { Terminal } from "./terminal";

const PATTERN = new RegExp(REGION.pattern);

/** @returns what is wrong with a name of a region; undefined: nothing */
export const notARegion = (region: string): string | undefined =>
  PATTERN.test(region) ? undefined : `${shown(region)} is no region such as eu-central-1`;

/** As the AWS CLI takes it: the option, the environment, the profile. @throws Stop */
export async function regionOf(option: string | undefined, env: Terminal["env"]): Promise<string> {
  const region = option ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? (await ofProfile());
  if (region === undefined) throw wrongUsage(["Which region? No --region, AWS_REGION or profile says it"], NAME_IT);
  const problem = notARegion(region);
  if (problem !== undefined) throw wrongUsage([problem], NAME_IT);
  return region;
}

const NAME_IT = "name it with --region; --help says which one this command needs";

async function ofProfile(): Promise<string | undefined> {
  const client = new RDSClient({});
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
