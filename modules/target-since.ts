import type { Context } from "./context";
import { hcl } from "./expressions";
import { forEach } from "./make";
import { TerraformData } from "./terraform-data";

/**
 * When each target region was first applied, kept in the state: a database without a copy there is not late before that. After an
 * import it is null, which means long ago.
 */
export function targetSince({ make, inputs }: Context): void {
  forEach(
    make(TerraformData, "target_since", { input: hcl("plantimestamp()"), lifecycle: { ignoreChanges: ["input"] } }),
    inputs.targetRegions,
  );
}
