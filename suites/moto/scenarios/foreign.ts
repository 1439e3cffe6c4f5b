import { deepEqual, equal, ok } from "node:assert/strict";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { failures, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
const ARN = "arn:aws:rds:eu-west-1:123456789012";

export const foreign: Scenario = {
  title: "Snapshots that are not ours",
  run: async (world, check) => {
    const { account } = world;
    const deployment = world.deploy({ retention: { keepLast: 1 } });
    for (const kind of ["instance", "cluster"] as const) {
      await account.createDatabase({ kind, id: "orders", backups: [BACKUP], tags: { team: "shop" } });
    }
    succeeded(await deployment.sweep());
    const [copy] = await account.copies();
    const ourTags = copy?.tags ?? {};

    for (const region of TARGET_REGIONS) {
      for (const kind of ["instance", "cluster"] as const) {
        const type = kind === "cluster" ? "cluster-snapshot" : "snapshot";
        const source = `${ARN}:${type}:rds:orders-2026-03-02-03-07`;
        // A database of the same name lives here, with automated and hand-made snapshots, restored from one of ours.
        await account.createDatabase({ kind, id: "orders", region, tags: ourTags });
        await account.createSnapshot(kind, "orders", "by-hand", region, { team: "shop" });
        await account.createSnapshot(kind, "orders", "orders-eu-west-1-2026-01-01-03-07", region, { team: "shop" });
        await account.createSnapshot(kind, "orders", "orders-eu-west-1-2026-01-02-03-07", region, ourTags);
        await account.createSnapshot(kind, "orders", "inherited", region, ourTags);
        await account.copySnapshot(kind, source, "orders-copied-by-hand", region, ourTags);
        await account.copySnapshot(kind, source, "orders-eu-west-1-2026-01-03-03-07", region, {
          ...ourTags,
          CrossRegionBackup: "another-deployment",
          "CrossRegionBackup/SourceArn": `${ARN}:${type}:rds:orders-2026-01-03-03-07`,
        });
        await account.copySnapshot(kind, source, "orders-eu-west-1-2026-01-04-03-07", region, {
          ...ourTags,
          "CrossRegionBackup/SourceArn": `${ARN}:${type}:rds:orders-2026-01-04-03-07`.replace(
            "123456789012",
            "999999999999",
          ),
        });
      }
    }
    const ours = (id: string) => /^orders-eu-west-1-2026-03-0\d-03-07$/.test(id);
    const foreignSnapshots = async () =>
      (await account.everything()).filter(({ id, region }) => region !== SOURCE_REGION && !ours(id));
    const before = await foreignSnapshots();

    for (const day of ["03", "04", "05"]) {
      for (const kind of ["instance", "cluster"] as const) {
        await account.takeBackup(kind, "orders", `2026-03-${day}T03:07`);
      }
      succeeded(await deployment.sweep());
    }
    const last = await deployment.sweep();

    await check("are there, as many as have been made", () => equal(before.length, 32));
    await check("are left as they are, while retention deletes ours beside them", async () => {
      succeeded(last);
      deepEqual(await foreignSnapshots(), before);
      const left = (await account.copies()).filter(({ id }) => ours(id));
      deepEqual(
        names(left),
        TARGET_REGIONS.flatMap((region) => [
          `${region} cluster orders-eu-west-1-2026-03-05-03-07`,
          `${region} instance orders-eu-west-1-2026-03-05-03-07`,
        ]).sort(),
      );
    });
    await check("are reported, where they carry our tags", () => {
      const reported = last.lines.filter(({ reason }) => reason === "not-ours");
      const ids = new Set(reported.map(({ snapshot }) => snapshot));
      deepEqual([...ids].sort(), [
        "inherited",
        "orders-copied-by-hand",
        "orders-eu-west-1-2026-01-02-03-07",
        "orders-eu-west-1-2026-01-04-03-07",
      ]);
      equal(reported.length, 16);
    });

    await account.createDatabase({ kind: "instance", id: "taken", backups: [BACKUP] });
    await account.createDatabase({ kind: "instance", id: "free", backups: [BACKUP] });
    const [region] = TARGET_REGIONS;
    await account.createSnapshot("instance", "orders", "taken-eu-west-1-2026-03-02-03-07", region, { team: "shop" });
    const obstructed = await deployment.sweep();
    await check("that bear the id of a copy are a failure that names them, and stop nothing else", async () => {
      deepEqual(failures(obstructed), [
        `instance taken to ${region}: taken-eu-west-1-2026-03-02-03-07 exists and was not made by this deployment: rename or delete it (id-taken)`,
      ]);
      const copies = names(await account.copies());
      ok(copies.includes("us-west-2 instance taken-eu-west-1-2026-03-02-03-07"));
      for (const target of TARGET_REGIONS) ok(copies.includes(`${target} instance free-eu-west-1-2026-03-02-03-07`));
    });
  },
};
