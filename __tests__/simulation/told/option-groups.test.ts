import { expect, test } from "@jest/globals";
import type { OptionRecord } from "../../../simulation/rds/option-groups";
import { play, type Story } from "./story";

const TDE: OptionRecord = { name: "TDE", isNeeded: true, copying: "done" };

function addOracle(story: Story, id: string, option = TDE): void {
  story.instances([id], {
    engine: "oracle-ee",
    optionGroup: story.source.addOptionGroup(`options-${id}`, [option]).name,
  });
}

test("a database with TDE is copied every night, with one option group of the target region for all its copies", () =>
  play(async (story) => {
    addOracle(story, "orders");
    await story.deploy();
    await story.until(5, 12);
    expect(story.copies("orders").map(({ status }) => status)).toEqual(["available", "available", "available"]);
    expect([...story.target.stock.optionGroups.keys()]).toEqual(["options-orders"]);
    expect(story.target.stock.optionGroups.get("options-orders")?.tags).toEqual({
      CrossRegionBackup: "rds-cross-region-backup",
      "CrossRegionBackup/Database": "orders",
    });
    expect(story.messages()).toEqual([]);
  }));

test("a full quota of option groups fails what needs one, and nothing else, and people are told what helps", () =>
  play(async (story) => {
    for (let index = 0; index < 20; index++) story.target.addOptionGroup(`of-others-${index}`);
    addOracle(story, "orders");
    addOracle(story, "shop", { ...TDE, isNeeded: false });
    await story.deploy({ copyOptionGroups: "always" });
    await story.until(2, 12);
    expect(story.copies("orders")).toEqual([]);
    expect(story.copies("shop").length).toBeGreaterThanOrEqual(2);
    const [message] = story.messages();
    expect(message?.text.replace(/\s+/g, " ")).toContain(
      "Why: RDS refused its copy: InvalidParameterValue: The snapshot requires a target option group with the following " +
        "options: [TDE]. With a copy of its option group: OptionGroupQuotaExceededFault: The quota of option groups was " +
        "exceeded for this account. What to do: raise L-9FA33840 in",
    );
    expect(new Set(story.named())).toEqual(new Set(["failing orders", "stale orders"]));
  }));
