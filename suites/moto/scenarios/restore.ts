import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../scripts/readme";
import { ROOT } from "../../root";
import { rdsCall } from "../aws-cli";
import { SOURCE_REGION } from "../places";
import { only, succeeded } from "../readings";
import type { Scenario } from "../world";

/** That of the documents. */
const BACKUP = "2026-01-31T03:07";
const REGION = "eu-central-1";

export const restore: Scenario = {
  title: "A restore by the commands of the documents",
  run: async (world, check) => {
    const { account } = world;
    await account.createDatabase({ kind: "instance", id: "orders", key: world.key(SOURCE_REGION), backups: [BACKUP] });
    await account.createDatabase({ kind: "cluster", id: "shop", key: world.key(SOURCE_REGION), backups: [BACKUP] });
    await account.createSubnetGroup("databases", REGION);
    succeeded(await world.deploy().sweep());
    const documented = ["README.md", "docs/runbook.md"].map((document) =>
      commands(readFileSync(join(ROOT, document), "utf8")).filter((command) => command.startsWith("aws rds ")),
    );
    for (const command of documented.flat()) equal(rdsCall(command).region, REGION);
    const [readme = [], runbook = []] = documented;

    await check("README: brings the instance back", async () => {
      for (const command of readme) await account.run(command);
      deepEqual(await account.databases(REGION), ["orders"]);
    });
    await account.forget("orders", REGION);
    await check("runbook: finds the copies, brings instance and cluster back, and holds a copy", async () => {
      for (const command of runbook) await account.run(command);
      deepEqual(await account.databases(REGION), ["orders", "shop", "shop-1"]);
      const { tags } = only(await account.copies(), REGION, "orders-eu-west-1-2026-01-31-03-07");
      equal(tags["CrossRegionBackup/Hold"], "restore-in-progress");
    });
  },
};
