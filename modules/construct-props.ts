import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformProvider } from "cdktf";

/** The props that only the construct has. All others are variables of the Terraform module too. */
export interface ConstructProps {
  /**
   * Provider of the source region, if not the stack's default one.
   * @default the default provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Arguments of the sweep function that override what the construct sets; environment variables and dependencies are added.
   * @default {}
   */
  readonly sweepFunctionConfig?: Partial<LambdaFunctionConfig>;

  /**
   * Arguments of the backup-finished function that override what the construct sets; environment variables and dependencies are added.
   * @default {}
   */
  readonly backupFinishedFunctionConfig?: Partial<LambdaFunctionConfig>;
}
