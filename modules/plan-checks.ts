import { Annotations, Aspects, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { camelCase } from "../settings/kinds";
import { hcl } from "./expressions";
import type { EffectiveSettings } from "./validate-props";
import type { Validation } from "./variable-validations";

/**
 * What each plan warns of, and nothing refuses. None of these reads from AWS: a data source in a check is planned anew each time, so that no
 * plan would ever be empty (decisions/0019-what-a-plan-warns-of.md).
 */
const SOMEBODY_IS_TOLD = {
  name: "somebody_is_told",
  condition:
    "var.notification_emails == null ? true : length(var.notification_emails) > 0 || length(var.alarm_actions) > 0",
  message: (nameOf: (setting: string) => string) =>
    `Nobody is told of what goes wrong: give ${nameOf("notification_emails")}, or in ${nameOf("alarm_actions")} ARNs such as that of a topic with subscribers. If others look after the metrics, set ${nameOf("notification_emails")} = null.`,
};

const ENCRYPTED_DATABASES_CAN_BE_COPIED = {
  name: "encrypted_databases_can_be_copied",
  condition: "length(local.regions_without_key) == 0",
  message: (regions: string, nameOf: (setting: string) => string) =>
    `Only unencrypted databases can be copied to ${regions}: without ${nameOf("create_kms_key")} = true, a ${nameOf("kms_key_arn")} or ${nameOf("database_kms_key_arns")} there is no key for others.`,
};

const sameName = (name: string): string => name;

/** The checks of the Terraform module, by name. */
export const PLAN_CHECKS: Readonly<Record<string, Validation>> = {
  [SOMEBODY_IS_TOLD.name]: {
    condition: hcl(SOMEBODY_IS_TOLD.condition),
    errorMessage: SOMEBODY_IS_TOLD.message(sameName),
  },
  [ENCRYPTED_DATABASES_CAN_BE_COPIED.name]: {
    condition: hcl(ENCRYPTED_DATABASES_CAN_BE_COPIED.condition),
    errorMessage: ENCRYPTED_DATABASES_CAN_BE_COPIED.message(hcl('join(", ", local.regions_without_key)'), sameName),
  },
};

/** cdktf has no class for a check. */
export function planChecks(stack: TerraformStack): void {
  for (const [name, { condition, errorMessage }] of Object.entries(PLAN_CHECKS)) {
    stack.addOverride(`check.${name}.assert`, { condition, error_message: errorMessage });
  }
}

/**
 * The same of a construct, as annotations that `synth` shows: Terraform refuses a check of constants.
 *
 * @param tellsSomebody asked at synth, when all that the app adds to alarms is there
 */
export function synthWarnings(
  owner: IConstruct,
  { targets, notificationEmails }: EffectiveSettings,
  tellsSomebody: () => boolean,
): void {
  const withoutKey = Object.entries(targets)
    .filter(
      ([, one]) => !one.createKmsKey && one.kmsKeyArn === undefined && Object.keys(one.databaseKmsKeyArns).length === 0,
    )
    .map(([region]) => region);
  if (withoutKey.length > 0) {
    Annotations.of(owner).addWarning(ENCRYPTED_DATABASES_CAN_BE_COPIED.message(withoutKey.join(", "), camelCase));
  }
  Aspects.of(owner).add({
    visit(node) {
      if (node === owner && notificationEmails?.length === 0 && !tellsSomebody())
        Annotations.of(owner).addWarning(SOMEBODY_IS_TOLD.message(camelCase));
    },
  });
}
