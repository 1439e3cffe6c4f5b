import {
  CopyDBClusterSnapshotCommand,
  CopyDBSnapshotCommand,
  type CopyDBSnapshotCommandInput,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { Assumptions } from "../../../simulation/rds/assumptions";
import type { OptionRecord } from "../../../simulation/rds/option-groups";
import { HOUR } from "../../../simulation/time/clock";
import { simulation } from "../support";

const SOURCE = "eu-west-1";
const NEEDS = "The snapshot requires a target option group with the following options: [TDE]";
const TDE: OptionRecord = { name: "TDE", isNeeded: true, copying: "done" };
const OEM: OptionRecord = { name: "OEM", isNeeded: false, copying: "done" };

function setUp(options: readonly OptionRecord[], assumptions: Partial<Assumptions> = {}) {
  const simulated = simulation({ assumptions, durations: { copy: () => HOUR } });
  const { source, target, run, aws } = simulated;
  source.addOptionGroup("billing", options);
  const snapshot = (id: string) => {
    const database = source.addInstance({ id, engine: "oracle-ee", engineVersion: "19.0", optionGroup: "billing" });
    return source.backups.addPast(database, aws.clock.now() - HOUR);
  };
  const first = snapshot("billing");
  const copy = (input: Partial<CopyDBSnapshotCommandInput> = {}, of = first) =>
    run((client) =>
      client.send(
        new CopyDBSnapshotCommand({
          SourceDBSnapshotIdentifier: of.arn,
          TargetDBSnapshotIdentifier: `copy-of-${of.databaseId}`,
          ...input,
        }),
      ),
    );
  return { ...simulated, snapshot, copy, target };
}

const WITH = { CopyOptionGroup: true };
const TAGGED = {
  ...WITH,
  TagSpecifications: [{ ResourceType: "og", Tags: [{ Key: "CrossRegionBackup", Value: "prod" }] }],
};

describe("a copy of a snapshot with an option group", () => {
  test("is refused without the group if it needs one of its options, in AWS's words", async () => {
    const { copy } = setUp([OEM, TDE]);
    await expect(copy()).rejects.toMatchObject({ name: "InvalidParameterValue", message: NEEDS });
  });

  test("is made without the group if it needs none of its options, and has the default one", async () => {
    const { copy, target } = setUp([OEM]);
    const { DBSnapshot } = await copy();
    expect(DBSnapshot?.OptionGroupName).toBe("default:oracle-ee");
    expect(target.stock.optionGroups.size).toBe(0);
  });

  test("takes the group along, with its options and the tags that are asked for", async () => {
    const { copy, target } = setUp([TDE]);
    const { DBSnapshot } = await copy(TAGGED);
    expect(DBSnapshot?.OptionGroupName).toBe("billing");
    expect([...target.stock.optionGroups.values()]).toEqual([
      {
        name: "billing",
        options: [TDE],
        tags: { CrossRegionBackup: "prod" },
      },
    ]);
  });

  test("is made with a group of the target region that has the options", async () => {
    const { copy, target } = setUp([TDE]);
    target.addOptionGroup("by-hand", [TDE]);
    target.addOptionGroup("other", [OEM]);
    await expect(copy({ OptionGroupName: "missing" })).rejects.toMatchObject({ name: "OptionGroupNotFoundFault" });
    await expect(copy({ OptionGroupName: "other" })).rejects.toMatchObject({ message: NEEDS });
    expect((await copy({ OptionGroupName: "by-hand" })).DBSnapshot?.OptionGroupName).toBe("by-hand");
  });

  test("is refused if an option cannot be copied", async () => {
    const { copy } = setUp([{ ...TDE, copying: "refused" }]);
    await expect(copy(WITH)).rejects.toMatchObject({
      name: "InvalidParameterCombination",
      message: "Options cannot be copied across Regions: TDE",
    });
  });

  test("fails later if an option fails when it is copied", async () => {
    const { copy, target, clock } = setUp([{ ...TDE, copying: "fails" }]);
    await copy(WITH);
    await clock.runUntil(clock.now() + 2 * HOUR);
    expect(target.snapshot("instance", "copy-of-billing")?.status).toBe("failed");
  });

  test("is refused when the account has 20 option groups there", async () => {
    const { copy, target } = setUp([TDE]);
    for (let index = 0; index < 20; index++) target.addOptionGroup(`group-${index}`);
    await expect(copy(WITH)).rejects.toMatchObject({ name: "OptionGroupQuotaExceededFault" });
  });

  test.each([
    ["each", 2],
    ["shared", 1],
  ] as const)("makes one of its own or shares it with others: %s", async (copiedOptionGroups, count) => {
    const { copy, snapshot, target } = setUp([TDE], { copiedOptionGroups });
    await copy(WITH);
    await copy(WITH, snapshot("second"));
    expect(target.stock.optionGroups.size).toBe(count);
  });

  test("may not be tagged without being copied, nor named and copied at once", async () => {
    const { copy } = setUp([TDE]);
    const { TagSpecifications } = TAGGED;
    await expect(copy({ TagSpecifications })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    await expect(copy({ ...WITH, OptionGroupName: "x" })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
  });
});

test("a copy of a cluster's snapshot has no option group", async () => {
  const { run, source, aws } = setUp([]);
  const snapshot = source.backups.addPast(source.addCluster({ id: "ledger" }), aws.clock.now() - HOUR);
  const input = { SourceDBClusterSnapshotIdentifier: snapshot.arn, TargetDBClusterSnapshotIdentifier: "copy" };
  await expect(run((client) => client.send(new CopyDBClusterSnapshotCommand(input)))).resolves.toMatchObject({
    DBClusterSnapshot: { DBClusterSnapshotIdentifier: "copy" },
  });
  expect(snapshot.region).toBe(SOURCE);
});
