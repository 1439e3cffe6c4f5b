import { describe, expect, test } from "@jest/globals";
import * as construct from "../../../modules";
import manifest from "../../../package.json";
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
