import { App, TerraformStack, Testing } from "cdktf";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import type { Bundle } from "../../scripts/bundle";
import type { FunctionSettings } from "./functions";

/** The part of `aws_lambda_function` that a function sees of its configuration. */
interface LambdaResource {
  readonly function_name: string;
  readonly timeout: number;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

/**
 * The functions as a stack with the construct configures them.
 *
 * @param createdKeys target region → ARN of the key that stands for the one that the stack makes there
 */
export function synthesise(
  props: RdsCrossRegionBackupProps,
  createdKeys: Readonly<Record<string, string>>,
): Record<Bundle, FunctionSettings> {
  const stack = new TerraformStack(new App(), "moto");
  new RdsCrossRegionBackup(stack, "this", props);
  const { resource } = JSON.parse(Testing.synth(stack));
  const settings = ({ function_name, timeout, environment }: LambdaResource): FunctionSettings => ({
    functionName: function_name,
    timeoutSeconds: timeout,
    environment: resolve(environment.variables, createdKeys),
  });
  return {
    sweep: settings(resource.aws_lambda_function.sweep),
    "backup-finished": settings(resource.aws_lambda_function.backup_finished),
  };
}

/** As `terraform apply` leaves them: with the ARNs of the keys in the place of references to them. */
function resolve(
  variables: Readonly<Record<string, string>>,
  createdKeys: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, text]) => {
      const value = text.replace(/\$\{aws_kms_key\.this\["([a-z0-9-]+)"\]\.arn\}/g, (reference, region: string) => {
        return createdKeys[region] ?? reference;
      });
      if (value.includes("${")) throw new Error(`the variable ${name} has a reference that is not understood: ${text}`);
      return [name, value];
    }),
  );
}
