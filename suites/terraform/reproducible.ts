import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { Workspace } from "./workspace";

const TIME_ZONES = ["Pacific/Kiritimati", "America/Los_Angeles"];
/** Of npm's packages of Node; the major that runs this script is left out. */
const NODE_MAJORS = ["22", "24"];

/** The committed zips are what the source gives, in two time zones and on two other majors of Node. */
export function reproducible(checks: Checks, workspace: Workspace): void {
  const [own = ""] = process.versions.node.split(".");
  const others = NODE_MAJORS.filter((major) => major !== own);
  for (const [node, timeZone] of [[own, TIME_ZONES[0]], ...others.map((major) => [major, TIME_ZONES[1]])] as const) {
    checks.check(`zips: the committed ones are what Node ${node} makes in ${timeZone}`, () => {
      const program = node === own ? process.execPath : nodeOf(workspace, node ?? "");
      const folder = join(workspace.folder, `zips-${node}`);
      const script = `require("./scripts/bundle").writeBundles(${JSON.stringify(folder)}).then(() => console.log(process.version))`;
      const { status, stdout, stderr } = spawnSync(program, [require.resolve("tsx/cli"), "-e", script], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, TZ: timeZone },
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, new RegExp(`^v${node}\\.`));
      const committed = join(ROOT, "terraform/functions");
      assert.deepEqual(readdirSync(folder).sort(), readdirSync(committed).sort());
      for (const zip of readdirSync(folder)) {
        const same = readFileSync(join(folder, zip)).equals(readFileSync(join(committed, zip)));
        assert.ok(same, `${zip} is not what the source gives: npm run generate`);
      }
    });
  }
}

/** Another major of Node, from its npm package. */
function nodeOf(workspace: Workspace, major: string): string {
  const folder = join(workspace.folder, `node-${major}`);
  const name = `node-${process.platform}-${process.arch}`;
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${major}`];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return join(folder, "node_modules", name, "bin/node");
}
