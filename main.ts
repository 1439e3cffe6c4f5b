import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { addVariableFace } from "./modules/terraform-module";

/**
 * The CDKTF app: one stack with the variables and outputs of the Terraform module. The region of the provider, hence
 * the source region, comes from the environment (`AWS_REGION`).
 *
 * cdktf deploy --var 'targets={"eu-central-1"={}}'
 */
const app = new App();
const stack = new TerraformStack(app, "rds-cross-region-backup");
new AwsProvider(stack, "aws");
addVariableFace(stack);
app.synth();
