import { CopyDBSnapshotCommand, DeleteDBSnapshotCommand } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { checks, keyOf } from "../../../simulation/demo/checks";
import { holdings } from "../../../simulation/demo/copies";
import { type Expected, SOURCE_REGION, START, TARGET_REGIONS } from "../../../simulation/demo/scenario";
import type { SnapshotRecord } from "../../../simulation/rds/model";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { SimulatedHttpHandler } from "../../../simulation/wire/http-handler";
import { sdkClient } from "../support";
import { newWorld } from "../world-support";

/** An unencrypted instance with one automated snapshot, keys in the target regions, and something that acts as the sweep. */
function setUp(expected: Expected = "fresh") {
  const world = newWorld({ start: START });
  const source = world.aws.region(SOURCE_REGION);
  const database = source.addInstance({ id: "orders" });
  const snapshot = source.backups.addPast(database, START.getTime() - HOUR);
  for (const region of TARGET_REGIONS)
    world.aws.kms.addKey(region, { alias: "alias/rds-cross-region-backup-eu-west-1" });
  const foreign = world.aws.region("us-east-1").addSnapshot("instance", { id: "by-hand", databaseId: "orders" });
  const caller = { name: "sweep", arn: "arn:aws:sts::111122223333:assumed-role/r/sweep", allows: async () => true };
  const requestHandler = new SimulatedHttpHandler({ aws: world.aws, caller });
  const copy = (region: string, key = keyOf(world, region)) =>
    world.run(
      sdkClient(region, requestHandler).send(
        new CopyDBSnapshotCommand({
          SourceDBSnapshotIdentifier: snapshot.arn,
          TargetDBSnapshotIdentifier: "orders-copy",
          KmsKeyId: key,
        }),
      ),
    );
  const remove = (region: string, id: string) =>
    world.run(sdkClient(region, requestHandler).send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id })));
  const problems = () => {
    const scenario = { expected: new Map([["orders", expected]]), foreign: [foreign] };
    const [fresh, keys, touched] = checks(world, scenario, holdings(world));
    return { fresh: fresh?.problems, keys: keys?.problems, touched: touched?.problems };
  };
  const copyEverywhere = async () => {
    for (const region of TARGET_REGIONS) await copy(region);
    await world.runUntil(START.getTime() + DAY);
  };
  return { world, source, foreign, copy, remove, problems, copyEverywhere };
}

const fine = { fresh: [], keys: [], touched: [] };

test("fresh copies under the right keys pass, and so does deleting one of them", async () => {
  const { copyEverywhere, problems, remove, copy, world } = setUp();
  await copyEverywhere();
  expect(problems()).toEqual(fine);
  await remove("us-east-1", "orders-copy");
  await world.runUntil(START.getTime() + DAY + HOUR);
  expect(problems().touched).toEqual([]);
  expect(problems().fresh).toEqual(["orders in us-east-1: no copy at all"]);
  await copy("us-east-1");
});

describe("the demo fails", () => {
  test("for a copy that is too old, unless the database is stopped and had no later backup", async () => {
    const { copyEverywhere, problems, source, world } = setUp();
    await copyEverywhere();
    source.changeDatabase("instance", "orders", { backupRetentionDays: 0 });
    await world.runUntil(START.getTime() + 2 * DAY);
    expect(problems().fresh).toEqual([
      "orders in eu-central-1: the newest copy is 49 hours old",
      "orders in us-east-1: the newest copy is 49 hours old",
    ]);
  });

  test("for a copy that was never made, unless that is expected", () => {
    expect(setUp().problems().fresh).toHaveLength(2);
    expect(setUp("uncovered").problems().fresh).toEqual([]);
  });

  test("for a copy under another key", async () => {
    const { copy, problems, world } = setUp();
    const other = world.aws.kms.addKey("us-east-1");
    await copy("us-east-1", other);
    await world.runUntil(START.getTime() + HOUR);
    expect(problems().keys).toEqual([`orders-copy of orders in us-east-1 has the key ${other}`]);
  });

  test("for a foreign snapshot that was deleted or changed", async () => {
    const deleted = setUp();
    await deleted.remove("us-east-1", "by-hand");
    expect(deleted.problems().touched).toHaveLength(2);
    const changed = setUp();
    const record: SnapshotRecord = { ...changed.foreign, tags: { CrossRegionBackup: "mine now" } };
    changed.world.aws.region("us-east-1").snapshots.instance.put(record);
    expect(changed.problems().touched).toEqual([`${changed.foreign.arn} is not as it was`]);
  });
});
