import { App, TerraformStack, Testing } from "cdktf";
import type { Bundle } from "../../handlers/core/deployment";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import type { FunctionSettings } from "./functions";
import { topicArn } from "./places";
import type { TellingResources } from "./telling";

/** The part of `aws_lambda_function` that a function sees of its configuration. */
interface LambdaResource {
  readonly function_name: string;
  readonly timeout: number;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

export interface Synthesised {
  readonly functions: Record<Bundle, FunctionSettings>;
  readonly telling: TellingResources;
}

/** When all target regions were added: before any backup of a scenario. */
const TARGETS_SINCE = "2026-01-01T00:00:00Z";

/**
 * The functions as a stack with the construct configures them.
 *
 * @param createdKeys target region → ARN of the key that stands for the one that the stack makes there
 */
export function synthesise(
  props: RdsCrossRegionBackupProps,
  createdKeys: Readonly<Record<string, string>>,
): Synthesised {
  const stack = new TerraformStack(new App(), "moto");
  new RdsCrossRegionBackup(stack, "this", props);
  const { resource } = JSON.parse(Testing.synth(stack));
  const { name: topicName } = resource.aws_sns_topic.notifications;
  const { name: parameterName, value: initialText } = resource.aws_ssm_parameter.told;
  const made = { createdKeys, topicArn: topicArn(topicName), parameterName };
  const settings = ({ function_name, timeout, environment }: LambdaResource): FunctionSettings => ({
    functionName: function_name,
    timeoutSeconds: timeout,
    environment: resolve(environment.variables, made),
  });
  return {
    functions: {
      sweep: settings(resource.aws_lambda_function.sweep),
      "backup-finished": settings(resource.aws_lambda_function.backup_finished),
    },
    telling: { topicName, parameterName, initialText },
  };
}

/** What references in the environment stand for. */
interface Made {
  readonly createdKeys: Readonly<Record<string, string>>;
  readonly topicArn: string;
  readonly parameterName: string;
}

/** As `terraform apply` leaves them: with what was made in the place of references to it. */
function resolve(
  variables: Readonly<Record<string, string>>,
  { createdKeys, topicArn, parameterName }: Made,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, text]) => {
      const value = text
        .replace(/\$\{aws_kms_key\.this\["([a-z0-9-]+)"\]\.arn\}/g, (reference, region: string) => {
          return createdKeys[region] ?? reference;
        })
        .replace(/\$\{jsonencode\(\{ (.+) \}\)\}/, (_, pairs: string) => {
          return `{${pairs.replace(/ = terraform_data\.target_since\["[a-z0-9-]+"\]\.input/g, `:"${TARGETS_SINCE}"`)}}`;
        })
        .replace(/\$\{aws_sns_topic\.notifications\.arn\}/, topicArn)
        .replace(/\$\{aws_ssm_parameter\.told\.name\}/, parameterName);
      if (/\$\{|terraform_data/.test(value))
        throw new Error(`the variable ${name} has a reference that is not understood: ${text}`);
      return [name, value];
    }),
  );
}
