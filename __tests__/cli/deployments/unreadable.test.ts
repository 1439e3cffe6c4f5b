import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { estateOfTests } from "../deployed-estate";
import { cli } from "../terminal";

// One broken deployment hides no other.

const started = estateOfTests();

const REGION = "eu-west-1";
const SAID = /other-sweep.*are\s+not\s+those\s+of\s+this\s+version:\s+RETENTION\s+is\s+missing/s;

/** Two deployments, and the settings of one of them as another version wrote them. */
async function withOneUnreadable(): Promise<void> {
  const { world } = await started({ deployments: [{}, { name: "other", databases: 0 }] });
  world.change("other", (deployment) => ({
    ...deployment,
    functions: deployment.functions.map(({ environment: { RETENTION: _, ...environment }, ...one }) => ({
      ...one,
      environment,
    })),
  }));
}

test.each(["status", "plan", "doctor"])("%s shows the others, and names the one, as people read it", async (name) => {
  await withOneUnreadable();
  const { code, out, err } = await cli([name, "--region", REGION], { columns: 80 });
  expect(code).toBe(1);
  expect(out).toContain("rds-cross-region-backup");
  expect(out + err).toMatch(SAID);
});

test.each(["status", "plan", "doctor"])("%s shows the others, and names the one, for programs", async (name) => {
  await withOneUnreadable();
  const { code, out } = await cli([name, "--region", REGION, "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    deployments: [{ name: "rds-cross-region-backup" }],
    could_not_be_read: [{ of: "other-sweep", cause: expect.stringContaining("RETENTION is missing") }],
  });
});

test("the page names it, too", async () => {
  Object.assign(globalThis, { PAGE_CODE: { script: "", style: "" } });
  await withOneUnreadable();
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  try {
    const file = join(folder, "status.html");
    await cli(["status", "--region", REGION, "--database", "db-00000", "--database", "nothing", "--html", file]);
    const html = readFileSync(file, "utf8");
    expect(html).toContain("<title>! ");
    expect(html).toMatch(/"absent":\["other-sweep: [^"]*RETENTION is missing[^"]*","nothing: [^"]*"\]/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each<[string, string[]]>([
  ["list", []],
  ["hold", ["db-00000-eu-west-1-2026-02-01-06-00", "--until", "forever", "--why", "x"]],
])("copies %s does so too, as nothing is lost by it", async (name, args) => {
  await withOneUnreadable();
  const { code, out } = await cli(["copies", name, ...args, "--region", REGION, "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    copies: name === "list" ? Array(9).fill({ database: expect.stringMatching(/^db-/) }) : [{ database: "db-00000" }],
    problems: [{ of: "other-sweep", cause: expect.stringContaining("RETENTION is missing") }],
  });
});

test("run asks which is meant, as the one that can be read is not the only one", async () => {
  await withOneUnreadable();
  const { code, err } = await cli(["run", "--region", REGION]);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining("eu-west-1 has several deployments: rds-cross-region-backup, other."),
  });
  expect((await cli(["run", "--region", REGION, "--deployment", "rds-cross-region-backup"])).code).toBe(0);
});

test("copies deletes nothing while the settings of one cannot be read", async () => {
  await withOneUnreadable();
  const { code, err } = await cli(["copies", "delete", "--orphaned", "--yes", "--region", REGION]);
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining("other-sweep") });
  expect(err).toContain("; or name the region in which the copies lie with --target-region.");
});
