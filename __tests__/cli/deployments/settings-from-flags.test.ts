import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsOf } from "../../../cli/aws";
import { fromFlags, type SettingFlags } from "../../../cli/deployments/settings-from-flags";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { NOW } from "../terminal";

const sts = mockClient(STSClient);
const deadline = deadlineIn(60_000);
beforeEach(() => {
  sts.reset();
  sts.on(GetCallerIdentityCommand).resolves({
    Account: "111122223333",
    Arn: "arn:aws:sts::111122223333:assumed-role/Operators/ada",
  });
});
afterEach(() => deadline.clear());

const deployed = (flags: SettingFlags) => fromFlags(flags, awsOf("eu-west-1", deadline), NOW);

test("a target region alone is a whole deployment, with the defaults of the module and a key to be made", async () => {
  const { deployment, startup, functionName } = await deployed({ target: ["eu-central-1"] });
  expect(deployment).toEqual({
    name: "rds-cross-region-backup",
    partition: "aws",
    account: "111122223333",
    sourceRegion: "eu-west-1",
  });
  expect(startup.settings).toMatchObject({
    name: "rds-cross-region-backup",
    targets: ["eu-central-1"],
    retention: { keepLast: 3 },
    maxCopiesInProgress: { instance: 20, cluster: 5 },
    selection: { instance: { include: ["*"] }, cluster: { include: ["*"] } },
    dryRun: false,
  });
  expect(startup.settings.targetKmsKeys["eu-central-1"]?.kmsKeyArn).toMatch(
    /^arn:aws:kms:eu-central-1:111122223333:key\//,
  );
  expect(functionName).toBeUndefined();
});

test("takes each setting as the module has it, as JSON or as text", async () => {
  const { deployment, startup } = await deployed({
    set: ['retention={"keep_last":7}', "name=prod", 'targets={"eu-central-1":{"create_kms_key":false}}'],
  });
  expect(deployment.name).toBe("prod");
  expect(startup.settings.retention.keepLast).toBe(7);
  expect(startup.settings.targetKmsKeys["eu-central-1"]).toEqual({ databaseKmsKeyArns: {} });
});

test("says all that is wrong at once", async () => {
  const wrong = deployed({
    target: ["eu-west-1"],
    set: [
      "retention",
      "retenton={}",
      "__proto__={}",
      "constructor=1",
      "max_recovery_point_age_hours=1",
      "region=eu-north-1",
    ],
  });
  await expect(wrong).rejects.toMatchObject({ code: 2 });
  for (const said of [
    '--set: "retention" is not NAME=VALUE',
    "retenton is unknown, the nearest is retention",
    "__proto__ is unknown",
    "constructor is unknown",
    "max_recovery_point_age_hours must be",
    "targets must not name the source region",
    "--set region=… differs from --region",
  ]) {
    await expect(wrong).rejects.toThrow(said);
  }
});

test("without a target region there is nothing to plan", async () => {
  await expect(deployed({})).rejects.toThrow("targets is missing");
});
