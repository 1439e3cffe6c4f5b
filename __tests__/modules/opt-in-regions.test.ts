import { describe, expect, test } from "@jest/globals";
import { isOptIn, snsPrincipal } from "../../modules/opt-in-regions";

describe("regions that accounts must enable", () => {
  test.each([
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-west-1",
    "xx-new-1",
  ])("are opt-in, and SNS has a name of its own there: %s", (region) => {
    expect([isOptIn(region), snsPrincipal(region)]).toEqual([true, `sns.${region}.amazonaws.com`]);
  });

  test.each([
    ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
    ["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
    ["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
    ["us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "cn-north-1", "cn-northwest-1"],
  ])("are none of those that each account of their partition has: %s, …", (...regions) => {
    for (const region of regions) {
      expect([region, isOptIn(region), snsPrincipal(region)]).toEqual([region, false, "sns.amazonaws.com"]);
    }
  });
});
