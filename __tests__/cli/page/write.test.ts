import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { bundleCommandLine, bundlePage } from "../../../scripts/bundle";
import { DeployedEstate } from "../deployed-estate";
import { cli } from "../terminal";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  Object.assign(globalThis, { PAGE_CODE: await bundlePage() });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("status --html", () => {
  test("writes a page of what it has looked at, and says where, beside its answer", async () => {
    const estate = await DeployedEstate.start({ deployments: [{ databases: 2 }] });
    try {
      const file = join(folder, "status.html");
      const { code, out, err } = await cli(["status", "--region", "eu-west-1", "--html", file]);
      expect({ code, err }).toEqual({ code: 0, err: `The page is ${file}\n` });
      expect(out).toContain("fresh");
      const html = readFileSync(file, "utf8");
      expect(html).toMatch(/^<!doctype html>/);
      expect(html).toContain('"database":"db-00000"');
      expect(html).toContain("rrr");
    } finally {
      await estate.stop();
    }
  });

  test("asks AWS nothing if there is no such folder", async () => {
    const { code, err } = await cli(["status", "--region", "eu-west-1", "--html", join(folder, "none", "status.html")]);
    expect(code).toBe(2);
    expect(err).toBe(`--html: there is no folder ${join(folder, "none")}.\n  Make it, or name a file in another.\n`);
  });

  test("asks AWS nothing if the file is a folder, or its name is impossible", async () => {
    const to = (file: string) => cli(["status", "--region", "eu-west-1", "--html", file]);
    expect(await to(folder)).toMatchObject({ code: 2, err: `--html: ${folder} is a folder.\n  Name a file in it.\n` });
    const { code, err } = await to(join(folder, "x".repeat(300)));
    expect([code, err]).toEqual([2, expect.stringMatching(/^--html: .*cannot be written: ENAMETOOLONG/)]);
  });

  test("finds the page's code in the built command line", async () => {
    const built = Buffer.from(await bundleCommandLine()).toString("utf8");
    expect(built).toContain(JSON.stringify((await bundlePage()).style).slice(1, 200));
    expect(built).not.toContain("PAGE_CODE");
  });
});
