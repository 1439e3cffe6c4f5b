import { expect, test } from "@jest/globals";
import { isLookAtNeeds } from "../../../simulation/trials/looks";
import { play } from "../told/story";

const VERSIONS = ["14.9", "15.8", "16.4"];
const CLASSES = ["db.m7g.large", "db.r7g.xlarge"];

/** The looks of one daily run over 60 instances, in 3 versions and 2 classes, with 10 parameter groups. */
async function looks(restoreChecks: "keys" | "all" | "off"): Promise<Record<string, number>> {
  let made: Record<string, number> = {};
  await play(async (story) => {
    story.source.addOptionGroup("audited");
    for (let at = 0; at < 60; at++) {
      story.instances([`db-${at}`], {
        engineVersion: VERSIONS[at % 3] ?? "",
        shape: {
          kind: "instance",
          class: CLASSES[at % 2],
          parameterGroup: `group-${at % 10}`,
          subnetGroup: "private",
        },
        optionGroup: "audited",
      });
    }
    await story.deploy({ restoreChecks });
    await story.until(2, 5.9);
    const before = new Map(story.world.aws.audit.calls);
    await story.until(2, 6.5);
    made = Object.fromEntries(
      [...story.world.aws.audit.calls].flatMap(([action, count]) => {
        const isLook = action === "DescribeKey" || isLookAtNeeds(action);
        const more = count - (before.get(action) ?? 0);
        return isLook && more > 0 ? [[action, more]] : [];
      }),
    );
  });
  return made;
}

test("a daily run looks once at each key and version, however many copies there are", async () => {
  expect(await looks("keys")).toEqual({ DescribeKey: 1, DescribeDBEngineVersions: 3 });
});

test("with restore_checks = all also once at each version and class, and makes one list for each kind of group", async () => {
  expect(await looks("all")).toEqual({
    DescribeKey: 1,
    DescribeDBEngineVersions: 3,
    DescribeOrderableDBInstanceOptions: VERSIONS.length * CLASSES.length,
    DescribeDBParameterGroups: 1,
    DescribeOptionGroups: 1,
    DescribeDBSubnetGroups: 1,
  });
});

test("with restore_checks = off it looks at nothing", async () => {
  expect(await looks("off")).toEqual({});
});
