import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsOf } from "../../../cli/aws";
import { findDeployment, findDeployments } from "../../../cli/deployments/deployed";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { keyArnToBe, wiringToBe } from "../../../modules/environment-size";
import { literalEnvironment } from "../../../modules/literal-environment";
import { validateProps } from "../../../modules/validate-props";

const lambda = mockClient(LambdaClient);
const deadline = deadlineIn(60_000);
beforeEach(() => void lambda.reset());
afterEach(() => deadline.clear());

const aws = () => awsOf("eu-west-1", deadline);

/** As Lambda describes a function of the module. */
const sweepOf = (name: string) => ({
  FunctionName: `${name}-sweep`,
  FunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}-sweep`,
  Handler: "sweep.handler",
  Runtime: "nodejs24.x" as const,
  Environment: {
    Variables: {
      ...literalEnvironment(validateProps({ name, targets: { "eu-central-1": {} } }, "test"), keyArnToBe),
      ...wiringToBe(name, ["eu-central-1"]),
    },
  },
});

const listed = (...functions: object[]) => lambda.on(ListFunctionsCommand).resolves({ Functions: functions });

const refused = (name: string, message: string) => Object.assign(new Error(message), { name, $fault: "client" });

test("finds all deployments of a region by their sweep functions, on all pages", async () => {
  lambda
    .on(ListFunctionsCommand)
    .resolvesOnce({ Functions: [{ FunctionName: "street-sweep" }, sweepOf("prod")], NextMarker: "more" })
    .resolvesOnce({ Functions: [{ ...sweepOf("prod"), FunctionName: "prod-backup-finished" }, sweepOf("test")] });
  const { deployed: found } = await findDeployments(aws(), undefined);
  expect(found.map(({ deployment, functionName }) => [deployment, functionName])).toEqual([
    [{ name: "prod", partition: "aws", account: "111122223333", sourceRegion: "eu-west-1" }, "prod-sweep"],
    [{ name: "test", partition: "aws", account: "111122223333", sourceRegion: "eu-west-1" }, "test-sweep"],
  ]);
  expect(found[0]?.startup.settings.targets).toEqual(["eu-central-1"]);
  expect(found[0]?.startup.wiring.toldParameter).toBe("/prod/told");
});

test("asks for one function alone where the deployment is named", async () => {
  lambda.on(GetFunctionConfigurationCommand, { FunctionName: "prod-sweep" }).resolves(sweepOf("prod"));
  expect((await findDeployment(aws(), "prod")).deployment.name).toBe("prod");
  expect(lambda.commandCalls(ListFunctionsCommand)).toHaveLength(0);
});

describe("says what is wrong, and what to do", () => {
  test("several deployments, where one is needed", async () => {
    listed(sweepOf("prod"), sweepOf("test"));
    await expect(findDeployment(aws(), undefined)).rejects.toMatchObject({
      code: 2,
      message: "eu-west-1 has several deployments: prod, test",
      remedy: "name one with --deployment",
    });
  });

  test("no deployment", async () => {
    listed();
    await expect(findDeployments(aws(), undefined)).rejects.toMatchObject({
      code: 3,
      message: "No deployment was found in eu-west-1",
    });
  });

  test("none of that name", async () => {
    lambda.on(GetFunctionConfigurationCommand).rejects(refused("ResourceNotFoundException", "Function not found"));
    await expect(findDeployments(aws(), "prod")).rejects.toThrow(
      "eu-west-1 has no deployment prod: there is no function prod-sweep",
    );
  });

  test("a missing permission", async () => {
    const denied = (action: string) => refused("AccessDeniedException", `not authorized to perform: ${action}`);
    lambda.on(GetFunctionConfigurationCommand).rejects(denied("lambda:GetFunctionConfiguration"));
    lambda.on(ListFunctionsCommand).rejects(denied("lambda:ListFunctions"));
    await expect(findDeployments(aws(), "prod")).rejects.toThrow(
      "lambda:GetFunctionConfiguration is not allowed in eu-west-1",
    );
    await expect(findDeployments(aws(), undefined)).rejects.toThrow("lambda:ListFunctions is not allowed in eu-west-1");
  });

  test("an environment that Lambda cannot decrypt", async () => {
    const refusal = { ErrorCode: "AccessDeniedException", Message: "Lambda was unable to decrypt the environment" };
    listed({ ...sweepOf("prod"), Environment: { Error: refusal } });
    await expect(findDeployments(aws(), undefined)).rejects.toMatchObject({
      message: expect.stringContaining("The settings of prod-sweep in eu-west-1 cannot be read: Lambda was unable"),
      remedy: expect.stringContaining("kms:Decrypt"),
    });
  });

  test("settings of another version, all that is wrong at once", async () => {
    const { Environment, ...sweep } = sweepOf("prod");
    const { RETENTION: _, ...Variables } = Environment.Variables as Record<string, string>;
    listed({ ...sweep, Environment: { Variables: { ...Variables, DRY_RUN: "perhaps" } } });
    await expect(findDeployments(aws(), undefined)).rejects.toThrow(
      /prod-sweep in eu-west-1 are not those of this version: .*RETENTION is missing.*DRY_RUN must be|DRY_RUN must be.*RETENTION is missing/s,
    );
  });
});
