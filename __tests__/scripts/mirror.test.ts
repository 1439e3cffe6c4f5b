import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { bugs, homepage, repository } from "../../package.json";
import { MIRROR, moduleSource, PROJECT } from "../../scripts/addresses";
import { mirror } from "../../scripts/mirror";
import { PATHS, read } from "../docs/documents";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]): string => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" }).trim();

describe("the mirror", () => {
  test("has the module at its root, examples, README, licence and zips, under a tag", () => {
    expect(mirror(folder, "0.1.0")).toBe(true);
    const files = git("ls-tree", "-r", "--name-only", "v0.1.0").split("\n");
    const module = [...PATHS].filter((path) => path.startsWith("terraform/") && !path.endsWith("/"));
    const examples = [...PATHS].filter((path) => /^examples\/[^/]+\/main\.tf$/.test(path));
    expect(examples.length).toBeGreaterThan(5);
    expect(files).toEqual(["LICENSE", ...module.map((path) => path.slice("terraform/".length)), ...examples].sort());
    expect(git("status", "--porcelain", "--ignored")).toBe("");
    expect(git("rev-parse", "main")).toBe(git("rev-parse", "v0.1.0^{commit}"));
  });

  test("names no file outside of itself: sources are the module's address and its version", () => {
    mirror(folder, "0.1.0");
    const sources = git("grep", "-hE", "^ *source +=", "v0.1.0", "--", "examples", "README.md").split("\n");
    expect(sources.map((line) => line.replace(/^.*= /, ""))).toEqual(
      sources.map(() => JSON.stringify(`git::${MIRROR}.git?ref=v0.1.0`)),
    );
    expect(readFileSync(join(folder, "README.md"), "utf8")).not.toContain("../");
  });

  test("is made again without a change", () => {
    mirror(folder, "0.1.0");
    expect(mirror(folder, "0.1.0")).toBe(false);
    expect(git("rev-list", "--count", "main")).toBe("1");
  });

  test("grows by one commit with each release, and keeps the former", () => {
    mirror(folder, "0.1.0");
    mirror(folder, "0.2.0");
    expect(git("tag").split("\n")).toEqual(["v0.1.0", "v0.2.0"]);
    expect(
      git("log", "--format=%s", "main")
        .split("\n")
        .map((subject) => subject.split(" ")[1]),
    ).toEqual(["0.2.0", "0.1.0"]);
    expect(git("show", "v0.1.0:examples/minimal/main.tf")).toContain("ref=v0.1.0");
  });

  test("never changes what is tagged", () => {
    mirror(folder, "0.1.0");
    writeFileSync(join(folder, "main.tf"), "# changed\n");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--all", "-m", "changed");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "tag", "--force", "-a", "-m", "moved", "v0.1.0");
    expect(() => mirror(folder, "0.1.0")).toThrow(
      `raise \`version\` in package.json. Before the first release, remove ${folder} instead`,
    );
    expect(readFileSync(join(folder, "main.tf"), "utf8")).toBe("# changed\n");
  });

  test("is never written over something else", () => {
    writeFileSync(join(folder, "thesis.txt"), "years of work");
    expect(() => mirror(folder, "0.1.0")).toThrow("neither empty nor a mirror");
    git("init", "--quiet");
    expect(() => mirror(folder, "0.1.0")).toThrow("neither empty nor a mirror");
    expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
  });
});

describe("the project's address", () => {
  test("is one, in package.json and in the documents", () => {
    expect(repository.url).toBe(`git+${PROJECT}.git`);
    expect(bugs.url).toBe(`${PROJECT}/issues`);
    expect(homepage).toBe(`${PROJECT}#readme`);
    const sources = [...read("README.md").matchAll(/git::https:[^"\s]+/g)].map(([source]) => source);
    expect(sources).toEqual(sources.map(() => moduleSource()));
  });
});
