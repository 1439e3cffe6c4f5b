import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, test } from "@jest/globals";
import { Permissions } from "../../../simulation/iam/permissions";
import type { CallFault } from "../../../simulation/wire/faults";
import { SimulatedHttpHandler } from "../../../simulation/wire/http-handler";
import { SOURCE, START, simulation } from "../support";

const NAME = "/backup/told";

function store(statements?: readonly object[], fault?: CallFault) {
  const { aws, clock } = simulation(
    fault ? { faults: { beforeCall: ({ service }) => (service === "ssm" ? fault : undefined) } } : {},
  );
  const policies = statements && [JSON.stringify({ Version: "2012-10-17", Statement: statements })];
  const principal = "arn:aws:sts::111122223333:assumed-role/backup/sweep";
  const caller = policies && new Permissions(aws.account, principal, policies).caller("sweep");
  const requestHandler = new SimulatedHttpHandler({ aws, ...(caller && { caller }) });
  const credentials = { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" };
  const ssm = new SSMClient({ region: SOURCE, credentials, requestHandler, maxAttempts: 1 });
  const get = () => clock.run(ssm.send(new GetParameterCommand({ Name: NAME })));
  const put = (Value: string, more = {}) =>
    clock.run(ssm.send(new PutParameterCommand({ Name: NAME, Value, Overwrite: true, ...more })));
  return { aws, get, put };
}

describe("a parameter", () => {
  test("has the value that was written last", async () => {
    const { get, put } = store();
    await put("a", { Type: "String" });
    expect(await put("b")).toMatchObject({ Version: 2 });
    expect((await get()).Parameter).toMatchObject({
      ARN: "arn:aws:ssm:eu-west-1:111122223333:parameter/backup/told",
      Name: NAME,
      Value: "b",
      Version: 2,
      LastModifiedDate: new Date(START.getTime() + 160 - 40),
    });
  });

  test("that is lost, or was never there, is not found", async () => {
    const { aws, get } = store();
    await expect(get()).rejects.toMatchObject({ name: "ParameterNotFound" });
    aws.parameters.put(SOURCE, NAME, "a");
    aws.parameters.remove(SOURCE, NAME);
    await expect(get()).rejects.toMatchObject({ name: "ParameterNotFound" });
  });

  test("holds at most 4,096 characters, and at least one", async () => {
    const { put } = store();
    await put("x".repeat(4096), { Type: "String" });
    await expect(put("x".repeat(4097))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("4096 characters"),
    });
    await expect(put("")).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("is made with a type, and not overwritten unasked", async () => {
    const { put } = store();
    await expect(put("a")).rejects.toMatchObject({ message: expect.stringContaining("type is required") });
    await put("a", { Type: "String" });
    await expect(put("b", { Overwrite: false })).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
  });

  test("is read and written by those who may", async () => {
    const allow = (Action: string, name = NAME) => ({
      Effect: "Allow",
      Action,
      Resource: `arn:aws:ssm:eu-west-1:111122223333:parameter${name}`,
    });
    const reader = store([allow("ssm:GetParameter")]);
    reader.aws.parameters.put(SOURCE, NAME, "a");
    expect((await reader.get()).Parameter?.Value).toBe("a");
    await expect(reader.put("b")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:"),
    });
    await expect(store([allow("ssm:*", "/other")]).get()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test.each<[CallFault, string]>([
    ["throttled", "ThrottlingException"],
    ["denied", "AccessDeniedException"],
    ["internal-error", "InternalServerError"],
    ["unavailable", "ServiceUnavailable"],
  ])("whose call is %s answers in SSM's words: %s", async (fault, name) => {
    await expect(store(undefined, fault).get()).rejects.toMatchObject({ name });
  });
});
