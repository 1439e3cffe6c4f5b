import { describe, expect, test } from "@jest/globals";
import { parseSettings } from "../../handlers/settings/parse-settings";
import { hcl } from "../../modules/expressions";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { DEFAULT_SETTINGS } from "../settings/defaults";
import { keyArn, synth, type Template } from "./synth";

const CREATED = keyArn("eu-central-1", "created");

const SINCE = "2026-01-31T03:07:00Z";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:notifications";

/** What Terraform makes of references to other resources than keys. */
const RESOLVED: Readonly<Record<string, string>> = {
  [hcl("aws_sns_topic.notifications.arn")]: TOPIC,
  [hcl("aws_ssm_parameter.told.name")]: "/rds-cross-region-backup/told",
  [hcl('jsonencode({ "eu-central-1" = terraform_data.target_since["eu-central-1"].input })')]:
    `{"eu-central-1":"${SINCE}"}`,
};

/** What Lambda would hand to the function: references are resolved. */
function environment(template: Template, fn = "sweep"): Record<string, string> {
  const { environment } = JSON.parse(JSON.stringify(template.resource(`aws_lambda_function.${fn}`)));
  return Object.fromEntries(
    Object.entries<string>(environment.variables).map(([name, value]) => [
      name,
      (RESOLVED[value] ?? value).replaceAll(hcl('aws_kms_key.this["eu-central-1"].arn'), CREATED),
    ]),
  );
}

const parsed = (overrides: Partial<RdsCrossRegionBackupProps>) =>
  parseSettings({ AWS_REGION: "eu-west-1", ...environment(synth(overrides)) });

describe("the environment that the construct writes is what the functions read", () => {
  test("by default", () => {
    expect(parsed({})).toEqual({
      sourceRegion: "eu-west-1",
      logLevel: "INFO",
      wiring: {
        notificationTopicArn: TOPIC,
        toldParameter: "/rds-cross-region-backup/told",
        targetsSince: new Map([["eu-central-1", new Date(SINCE)]]),
      },
      settings: {
        ...DEFAULT_SETTINGS,
        targets: ["eu-central-1"],
        targetKmsKeys: { "eu-central-1": { kmsKeyArn: CREATED, databaseKmsKeyArns: {} } },
      },
    });
  });

  test("with a key that is made, one that is given, and none", () => {
    const { settings } = parsed({
      targets: {
        "us-east-1": { createKmsKey: false },
        "eu-north-1": {
          createKmsKey: false,
          kmsKeyArn: keyArn("eu-north-1"),
          databaseKmsKeyArns: { "pay*": keyArn("eu-north-1", "p") },
        },
        "eu-central-1": {},
      },
    });
    expect(settings.targets).toEqual(["eu-central-1", "eu-north-1", "us-east-1"]);
    expect(settings.targetKmsKeys).toEqual({
      "eu-central-1": { kmsKeyArn: CREATED, databaseKmsKeyArns: {} },
      "eu-north-1": { kmsKeyArn: keyArn("eu-north-1"), databaseKmsKeyArns: { "pay*": keyArn("eu-north-1", "p") } },
      "us-east-1": { kmsKeyArn: undefined, databaseKmsKeyArns: {} },
    });
  });

  test("with a part of an object set, the rest by default", () => {
    const { settings } = parsed({
      retention: { keepDaily: 7 },
      maxCopiesInProgress: { clusters: 1 },
      instances: { exclude: ["x"] },
    });
    expect(settings.retention).toMatchObject({ keepLast: 3, keepDaily: 7 });
    expect(settings.maxCopiesInProgress).toEqual({ instance: 20, cluster: 1 });
    expect(settings.selection.instance).toEqual({ include: ["*"], exclude: ["x"], tags: {} });
  });
});

test("all functions have the same environment, with source maps on", () => {
  const template = synth();
  expect(environment(template, "backup_finished")).toEqual(environment(template, "sweep"));
  expect(environment(template)).toMatchObject({
    NODE_OPTIONS: "--enable-source-maps",
    POWERTOOLS_SERVICE_NAME: "rds-cross-region-backup",
  });
});

test("the order of targets in the props does not matter", () => {
  const one = synth({ targets: { "us-east-1": {}, "eu-central-1": {} } });
  const other = synth({ targets: { "eu-central-1": {}, "us-east-1": {} } });
  expect(one.text()).toBe(other.text());
});
