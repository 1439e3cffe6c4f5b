import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { holdings } from "../../../simulation/demo/copies";
import {
  Progress,
  printAlarms,
  printChecks,
  printCopies,
  printList,
  printMessage,
  printTimeline,
  WIDTH,
} from "../../../simulation/demo/print";
import { DAYS, SOURCE_REGION, START } from "../../../simulation/demo/scenario";
import { DAY } from "../../../simulation/time/clock";
import { newWorld } from "../world-support";

const LONG =
  "The source snapshot KMS key [key/fb58e7c1…] does not exist, is not enabled or you do not have permissions to it. ";

let printed = "";
let isTTY = false;
beforeEach(() => {
  printed = "";
  isTTY = process.stdout.isTTY;
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.stdout.isTTY = isTTY;
});

/** What a terminal shows: without colours, each redrawn line by itself. */
const lines = (): string[] => stripVTControlCharacters(printed).split(/[\r\n]+/);

describe("the demo fits a terminal of 80 columns", () => {
  afterEach(() => {
    expect(lines().some((line) => line.length > 40)).toBe(true);
    expect(lines().filter((line) => line.length > WIDTH)).toEqual([]);
  });

  test.each([true, false])("in its progress, on a terminal: %s", (terminal) => {
    process.stdout.isTTY = terminal;
    const now = () => START.getTime() + DAYS * DAY;
    const world = { lambda: { invocations: Array(9_999) }, aws: { audit: { totalCalls: 999_999 } } };
    new Progress().show({ clock: { now }, ...world });
  });

  test("in what happened", () => {
    const entry = { time: START.getTime() + 13 * DAY, mark: "failed", subjects: ["shop-orders"] } as const;
    printTimeline([{ ...entry, targets: ["eu-central-1", "us-east-1"], text: LONG.repeat(3) }]);
    expect(lines().length).toBeGreaterThan(6);
  });

  test("in its copies, and notes on them", () => {
    const world = newWorld({ start: START });
    const source = world.aws.region(SOURCE_REGION);
    const database = source.addInstance({ id: "test-sandbox" });
    source.backups.addPast(database, START.getTime());
    printCopies(
      world,
      holdings(world).map((holding) => ({ ...holding, expected: "fresh", note: "deleted: its copies are kept" })),
    );
    expect(printed).toContain("deleted: its copies are kept");
  });

  test("in its alarms, whose names do not run into their states", () => {
    const name = "rds-cross-region-backup-snapshot-quota-instances-ap-southeast-1";
    const alarm = { definition: { name }, state: "INSUFFICIENT_DATA", changes: Array(12).fill({ to: "ALARM" }) };
    printAlarms({ alarms: new Map([[name, alarm]]) } as never);
    expect(lines()).toContain("  snapshot-quota-instances-ap-southeast-1 no data  rang 12 times");
  });

  test("in a message, whose keys it shortens", () => {
    const key = "arn:aws:kms:ap-southeast-1:111122223333:key/27217fff-f0cb-2b86-c3a7-ea36a1ebe401";
    const text = `Why: RDS may not use\n       ${key}.\n`;
    printMessage({ subject: "orders in 2 regions has no fresh copy", text, time: START.getTime() } as never);
    expect(lines()).toContain("         key/27217fff….");
  });

  test("in totals and checks", () => {
    printList("API calls", "4490 DescribeDBClusterSnapshots, ".repeat(6));
    printChecks([{ text: LONG, problems: [LONG.repeat(2)] }]);
  });
});
