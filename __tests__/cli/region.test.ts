import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RDSClient } from "@aws-sdk/client-rds";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { regionOf, useKeys, useProfile } from "../../cli/region";
import { cli } from "./terminal";

const before = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-profile-"));
  const work = ["[profile work]", "region = us-west-2", "aws_access_key_id = AKIAWORK", "aws_secret_access_key = x"];
  writeFileSync(join(folder, "config"), `${work.join("\n")}\n`);
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, AWS_PROFILE: ___, ...rest } = before;
  process.env = { ...rest, AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

test("is that of the option, the environment, the profile, in this order", async () => {
  useProfile("work", process.env);
  expect(await regionOf(undefined, process.env)).toBe("us-west-2");
  process.env.AWS_DEFAULT_REGION = "eu-west-3";
  expect(await regionOf(undefined, process.env)).toBe("eu-west-3");
  process.env.AWS_REGION = "eu-west-2";
  expect(await regionOf(undefined, process.env)).toBe("eu-west-2");
  expect(await regionOf("eu-west-1", process.env)).toBe("eu-west-1");
});

test("is asked for where nothing says it", async () => {
  await expect(regionOf(undefined, process.env)).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining("Which region?"),
    // Of the databases or of the copies: that depends on the command.
    remedy: "name it with --region; --help says which one this command needs",
  });
});

test.each([[["status"]], [["plan"]], [["doctor"]], [["copies"]], [["run"]], [["restore", "--list"]]])(
  "%j without a region asks for one, and not for that of anything that it does not need",
  async (args) => {
    const { code, err } = await cli(args);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/^Which region\?/) });
    expect(err).not.toContain("of the copies");
  },
);

test.each(["eu-central", "eu-central-1.evil.com", "Frankfurt", ""])("cannot be %j", async (region) => {
  await expect(regionOf(region, process.env)).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining("is no region"),
  });
});

describe("with keys in the environment", () => {
  beforeEach(() => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAKEYS", AWS_SECRET_ACCESS_KEY: "y" });
  });

  /** As a session begins. @returns as whom, and where */
  async function session(profile?: string): Promise<[string, string]> {
    useProfile(profile, process.env);
    const region = await regionOf(undefined, process.env);
    useKeys(region, process.env);
    const { accessKeyId } = await new RDSClient({ region }).config.credentials();
    return [accessKeyId, region];
  }

  test("these count, and of AWS_PROFILE the region, in each look, as in the AWS CLI", async () => {
    process.env.AWS_PROFILE = "work";
    expect(await session()).toEqual(["AKIAKEYS", "us-west-2"]);
    expect(await session()).toEqual(["AKIAKEYS", "us-west-2"]);
  });

  test("a profile that is named counts", async () => {
    expect(await session("work")).toEqual(["AKIAWORK", "us-west-2"]);
  });
});

test("AWS_PROFILE counts where there are no keys", () => {
  const env = { AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  useKeys("us-west-2", env);
  expect(env.AWS_PROFILE).toBe("work");
});

test("a profile that is named comes before keys in the environment", () => {
  const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c", OTHER: "d" };
  useProfile("work", env);
  expect(env).toEqual({ AWS_PROFILE: "work", OTHER: "d" });
});
