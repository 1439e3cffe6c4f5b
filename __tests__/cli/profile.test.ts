import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { EXIT } from "../../cli/exit";
import { useProfile } from "../../cli/profile";
import { inSession } from "../../cli/session";
import { terminal } from "./terminal";

const CONFIG = `
[profile work]
region = us-west-2
aws_access_key_id = AKIAWORK
aws_secret_access_key = x
[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = base
[profile base]
role_arn = arn:aws:iam::111122223333:role/y
credential_source = Environment
[profile ring]
source_profile = ring
`;
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAKEYS", AWS_SECRET_ACCESS_KEY: "y" };
const MACHINE = "arn of the role of the machine, which nobody must ask for";

const before = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-profile-"));
  writeFileSync(join(folder, "config"), CONFIG);
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, AWS_PROFILE: ___, ...rest } = before;
  process.env = { ...rest, AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
  for (const key of Object.keys(KEYS)) delete process.env[key];
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

/** As whom, and where a command works. */
async function whoAndWhere(profile?: string): Promise<string> {
  let found = MACHINE;
  const flags = profile === undefined ? {} : { profile };
  await inSession(flags, terminal(), { needed: [] }, async ({ aws: { rds, region } }) => {
    found = `${(await rds(region).config.credentials()).accessKeyId} ${region}`;
    return EXIT.done;
  });
  return found;
}

test("keys in the environment count, and of AWS_PROFILE the region, in each look, as in the AWS CLI", async () => {
  Object.assign(process.env, { ...KEYS, AWS_PROFILE: "work" });
  expect(await whoAndWhere()).toBe("AKIAKEYS us-west-2");
  expect(await whoAndWhere()).toBe("AKIAKEYS us-west-2");
});

test("a profile that is named comes before them", async () => {
  Object.assign(process.env, KEYS);
  expect(await whoAndWhere("work")).toBe("AKIAWORK us-west-2");
});

test("AWS_PROFILE counts where there are none", async () => {
  process.env.AWS_PROFILE = "work";
  expect(await whoAndWhere()).toBe("AKIAWORK us-west-2");
});

test.each<[string, string | undefined]>([
  ["--profile", "wrok"],
  ["AWS_PROFILE", undefined],
])("one of %s that does not exist is refused: nobody acts as the machine instead", async (_, profile) => {
  Object.assign(process.env, { AWS_REGION: "eu-west-1", ...(profile === undefined && { AWS_PROFILE: "wrok" }) });
  await expect(whoAndWhere(profile)).rejects.toMatchObject({
    code: EXIT.usage,
    message: 'There is no profile "wrok" in the AWS CLI\'s configuration',
  });
});

test.each<[string, boolean]>([
  ["work", false],
  ["base", true],
  ["role", true],
  ["ring", false],
])("keys that %s assumes its role with stay: %s", async (profile, stay) => {
  const env: Record<string, string> = { ...KEYS, AWS_SESSION_TOKEN: "z", OTHER: "d" };
  await useProfile(profile, env);
  expect(env).toEqual({ AWS_PROFILE: profile, OTHER: "d", ...(stay && { ...KEYS, AWS_SESSION_TOKEN: "z" }) });
});
