import { deepEqual, match } from "node:assert/strict";
import { instanceBackedUp } from "../rds-events";
import { actions, failures, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";

export const sideBySide: Scenario = {
  title: "Runs side by side",
  run: async (world, check) => {
    const { account } = world;
    const ids = Array.from({ length: 8 }, (_, i) => `db-${i}`);
    for (const id of ids) {
      await account.createDatabase({ kind: "instance", id, backups: [BACKUP] });
    }
    const runs = await Promise.all([
      world.deploy().sweep(),
      world.deploy().sweep(),
      world.deploy().backupFinished(...ids.map(instanceBackedUp)),
    ]);
    await check("make each copy once, and none of them fails", async () => {
      for (const run of runs) {
        succeeded(run);
        // Who comes late finds the copy there and sees that it is the one that is wanted.
        for (const line of actions(run)) match(line, /^(copied .* new-snapshot|skipped .* already-copied)$/);
      }
      deepEqual(
        names(await account.copies()),
        inEachTarget(...ids.map((id) => (region: string) => `${region} instance ${id}-eu-west-1-2026-03-02-03-07`)),
      );
    });
    await check("leave nothing to do", async () => {
      const before = await account.everything();
      succeeded(await world.deploy().sweep());
      deepEqual(await account.everything(), before);
    });
    const other = await world.deploy({ name: "another-deployment" }).sweep();
    await check("of another deployment: it says whose the copies are", () => {
      const said = failures(other).filter((line) =>
        line.includes("already copied by deployment rds-cross-region-backup"),
      );
      deepEqual(said.length, 2 * ids.length, failures(other).join("\n"));
    });
  },
};
