import { expect, test } from "@jest/globals";
import type { ClusterShape } from "../../../../handlers/core/sheet/shape";
import { sheetTags } from "../../../../handlers/core/sheet/sheet";
import { checkSheet } from "../../../../simulation/trials/invariants/sheets";
import { SOURCE_REGION } from "../../../../simulation/trials/scenario";
import { TARGET } from "../../support";
import { brokenIn, truthWith } from "../truth-support";

/** What breaks when a cluster, of which all instances are deleted, is copied with a sheet that says this too. */
function withoutMembers(said: Partial<ClusterShape>): string[] {
  const { truth, database } = truthWith({ kind: "cluster", engine: "aurora-postgresql" });
  const { shape, copyTagsToSnapshot } = database;
  if (shape?.kind !== "cluster") throw new Error("no shape");
  const source = truth.world.aws.region(SOURCE_REGION);
  for (const { id } of [...source.databases.instance.values()]) source.deleteDatabase("instance", id);
  const { tags } = sheetTags({ ...shape, copyTagsToSnapshot, ...said });
  const of = { databaseId: database.id, databaseResourceId: database.resourceId };
  checkSheet(
    {
      snapshot: truth.world.aws.region(TARGET).addSnapshot("cluster", { id: "copy", ...of, tags }),
      source: source.addSnapshot("cluster", { id: "taken", ...of }),
      startedAt: truth.world.clock.now(),
      run: undefined,
    },
    truth,
  );
  return brokenIn(truth);
}

test("the sheet of a cluster without instances says nothing of members", () => {
  expect(withoutMembers({})).toEqual([]);
  expect(withoutMembers({ ca: "rds-ca-rsa2048-g1" })).toEqual([
    `copies know their databases: copy in ${TARGET}: it says of ca what not all its members have`,
  ]);
  expect(withoutMembers({ membersDiffer: ["ca"] })).toHaveLength(1);
  expect(withoutMembers({ members: [{ count: 1 }] })).toHaveLength(1);
});
