import { describe, expect, test } from "@jest/globals";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, newStack, Template } from "./synth";

/** What a caller without types makes of it: a template, or lines that say what is wrong. */
function made(props: unknown): Template | readonly string[] {
  const stack = newStack();
  try {
    Reflect.construct(RdsCrossRegionBackup, [stack, "this", props]);
    return new Template(stack);
  } catch (error) {
    const [title, ...lines] = String(error).split("\n");
    expect(title).toBe("Error: The props of test/this are not valid:");
    return lines.map((line) => line.replace(/^- /, ""));
  }
}

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe("a caller without types is told of", () => {
  test.each<[string, object, string]>([
    ["a number for a name", { name: 7 }, "name must be a string, got: 7"],
    ["a list of one name", { name: ["prod"] }, "name must be a string, got: [ 'prod' ]"],
    ["null", { encryptionKeyArn: null }, "encryptionKeyArn must be a string, got: null"],
    ["null for a selection", { instances: null }, "instances must be an object, got: null"],
    ["a pattern that is no string", { instances: { include: [5] } }, "instances.include[0] must be a string, got: 5"],
    ["a pattern that is missing", { clusters: { exclude: ["a", undefined] } }, "clusters.exclude[1] is missing"],
    ["a hole in a list", { alarmActions: new Array(1) }, "alarmActions[0] is missing"],
    [
      "one pattern for a list",
      { instances: { include: "*" } },
      'instances.include must be a list of strings, got: "*"',
    ],
    [
      "a window for a list",
      { backupWindows: "04:00-04:30" },
      'backupWindows must be a list of strings, got: "04:00-04:30"',
    ],
    [
      "a tag that is no string",
      { instances: { tags: { Backup: true } } },
      'instances.tags["Backup"] must be a string, got: true',
    ],
    ["a map of tags", { tags: new Map([["a", "b"]]) }, "tags must be an object, got: Map(1) { 'a' => 'b' }"],
    ["a text for a flag", { dryRun: "no" }, 'dryRun must be true or false, got: "no"'],
    ["a big number", { stuckCopyHours: 24n }, "stuckCopyHours must be a number, got: 24n"],
    [
      "something cyclic",
      { retention: { keepLast: cyclic } },
      "retention.keepLast must be a number, got: <ref *1> { self: [Circular *1] }",
    ],
    [
      "a misspelt rule",
      { retention: { keepMontly: 3 } },
      "retention.keepMontly is unknown: there are keepLast, keepDaily, keepWeekly, keepMonthly, keepYearly",
    ],
    [
      "a misspelt kind",
      { maxCopiesInProgress: { instance: 3 } },
      "maxCopiesInProgress.instance is unknown: there are instances, clusters",
    ],
    ["no target at all", { targets: undefined }, "targets is missing"],
    ["a list of regions", { targets: ["eu-central-1"] }, "targets must be an object, got: [ 'eu-central-1' ]"],
    [
      "a target that is null",
      { targets: { "eu-central-1": null } },
      'targets["eu-central-1"] must be an object, got: null',
    ],
    [
      "a text for the making of a key",
      { targets: { "eu-central-1": { createKmsKey: "false" } } },
      'targets["eu-central-1"].createKmsKey must be true or false, got: "false"',
    ],
    ["a provider's name", { provider: "aws.source" }, 'provider must be a provider, got: "aws.source"'],
    ["arguments that are none", { sweepFunctionConfig: 512 }, "sweepFunctionConfig must be an object, got: 512"],
  ])("%s", (_, props, problem) => {
    expect(made({ ...baseProps, ...props })).toEqual([problem]);
  });

  test.each([
    [undefined, "null"],
    [null, "null"],
    ["eu-central-1", '"eu-central-1"'],
  ])("props that are %p", (props, shown) => {
    expect(made(props)).toEqual([`they must be an object, got: ${shown}`]);
  });

  test("everything at once, of form and of value", () => {
    expect(
      made({ targets: { frankfurt: {} }, name: 7, retention: { keepLast: 0, keepDaily: "7" }, dryRun: 1 }),
    ).toEqual([
      "name must be a string, got: 7",
      'retention.keepDaily must be a number, got: "7"',
      "dryRun must be true or false, got: 1",
      "targets must have names of regions as keys, such as eu-central-1, got: frankfurt",
      "retention.keepLast must be a whole number from 1 to 1000, got: 0",
    ]);
  });

  test("a huge value on a short line", () => {
    const region = "x".repeat(10_000);
    const [problem, ...others] = [made({ targets: { [region]: {} } })].flat();
    expect(problem).toBe(`targets must have names of regions as keys, such as eu-central-1, got: ${"x".repeat(200)}…`);
    expect(others).toEqual([]);
  });
});

test("what is undefined means the default, at any depth", () => {
  const props = {
    targets: { "eu-central-1": { createKmsKey: undefined, kmsKeyArn: undefined, databaseKmsKeyArns: undefined } },
    name: undefined,
    retention: { keepLast: 5, keepDaily: undefined },
    maxCopiesInProgress: { instances: undefined, clusters: 3 },
    instances: { include: undefined },
    tags: undefined,
    unknown: "to us, as a subclass may have props of its own",
  };
  const result = made(props);
  const same = made({
    targets: { "eu-central-1": {} },
    retention: { keepLast: 5 },
    maxCopiesInProgress: { clusters: 3 },
    instances: {},
  });
  expect(result).toBeInstanceOf(Template);
  expect(result).toEqual(same);
});
