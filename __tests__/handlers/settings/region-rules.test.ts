import { describe, expect, test } from "@jest/globals";
import { regionProblem } from "../../../handlers/settings/region-rules";
import { REGION_RULES } from "../../../settings/rules";

describe("snapshots can be copied", () => {
  test.each([
    ["eu-west-1", "eu-central-1"],
    ["us-east-1", "ap-southeast-5"],
    ["us-gov-west-1", "us-gov-east-1"],
    ["us-gov-east-1", "us-gov-west-1"],
    ["us-iso-east-1", "us-iso-west-1"],
  ])("from %s to %s", (source, target) => {
    expect(regionProblem(source, target)).toBeUndefined();
  });
});

describe("snapshots cannot be copied", () => {
  const [same, china, govCloud, partition] = REGION_RULES.map(({ sentence }) => sentence);

  test.each([
    ["eu-west-1", "eu-west-1", same],
    ["eu-west-1", "cn-north-1", china],
    ["cn-northwest-1", "eu-west-1", china],
    ["cn-north-1", "cn-northwest-1", china],
    ["us-east-1", "us-gov-west-1", govCloud],
    ["us-gov-west-1", "us-east-1", govCloud],
    ["us-iso-east-1", "us-east-1", partition],
    ["us-iso-east-1", "us-isob-east-1", partition],
    ["eu-central-1", "eu-isoe-west-1", partition],
    ["eusc-de-east-1", "eu-central-1", partition],
  ])("from %s to %s", (source, target, sentence) => {
    expect(regionProblem(source, target)).toBe(`${sentence}, got: ${source} to ${target}`);
  });
});
