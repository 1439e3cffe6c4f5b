import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "@jest/globals";
import { Permissions } from "../../../simulation/iam/permissions";
import { DAY } from "../../../simulation/time/clock";
import type { CallFault } from "../../../simulation/wire/faults";
import { SimulatedHttpHandler } from "../../../simulation/wire/http-handler";
import { SOURCE, START, simulation, TARGET } from "../support";

function keys(statements?: readonly object[], fault?: CallFault) {
  const { aws, clock } = simulation(fault ? { faults: { beforeCall: () => fault } } : {});
  const policies = statements && [JSON.stringify({ Version: "2012-10-17", Statement: statements })];
  const principal = "arn:aws:sts::111122223333:assumed-role/backup/sweep";
  const caller = policies && new Permissions(aws.account, principal, policies).caller("sweep");
  const requestHandler = new SimulatedHttpHandler({ aws, ...(caller && { caller }) });
  const credentials = { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" };
  const kms = new KMSClient({ region: TARGET, credentials, requestHandler, maxAttempts: 1 });
  const look = async (KeyId: string) => (await clock.run(kms.send(new DescribeKeyCommand({ KeyId })))).KeyMetadata;
  return { aws, clock, look, key: aws.kms.addKey(TARGET, { id: "1", alias: "alias/backup" }) };
}

describe("a key", () => {
  test.each(["1", "alias/backup", "arn:aws:kms:eu-central-1:111122223333:key/1"])("is found by %s", async (id) => {
    const { key, look } = keys();
    expect(await look(id)).toMatchObject({ Arn: key, KeyId: "1", KeyState: "Enabled", Enabled: true });
  });

  test("says that it is disabled, and when it will be gone; then it is not found", async () => {
    const { aws, clock, key, look } = keys();
    aws.kms.setState(key, "Disabled");
    expect(await look(key)).toMatchObject({ KeyState: "Disabled", Enabled: false });
    const gone = START.getTime() + 7 * DAY;
    aws.kms.setState(key, "PendingDeletion", gone);
    expect(await look(key)).toMatchObject({
      KeyState: "PendingDeletion",
      Enabled: false,
      DeletionDate: new Date(gone),
    });
    aws.kms.setState(key, "Enabled");
    expect((await look(key))?.DeletionDate).toBeUndefined();
    aws.kms.setState(key, "PendingDeletion", gone);
    await clock.runUntil(gone);
    await expect(look(key)).rejects.toMatchObject({
      name: "NotFoundException",
      message: `Key '${key}' does not exist`,
    });
    expect(aws.kms.isUsable(key)).toBe(false);
  });

  test("waits 30 days for its deletion, unless somebody says otherwise", async () => {
    const { aws, key, look } = keys();
    aws.kms.setState(key, "PendingDeletion");
    expect((await look(key))?.DeletionDate).toEqual(new Date(START.getTime() + 30 * DAY));
  });

  test("of another region is not found here", async () => {
    const { aws, look } = keys();
    await expect(look(aws.kms.addKey(SOURCE))).rejects.toMatchObject({ name: "NotFoundException" });
  });

  test("is seen by those who may by its policy and theirs", async () => {
    const allow = { Effect: "Allow", Action: "kms:DescribeKey", Resource: "arn:aws:kms:*:111122223333:key/*" };
    const allowed = keys([allow]);
    expect(await allowed.look(allowed.key)).toMatchObject({ KeyState: "Enabled" });
    const denying = { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" };
    allowed.aws.kms.setPolicy(allowed.key, { Version: "2012-10-17", Statement: [denying] });
    const denied = {
      name: "AccessDeniedException",
      message: expect.stringContaining("not authorized to perform: kms:DescribeKey"),
    };
    await expect(allowed.look(allowed.key)).rejects.toMatchObject(denied);
    const nobody = keys([]);
    await expect(nobody.look(nobody.key)).rejects.toMatchObject(denied);
  });

  test.each<[CallFault, string]>([
    ["throttled", "ThrottlingException"],
    ["denied", "AccessDeniedException"],
    ["internal-error", "KMSInternalException"],
  ])("whose call is %s answers in KMS's words: %s", async (fault, name) => {
    const { key, look } = keys(undefined, fault);
    await expect(look(key)).rejects.toMatchObject({ name });
  });
});
