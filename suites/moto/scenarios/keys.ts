import { deepEqual, equal, ok } from "node:assert/strict";
import { TARGET_KMS_KEY } from "../../../settings/texts";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { failures, inEachTarget, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const BACKUP = "2026-03-02T03:07";
const [CENTRAL, WEST] = TARGET_REGIONS;

export const keys: Scenario = {
  title: "Keys",
  run: async (world, check) => {
    const { account } = world;
    const key = world.key(SOURCE_REGION);
    for (const kind of ["instance", "cluster"] as const) {
      for (const id of [`good-${kind}`, `bad-${kind}`])
        await account.createDatabase({ kind, id, key, backups: [BACKUP] });
    }
    await account.createDatabase({ kind: "instance", id: "plain", backups: [BACKUP] });
    const ofOtherRegion = world.key(WEST).replace(WEST, CENTRAL);

    const refused = await world
      .deploy({ targets: { [CENTRAL]: { databaseKmsKeyArns: { "bad-*": ofOtherRegion } }, [WEST]: {} } })
      .sweep();
    await check("a key that does not exist in the target region fails, by database, region and key", () => {
      const said = failures(refused);
      equal(said.length, 2, said.join("\n"));
      for (const database of ["instance bad-instance", "cluster bad-cluster"]) {
        ok(
          said.some((line) => line.startsWith(`${database} to ${CENTRAL}: `) && line.includes(ofOtherRegion)),
          said.join("\n"),
        );
      }
    });
    await check("and every other copy is made", async () => {
      const copies = names(await account.copies()).filter((name) => !name.includes("bad"));
      deepEqual(
        copies,
        inEachTarget(
          (region) => `${region} instance good-instance-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} cluster good-cluster-eu-west-1-2026-03-02-03-07`,
          (region) => `${region} instance plain-eu-west-1-2026-03-02-03-07`,
        ),
      );
      const bad = names(await account.copies()).filter((name) => name.includes("bad"));
      deepEqual(bad, [
        `${WEST} cluster bad-cluster-eu-west-1-2026-03-02-03-07`,
        `${WEST} instance bad-instance-eu-west-1-2026-03-02-03-07`,
      ]);
    });
    await check("put right, the missing copies are made", async () => {
      const before = await account.copies();
      succeeded(await world.deploy().sweep());
      const added = (await account.copies()).filter(({ arn }) => !before.some((one) => one.arn === arn));
      deepEqual(names(added), [
        `${CENTRAL} cluster bad-cluster-eu-west-1-2026-03-02-03-07`,
        `${CENTRAL} instance bad-instance-eu-west-1-2026-03-02-03-07`,
      ]);
      deepEqual([...new Set(added.map((copy) => copy.key))], [world.key(CENTRAL)]);
    });

    for (const kind of ["instance", "cluster"] as const) {
      for (const id of [`good-${kind}`, `bad-${kind}`]) await account.takeBackup(kind, id, "2026-03-03T03:07");
    }
    await account.takeBackup("instance", "plain", "2026-03-03T03:07");
    const before = await account.copies();
    const without = await world.deploy({ targets: { [CENTRAL]: {}, [WEST]: { createKmsKey: false } } }).sweep();
    await check("without a key for a region only unencrypted databases are copied there", async () => {
      const added = (await account.copies()).filter(({ arn }) => !before.some((one) => one.arn === arn));
      deepEqual(names(added.filter(({ region }) => region === WEST)), [
        `${WEST} instance plain-eu-west-1-2026-03-03-03-07`,
      ]);
      equal(added.filter(({ region }) => region === CENTRAL).length, 5);
      equal(added.find(({ region }) => region === WEST)?.key, undefined);
    });
    await check("and the others fail, with the setting to change", () => {
      const failed = failures(without);
      equal(failed.length, 4, failed.join("\n"));
      const [message = ""] = failed.filter((line) => line.startsWith(`instance good-instance to ${WEST}: `));
      ok(message.includes("kms_key_arn"), failed.join("\n"));
    });

    await check("an ARN of another region stops the function at its start, before it touches anything", async () => {
      const state = await account.everything();
      const wrong = await world
        .deployUnchecked({
          TARGET_KMS_KEYS: { [CENTRAL]: { kms_key_arn: world.key(WEST), database_kms_key_arns: {} } },
        })
        .sweep();
      equal(wrong.error?.name, "SettingsError");
      ok(
        wrong.error?.message.includes(`TARGET_KMS_KEYS["${CENTRAL}"].kms_key_arn must be ${TARGET_KMS_KEY.mustBe}`),
        wrong.error?.message,
      );
      deepEqual(await account.everything(), state);
    });
  },
};
