import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { regionChecks } from "../../modules/region-checks";
import { synth } from "./synth";

describe("the source region, which only the plan knows, is checked there", () => {
  test("by postconditions of its data source", () => {
    expect(synth({ targets: { "us-east-1": {}, "eu-central-1": {} } }).data("aws_region", "this")).toEqual({
      lifecycle: {
        postcondition: [
          {
            condition: hcl('!contains(["eu-central-1","us-east-1"], self.region)'),
            error_message: expect.stringContaining("targets must not name the source region"),
          },
          {
            condition: hcl('!startswith(self.region, "cn-")'),
            error_message: expect.stringContaining("cannot be copied to or from China regions"),
          },
          {
            condition: hcl('!startswith(self.region, "us-gov-")'),
            error_message: expect.stringContaining("can be copied within GovCloud only"),
          },
        ],
      },
    });
  });

  test("must be in GovCloud where the targets are", () => {
    expect(regionChecks(["us-gov-west-1"])).toContainEqual(
      expect.objectContaining({ condition: hcl('startswith(self.region, "us-gov-")') }),
    );
  });
});
