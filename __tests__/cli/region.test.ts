import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { regionOf } from "../../cli/region";
import { cli } from "./terminal";

const before = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-profile-"));
  writeFileSync(join(folder, "config"), "[profile work]\nregion = us-west-2\n");
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, AWS_PROFILE: ___, ...rest } = before;
  process.env = { ...rest, AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

test("is that of the option, the environment, the profile, in this order", async () => {
  process.env.AWS_PROFILE = "work";
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
