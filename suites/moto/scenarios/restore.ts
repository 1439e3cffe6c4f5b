import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../scripts/readme";
import { ROOT } from "../../root";
import { rdsCall } from "../aws-cli";
import { SOURCE_REGION } from "../places";
import { only, succeeded } from "../readings";
import type { Scenario } from "../world";

/** That of the document. */
const BACKUP = "2026-01-31T03:07";
const COPY = "eu-west-1-2026-01-31-03-07";
const REGION = "eu-central-1";
const ELSEWHERE = "us-west-2";

export const restore: Scenario = {
  title: "A restore, by the commands of docs/restore.md and by the folder",
  run: async (world, check) => {
    const { account } = world;
    await account.createDatabase({ kind: "instance", id: "orders", key: world.key(SOURCE_REGION), backups: [BACKUP] });
    await account.createDatabase({ kind: "cluster", id: "shop", key: world.key(SOURCE_REGION), backups: [BACKUP] });
    await account.createDatabase({ kind: "instance", id: "shop-a", memberOf: "shop" });
    for (const region of [REGION, ELSEWHERE]) await account.createSubnetGroup("databases", region);
    succeeded(await world.deploy().sweep());
    const commandsOfDocument = commands(readFileSync(join(ROOT, "docs", "restore.md"), "utf8"));
    const documented = commandsOfDocument.filter((command) => command.startsWith("aws rds "));
    for (const command of documented) equal(rdsCall(command).region, REGION);

    await check("finds the copies, brings instance and cluster back, and holds a copy", async () => {
      for (const command of documented) await account.run(command);
      deepEqual(await account.databases(REGION), ["orders", "shop", "shop-1"]);
      const { tags } = only(await account.copies(), REGION, `orders-${COPY}`);
      equal(tags["CrossRegionBackup/Hold"], "restore-in-progress");
    });

    await check("the folder that restore writes: its calls bring back instance, cluster and members", async () => {
      const nothing = new Set<string>();
      const applied = await account.restore({
        region: ELSEWHERE,
        deployment: only(await account.copies(), ELSEWHERE, `orders-${COPY}`).tags.CrossRegionBackup ?? "",
        subnetGroup: "databases",
        securityGroup: "sg-0123456789abcdef0",
        groups: { parameterGroups: nothing, clusterParameterGroups: nothing, subnetGroups: new Set(["databases"]) },
        now: new Date(),
      });
      deepEqual(
        applied.flatMap(({ address, refused }) => refused ?? address),
        [
          'aws_rds_cluster.restored["shop"]',
          'aws_db_instance.restored["orders"]',
          'aws_rds_cluster_instance.restored["shop-1"]',
        ],
      );
      const lost = await account.instance("orders", SOURCE_REGION);
      const restored = await account.instance("orders", ELSEWHERE);
      for (const name of ["Engine", "DBInstanceClass", "BackupRetentionPeriod", "CopyTagsToSnapshot"] as const) {
        equal(restored?.[name], lost?.[name], name);
      }
      equal(restored?.KmsKeyId, world.key(ELSEWHERE));
      equal(restored?.DBSubnetGroup?.DBSubnetGroupName, "databases");
    });
  },
};
