import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

export interface TerraformDataConfig extends TerraformMetaArguments {
  /** What the state keeps. */
  readonly input: string;
}

/** A value that the state keeps. cdktf's own class takes only maps, and runs Terraform at synth to learn its version. */
export class TerraformData extends TerraformResource {
  static readonly tfResourceType = "terraform_data";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: TerraformDataConfig,
  ) {
    super(scope, id, {
      terraformResourceType: TerraformData.tfResourceType,
      terraformGeneratorMetadata: { providerName: "terraform" },
      ...config,
    });
  }

  protected override synthesizeAttributes(): { [name: string]: string } {
    return { input: this.config.input };
  }

  protected override synthesizeHclAttributes(): { [name: string]: object } {
    return {};
  }
}
