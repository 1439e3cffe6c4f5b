import { literalEnvironment } from "../../modules/literal-environment";
import { validateProps } from "../../modules/validate-props";
import { SOURCE, TARGET } from "../../simulation/estate/plain-deployment";

/** Of the functions, as the module sets it for all databases and one target region. */
export const environment = (keepLast: number): Record<string, string> => ({
  AWS_REGION: SOURCE,
  AWS_ACCESS_KEY_ID: "benchmark",
  AWS_SECRET_ACCESS_KEY: "benchmark",
  ...literalEnvironment(
    validateProps({ targets: { [TARGET]: { createKmsKey: false } }, retention: { keepLast } }, "benchmark"),
    () => "",
  ),
});
