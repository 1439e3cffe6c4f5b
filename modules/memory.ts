import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { parameterName } from "../handlers/core/names";
import type { INITIAL_TEXT } from "../handlers/core/told/told";
import type { Context } from "./context";

/** Its type ties it to what the function takes for nothing told yet, without importing its code. */
const INITIAL: typeof INITIAL_TEXT = "-";

/** What people were told last, so that nothing is told twice. The function writes it, and a copy is never decided by it. */
export function memory({ make, inputs }: Context): SsmParameter {
  return make(SsmParameter, "told", {
    name: parameterName(inputs.name),
    description: `Which troubles ${inputs.name} has told people of, as short ids. Written by its function; if it is lost, they are told once more`,
    type: "String",
    value: INITIAL,
    tags: inputs.tags,
    // The function overwrites the value; AWS may then choose the tier, and drop the description.
    lifecycle: { ignoreChanges: ["description", "tier", "value"] },
  });
}
