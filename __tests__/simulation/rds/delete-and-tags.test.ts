import {
  AddTagsToResourceCommand,
  CopyDBSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { RaisedEvent } from "../../../simulation/rds/events";
import { HOUR, MINUTE, SECOND } from "../../../simulation/time/clock";
import { simulation } from "../support";

function setUp() {
  const simulated = simulation({ durations: { copy: () => HOUR } });
  const { run } = simulated;
  return {
    ...simulated,
    deleteInstance: (DBSnapshotIdentifier: string) =>
      run((client) => client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier }))),
    deleteCluster: (DBClusterSnapshotIdentifier: string) =>
      run((client) => client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier }))),
    list: async () => (await run((client) => client.send(new DescribeDBSnapshotsCommand({})))).DBSnapshots,
  };
}

describe("a snapshot that is deleted", () => {
  test.each(["available", "failed"])("when it is %s is deleting for a few seconds, then gone", async (status) => {
    const { clock, deleteCluster, deleteInstance, list, target } = setUp();
    target.addSnapshot("instance", { id: "copy", status });
    target.addSnapshot("cluster", { id: "copy", status });
    await deleteInstance("COPY");
    await deleteCluster("copy");
    expect((await list())?.map((one) => one.Status)).toEqual(["deleting"]);
    await expect(deleteInstance("copy")).rejects.toMatchObject({ name: "InvalidDBSnapshotStateFault" });
    await clock.runUntil(clock.now() + 20 * SECOND);
    expect(await list()).toEqual([]);
    await expect(deleteInstance("copy")).rejects.toMatchObject({ name: "DBSnapshotNotFoundFault" });
    await expect(deleteCluster("copy")).rejects.toMatchObject({ name: "DBClusterSnapshotNotFoundFault" });
  });

  test("must not be automated, of AWS Backup, or still be taken", async () => {
    const { deleteCluster, deleteInstance, target } = setUp();
    target.addSnapshot("instance", { id: "rds:orders", type: "automated" });
    target.addSnapshot("instance", { id: "awsbackup:job-1", type: "awsbackup" });
    target.addSnapshot("instance", { id: "native", status: "creating" });
    target.addSnapshot("cluster", { id: "native", status: "creating" });
    const refused = { name: "InvalidDBSnapshotStateFault" };
    await expect(deleteInstance("rds:orders")).rejects.toMatchObject(refused);
    await expect(deleteInstance("awsbackup:job-1")).rejects.toMatchObject(refused);
    await expect(deleteInstance("native")).rejects.toMatchObject(refused);
    await expect(deleteCluster("native")).rejects.toMatchObject({ name: "InvalidDBClusterSnapshotStateFault" });
  });

  test("while it is copied is cancelled, and the next copy of the database starts", async () => {
    const { aws, clock, deleteInstance, run, source, target } = setUp();
    const events: RaisedEvent[] = [];
    aws.onEvent((event) => events.push(event));
    const original = source.addSnapshot("instance", { id: "first", databaseResourceId: "db-1" });
    const other = source.addSnapshot("instance", { id: "second", databaseResourceId: "db-1" });
    for (const { id, arn } of [original, other]) {
      const command = new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: arn,
        TargetDBSnapshotIdentifier: `${id}-copy`,
      });
      await run((client) => client.send(command));
    }
    expect(target.snapshot("instance", "second-copy")?.status).toBe("pending");
    await deleteInstance("first-copy");
    expect(target.snapshot("instance", "second-copy")?.status).toBe("creating");
    expect(events.map((event) => event.id)).toEqual(["RDS-EVENT-0059", "RDS-EVENT-0061", "RDS-EVENT-0059"]);
    await clock.runUntil(clock.now() + HOUR + MINUTE);
    expect(target.snapshot("instance", "first-copy")).toBeUndefined();
    expect(target.snapshot("instance", "second-copy")?.status).toBe("available");
  });

  test("is in the audit log as it was", async () => {
    const { aws, deleteInstance, target } = setUp();
    const copy = target.addSnapshot("instance", { id: "copy", tags: { a: "1" } });
    await deleteInstance("copy");
    expect(aws.audit.entries).toMatchObject([{ action: "DeleteDBSnapshot", outcome: "ok", caller: "operator" }]);
    expect(aws.audit.entries[0]?.snapshot).toEqual(copy);
  });
});

describe("tags", () => {
  test("are added to those that a snapshot has", async () => {
    const { list, run, target } = setUp();
    const { arn } = target.addSnapshot("instance", { id: "copy", tags: { a: "1", b: "2" } });
    const command = new AddTagsToResourceCommand({ ResourceName: arn, Tags: [{ Key: "b", Value: "3" }] });
    await run((client) => client.send(command));
    expect((await list())?.[0]?.TagList).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "3" },
    ]);
  });

  test("are told of what is there, of either kind, even where lists do not show them", async () => {
    const { aws, run, source, target } = simulation({ assumptions: { tagsInLists: "absent" } });
    const tags = { a: "1" };
    const TagList = [{ Key: "a", Value: "1" }];
    const tagsOf = async (ResourceName: string, region = "eu-central-1") =>
      (await run((client) => client.send(new ListTagsForResourceCommand({ ResourceName })), region)).TagList;
    const instance = target.addSnapshot("instance", { id: "copy", tags });
    expect(await tagsOf(instance.arn)).toEqual(TagList);
    expect(await tagsOf(target.addSnapshot("cluster", { id: "copy", tags }).arn)).toEqual(TagList);
    expect(await tagsOf(target.addSnapshot("cluster", { id: "bare" }).arn)).toEqual([]);
    expect(await tagsOf(source.addInstance({ id: "orders", tags }).arn, "eu-west-1")).toEqual(TagList);
    await expect(tagsOf(`${instance.arn}x`)).rejects.toMatchObject({ name: "DBSnapshotNotFoundFault" });
    const { DBSnapshots } = await run((client) => client.send(new DescribeDBSnapshotsCommand({})));
    expect(DBSnapshots?.map((one) => one.TagList)).toEqual([[]]);
    expect(aws.audit.entries).toEqual([]);
    aws.faults = { hidesTags: () => true };
    expect(await tagsOf(instance.arn)).toEqual([]);
  });

  test("are refused beyond 50, under reserved keys, and on what is not there", async () => {
    const { run, target } = setUp();
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"]));
    const { arn } = target.addSnapshot("cluster", { id: "copy", tags });
    const add = (ResourceName: string, Key: string) =>
      run((client) => client.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key, Value: "v" }] })));
    await add(arn, "k7");
    await expect(add(arn, "one-more")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(add(arn, "rds:x")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(add(`${arn}x`, "a")).rejects.toMatchObject({ name: "DBClusterSnapshotNotFoundFault" });
    await expect(add("arn:aws:s3:::bucket", "a")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
