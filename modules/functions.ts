import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type Bundle, functionName } from "../handlers/core/deployment";
import { logGroupName } from "../handlers/core/names";
import type { Context } from "./context";
import type { FunctionCode } from "./function-code";
import { functionRole, type Granted, rolePolicy } from "./permissions";

interface FunctionSpec {
  readonly role: string;
  readonly bundle: Bundle;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memorySize: number;
  /** How often Lambda repeats a failed asynchronous invocation. */
  readonly retries: number;
}

/** In MB. */
export const MEMORY_SIZE: Readonly<Record<Bundle, number>> = { sweep: 512, "backup-finished": 256 };

/** A whole run. It is neither retried nor kept if it fails, as the next one looks at everything again. */
const SWEEP: FunctionSpec = {
  role: "sweep",
  bundle: "sweep",
  description: "Copies every RDS snapshot that a target region lacks, and deletes copies past retention",
  timeout: 900,
  memorySize: MEMORY_SIZE.sweep,
  retries: 0,
};

/** The run of one database, started by an RDS event. */
const BACKUP_FINISHED: FunctionSpec = {
  role: "backup_finished",
  bundle: "backup-finished",
  description: "Copies the RDS snapshot of a backup that has just finished",
  timeout: 120,
  memorySize: MEMORY_SIZE["backup-finished"],
  retries: 2,
};

export interface Functions {
  readonly role: IamRole;
  readonly sweep: LambdaFunction;
  readonly sweepLogGroup: CloudwatchLogGroup;
  readonly backupFinished: LambdaFunction;
  readonly backupFinishedLogGroup: CloudwatchLogGroup;
}

export interface FunctionOptions {
  readonly code: FunctionCode;
  /** What the role may use, beside the logs. */
  readonly granted: Omit<Granted, "logGroups">;
  /** Escape hatches: they override any argument, but are added to environment and dependencies. */
  readonly sweepConfig: Partial<LambdaFunctionConfig> | undefined;
  readonly backupFinishedConfig: Partial<LambdaFunctionConfig> | undefined;
}

/** Both functions and their role. The log groups come first: the role's policy names them, and the functions need the policy. */
export function functions(context: Context, options: FunctionOptions): Functions {
  const { code, granted, sweepConfig, backupFinishedConfig } = options;
  const sweepLogGroup = logGroup(context, SWEEP);
  const backupFinishedLogGroup = logGroup(context, BACKUP_FINISHED);
  const role = functionRole(context);
  const policy = rolePolicy(context, role, {
    ...granted,
    logGroups: [sweepLogGroup, backupFinishedLogGroup],
  });
  const shared = { role, policy, code };
  return {
    role,
    sweep: lambdaFunction(context, SWEEP, {
      ...shared,
      logGroup: sweepLogGroup,
      maximumEventAgeSeconds: context.inputs.followUpSeconds,
      config: sweepConfig,
    }),
    sweepLogGroup,
    backupFinished: lambdaFunction(context, BACKUP_FINISHED, {
      ...shared,
      logGroup: backupFinishedLogGroup,
      deadLetters: granted.deadLetters,
      config: backupFinishedConfig,
    }),
    backupFinishedLogGroup,
  };
}

function logGroup({ make, inputs }: Context, spec: FunctionSpec): CloudwatchLogGroup {
  return make(CloudwatchLogGroup, spec.role, {
    name: logGroupName(inputs.name, spec.bundle),
    retentionInDays: inputs.logRetentionInDays,
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsKeyId: inputs.encryptionKeyArn }),
  });
}

interface FunctionParts {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
  readonly logGroup: CloudwatchLogGroup;
  /** Where events are kept whose invocations failed for good. */
  readonly deadLetters?: SqsQueue;
  /** Older events are dropped. Default: Lambda's six hours. */
  readonly maximumEventAgeSeconds?: number;
  readonly code: FunctionCode;
  readonly config: Partial<LambdaFunctionConfig> | undefined;
}

function lambdaFunction({ make, inputs }: Context, spec: FunctionSpec, parts: FunctionParts): LambdaFunction {
  const { environment, dependsOn = [], ...config } = parts.config ?? {};
  const fn = make(LambdaFunction, spec.role, {
    functionName: functionName(inputs.name, spec.bundle),
    description: spec.description,
    role: parts.role.arn,
    runtime: inputs.lambdaRuntime,
    architectures: ["arm64"],
    handler: `${spec.bundle}.handler`,
    ...parts.code(spec.bundle),
    timeout: spec.timeout,
    memorySize: spec.memorySize,
    // One more variable must not take the settings away, without which no run works.
    environment: { ...environment, variables: { ...inputs.environment, ...environment?.variables } },
    loggingConfig: { logFormat: "Text", logGroup: parts.logGroup.name }, // the functions write JSON lines themselves
    tags: inputs.tags,
    dependsOn: [parts.policy, ...dependsOn],
    ...(inputs.environmentChecks.length > 0 && { lifecycle: { precondition: [...inputs.environmentChecks] } }),
    ...config,
  });
  make(LambdaFunctionEventInvokeConfig, spec.role, {
    functionName: fn.functionName,
    maximumRetryAttempts: spec.retries,
    ...(parts.maximumEventAgeSeconds !== undefined && { maximumEventAgeInSeconds: parts.maximumEventAgeSeconds }),
    ...(parts.deadLetters && { destinationConfig: { onFailure: { destination: parts.deadLetters.arn } } }),
  });
  return fn;
}
