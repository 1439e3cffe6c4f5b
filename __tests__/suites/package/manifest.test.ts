import { describe, expect, test } from "@jest/globals";
import * as construct from "../../../modules";
import manifest from "../../../package.json";
import lock from "../../../package-lock.json";
import { EDITIONS } from "../../../suites/package/editions";

describe("package.json", () => {
  test("promises peers only: nothing is installed besides", () => {
    expect(manifest).not.toHaveProperty("dependencies");
    const optional = Object.entries(manifest.peerDependenciesMeta).filter(([, meta]) => meta.optional);
    const required = Object.keys(manifest.peerDependencies).filter((peer) => !optional.some(([name]) => name === peer));
    expect(required).toEqual(["constructs"]);
  });

  test("has peer ranges whose lower ends are tested", () => {
    const tested = EDITIONS.flatMap(({ peers }) =>
      Object.entries(peers).map(([peer, version]) => `${peer} ^${version}`),
    );
    for (const [peer, range] of Object.entries(manifest.peerDependencies)) expect(tested).toContain(`${peer} ${range}`);
  });
});

test("the package exports the construct, besides types", () => {
  expect(Object.keys(construct)).toEqual(["RdsCrossRegionBackup"]);
});

test("the lock file has the hash of each package, those for other machines included", () => {
  // What a package brings inside of itself is covered by that package's hash.
  const packages = Object.entries<Locked>(lock.packages).filter(([path, { inBundle }]) => path !== "" && !inBundle);
  expect(packages.length).toBeGreaterThan(300);
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
});

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
}
