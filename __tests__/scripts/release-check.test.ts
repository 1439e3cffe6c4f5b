import { describe, expect, test } from "@jest/globals";
import { PROJECT } from "../../scripts/addresses";
import { type Candidate, problems } from "../../scripts/release-check";
import { read } from "../docs/documents";

const READY: Candidate = {
  version: "1.2.0",
  tag: "v1.2.0",
  repository: PROJECT,
  changelog: "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n### Added\n",
  module: { "main.tf": "a", "keys.tf": "b" },
  kept: { "main.tf": "a", "keys.tf": "b" },
};

describe("a release", () => {
  test("may be made when tag, version, changelog and kept module agree", () => {
    expect(problems(READY)).toEqual([]);
    expect(problems({ ...READY, tag: undefined, repository: undefined })).toEqual([]);
  });

  test.each<[string, Partial<Candidate>, string]>([
    ["a tag of another version", { tag: "v1.3.0" }, "The tag is v1.3.0, and package.json says 1.2.0"],
    ["a fork", { repository: "https://github.com/somebody/else" }, "npm takes no provenance from elsewhere"],
    ["a changelog that is not dated", { changelog: "## [Unreleased]\n" }, 'no section "## [1.2.0] - <date>"'],
    ["a changelog of a longer version", { changelog: "## [11.2.0] - 2026-12-01\n" }, "CHANGELOG.md has no section"],
    ["a module that was changed since it was kept", { module: { ...READY.module, "main.tf": "c" } }, "(main.tf): copy"],
    ["a file that is gone", { module: { "main.tf": "a" } }, "(keys.tf): copy terraform/*.tf there"],
    ["a module that was not kept", { kept: {} }, "__tests__/fixtures/releases/1.2.0/ is not what terraform/ is now"],
  ])("is refused with %s", (_, change, message) => {
    const found = problems({ ...READY, ...change });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

describe("the release workflow", () => {
  test("publishes, which cannot be taken back or repeated, when all but the push of the mirror has been done", () => {
    const steps = read(".github/workflows/release.yml").split("\n      - ");
    const publishes = steps.findIndex((step) => step.includes("npm publish "));
    expect(publishes).toBeGreaterThan(0);
    expect(steps.slice(publishes + 1).map((step) => step.split("\n")[0])).toEqual(["name: the mirror is pushed"]);
  });
});
