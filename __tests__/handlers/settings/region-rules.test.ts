import { describe, expect, test } from "@jest/globals";
import { regionProblem } from "../../../handlers/settings/region-rules";

describe("snapshots can be copied", () => {
  test.each([
    ["eu-west-1", "eu-central-1"],
    ["us-east-1", "ap-southeast-5"],
    ["us-gov-west-1", "us-gov-east-1"],
    ["us-gov-east-1", "us-gov-west-1"],
  ])("from %s to %s", (source, target) => {
    expect(regionProblem(source, target)).toBeUndefined();
  });
});

describe("snapshots cannot be copied", () => {
  const china = (region: string) => `RDS snapshots cannot be copied to or from China regions, got ${region}`;
  const govCloud = (source: string, target: string) =>
    `RDS snapshots of GovCloud regions can be copied within GovCloud only, got ${source} to ${target}`;

  test.each([
    ["eu-west-1", "eu-west-1", "the target region eu-west-1 is the source region: a copy there would be lost with it"],
    ["eu-west-1", "cn-north-1", china("cn-north-1")],
    ["cn-northwest-1", "eu-west-1", china("cn-northwest-1")],
    ["cn-north-1", "cn-northwest-1", china("cn-north-1")],
    ["us-east-1", "us-gov-west-1", govCloud("us-east-1", "us-gov-west-1")],
    ["us-gov-west-1", "us-east-1", govCloud("us-gov-west-1", "us-east-1")],
  ])("from %s to %s", (source, target, problem) => {
    expect(regionProblem(source, target)).toBe(problem);
  });
});
