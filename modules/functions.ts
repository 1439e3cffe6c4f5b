import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Context } from "./context";
import type { Bundle, FunctionCode } from "./function-code";

interface FunctionSpec {
  readonly role: string;
  readonly bundle: Bundle;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memorySize: number;
  /** Retries of a failed asynchronous invocation (docs/aws-facts.md#lambda-retries). */
  readonly retries: number;
}

/** A whole run. It is not retried, as the next run looks at everything again. The memory is for lists of large estates. */
export const SWEEP: FunctionSpec = {
  role: "sweep",
  bundle: "sweep",
  description: "Copies every RDS snapshot that a target region lacks, and deletes copies past retention",
  timeout: 900,
  memorySize: 512,
  retries: 0,
};

/** The run of one database, started by an RDS event. */
export const BACKUP_FINISHED: FunctionSpec = {
  role: "backup_finished",
  bundle: "backup-finished",
  description: "Copies the RDS snapshot of a backup that has just finished",
  timeout: 120,
  memorySize: 256,
  retries: 2,
};

export const functionName = (deployment: string, { bundle }: FunctionSpec): string => `${deployment}-${bundle}`;

/** Log groups come before the functions: these need the role's policy, which names the log groups. */
export function logGroup({ make, inputs }: Context, spec: FunctionSpec): CloudwatchLogGroup {
  return make(CloudwatchLogGroup, spec.role, {
    name: `/aws/lambda/${functionName(inputs.name, spec)}`,
    retentionInDays: inputs.logRetentionInDays,
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsKeyId: inputs.encryptionKeyArn }),
  });
}

export interface FunctionParts {
  readonly iamRole: IamRole;
  readonly rolePolicy: IamRolePolicy;
  readonly logGroup: CloudwatchLogGroup;
  /** Where invocations are kept that failed for good. */
  readonly deadLetters: SqsQueue;
  readonly code: FunctionCode;
  /** Escape hatch: overrides any argument. */
  readonly config: Partial<LambdaFunctionConfig>;
}

export function lambdaFunction({ make, inputs }: Context, spec: FunctionSpec, parts: FunctionParts): LambdaFunction {
  const fn = make(LambdaFunction, spec.role, {
    functionName: functionName(inputs.name, spec),
    description: spec.description,
    role: parts.iamRole.arn,
    runtime: inputs.lambdaRuntime,
    architectures: ["arm64"],
    handler: `${spec.bundle}.handler`,
    ...parts.code(spec.bundle),
    timeout: spec.timeout,
    memorySize: spec.memorySize,
    environment: { variables: inputs.environment },
    loggingConfig: { logFormat: "Text", logGroup: parts.logGroup.name }, // the functions write JSON lines themselves
    tags: inputs.tags,
    dependsOn: [parts.rolePolicy],
    ...(inputs.environmentChecks.length > 0 && { lifecycle: { precondition: [...inputs.environmentChecks] } }),
    ...parts.config,
  });
  make(LambdaFunctionEventInvokeConfig, spec.role, {
    functionName: fn.functionName,
    maximumRetryAttempts: spec.retries,
    destinationConfig: { onFailure: { destination: parts.deadLetters.arn } },
  });
  return fn;
}
