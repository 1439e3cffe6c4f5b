import type { SimulatedAws } from "../aws";
import { arn, parseArn } from "../iam/arns";
import type { Deployment, FunctionDefinition } from "../terraform/deployment";
import { AwsError } from "../wire/errors";
import { RestAnswer, type RestParameters } from "../wire/rest-protocol";
import type { ServiceCall } from "../wire/wing";
import { pageOf, requirePermission } from "../wire/wing";
import type { Invocation } from "./lambda";

type Call = ServiceCall<RestParameters>;

/** When the functions were made: nothing asks. */
const LAST_MODIFIED = "2026-01-01T00:00:00.000+0000";
/** docs/aws-facts.md#functions */
const LARGEST_PAGE = 50;

/** What Lambda tells of the functions that are deployed, and their invocation (docs/aws-facts.md#invoking-a-function). @throws AwsError */
export async function answerLambda(aws: SimulatedAws, call: Call): Promise<unknown> {
  const { caller, parameters, region } = call;
  const { action } = parameters;
  const permission = `lambda:${action === "Invoke" ? "InvokeFunction" : action}`;
  if (action === "ListFunctions") {
    await requirePermission("lambda", caller, { action: permission, resource: "*" });
    return listFunctions(aws, call);
  }
  const resource = arnOf(aws, region, parameters.resource);
  await requirePermission("lambda", caller, { action: permission, resource });
  const found = functionsIn(aws, region).find((one) => one.arn === resource);
  if (!found) throw notFound(`Function not found: ${resource}`);
  switch (action) {
    case "GetFunctionConfiguration":
      return { ...configuration(found), State: "Active", LastUpdateStatus: "Successful" };
    case "GetFunctionConcurrency":
      return { ReservedConcurrentExecutions: isThrottled(aws, found) ? 0 : found.reservedConcurrency };
    case "GetFunctionEventInvokeConfig":
      return invokeConfig(found);
    case "GetPolicy":
      return { Policy: JSON.stringify(policyOf(aws, found)), RevisionId: REVISION };
    default:
      return invoke(aws, found, parameters);
  }
}

const REVISION = "00000000-0000-4000-8000-000000000000";

const notFound = (message: string) => new AwsError("ResourceNotFoundException", message, 404);

/** Of a name or an ARN. */
function arnOf(aws: SimulatedAws, region: string, named: string): string {
  return parseArn(named) ? named : arn(aws.account, "lambda", region, `function:${named}`);
}

const functionsIn = ({ deployed }: SimulatedAws, region: string): readonly FunctionDefinition[] =>
  deployed.all(({ functions }) => functions, region);

function isThrottled({ deployed }: SimulatedAws, { name }: FunctionDefinition): boolean {
  return deployed.running?.lambda.isThrottled(name) ?? false;
}

function listFunctions(aws: SimulatedAws, { region, parameters }: Call): unknown {
  const asked = Number(parameters.text("MaxItems") ?? LARGEST_PAGE);
  const size = Math.min(aws.faults.pageSize?.(asked) ?? asked, LARGEST_PAGE);
  const { page, next } = pageOf(functionsIn(aws, region), parameters.text("Marker"), size);
  return { Functions: page.map(configuration), ...(next !== undefined && { NextMarker: next }) };
}

function configuration(one: FunctionDefinition) {
  return {
    FunctionName: one.name,
    FunctionArn: one.arn,
    Runtime: one.runtime,
    Role: one.roleArn,
    Handler: one.handler,
    CodeSize: 1,
    Description: one.description,
    Timeout: one.timeoutSeconds,
    MemorySize: one.memoryMb,
    LastModified: LAST_MODIFIED,
    Version: "$LATEST",
    Environment: { Variables: one.environment },
    RevisionId: REVISION,
    PackageType: "Zip",
    Architectures: ["arm64"],
    LoggingConfig: { LogFormat: "Text", LogGroup: one.logGroup },
  };
}

function invokeConfig(one: FunctionDefinition): unknown {
  if (!one.configuresInvokes) throw notFound(`The function ${one.arn}:$LATEST doesn't have an EventInvokeConfig`);
  return {
    FunctionArn: `${one.arn}:$LATEST`,
    LastModified: Date.parse(LAST_MODIFIED) / 1000,
    MaximumRetryAttempts: one.retries,
    MaximumEventAgeInSeconds: one.maximumAgeSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: { ...(one.onFailure && { Destination: one.onFailure }) } },
  };
}

function policyOf({ deployed }: SimulatedAws, { name, arn }: FunctionDefinition): unknown {
  const permissions = deployed.stacks
    .flatMap(({ invokePermissions }: Deployment) => invokePermissions)
    .filter(({ functionName }) => functionName === name || functionName === arn);
  if (permissions.length === 0) throw notFound("The resource you requested does not exist.");
  return {
    Version: "2012-10-17",
    Id: "default",
    Statement: permissions.map(({ statementId, action, principal, sourceArn }) => ({
      Sid: statementId,
      Effect: "Allow",
      Principal: { Service: principal },
      Action: action,
      Resource: arn,
      ...(sourceArn !== undefined && { Condition: { ArnLike: { "AWS:SourceArn": sourceArn } } }),
    })),
  };
}

async function invoke(aws: SimulatedAws, one: FunctionDefinition, parameters: RestParameters): Promise<RestAnswer> {
  const { running } = aws.deployed;
  if (!running) throw new Error(`Nothing runs ${one.name}.`);
  const event: unknown = parameters.body === "" ? {} : JSON.parse(parameters.body);
  const type = parameters.header("x-amz-invocation-type") ?? "RequestResponse";
  if (type === "DryRun") return new RestAnswer(204, "");
  if (type === "Event") {
    running.lambda.invokeInBackground(one.name, event);
    return new RestAnswer(202, "");
  }
  if (isThrottled(aws, one)) {
    const message = "Rate Exceeded., ReservedFunctionConcurrentInvocationLimitExceeded";
    throw new AwsError("TooManyRequestsException", message, 429);
  }
  const invocation = await aws.clock.finish(running.lambda.invoke(one.name, event));
  const wantsLog = parameters.header("x-amz-log-type") === "Tail";
  const log = wantsLog ? { "x-amz-log-result": running.lambda.tailOf(invocation.requestId) } : {};
  const headers = { "x-amzn-requestid": invocation.requestId, "x-amz-executed-version": "$LATEST", ...log };
  if (invocation.outcome === "ok") return new RestAnswer(200, JSON.stringify(invocation.result ?? null), headers);
  return new RestAnswer(200, JSON.stringify(problemOf(invocation)), {
    ...headers,
    "x-amz-function-error": "Unhandled",
  });
}

function problemOf({ outcome, error, requestId, endedAt }: Invocation): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const time = new Date(endedAt).toISOString();
  if (outcome === "timeout" || outcome === "frozen") return { errorMessage: `${time} ${requestId} ${message}` };
  if (outcome === "crash")
    return { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} ${message}` };
  return { errorType: error instanceof Error ? error.name : "Error", errorMessage: message, trace: [] };
}
