import type { Fault, NewCopy } from "../core/actions";
import { OPTION_GROUP_QUOTA } from "../core/option-group";
import { clause, sentence } from "../core/sentence";
import { RdsError, type RdsErrorCode } from "../rds/errors";
import type { RouteRun } from "./route-run";
import { said, VAGUE } from "./said";

/** As texts and codes have it: `OptionGroupQuotaExceededFault`. */
const OF_OPTION_GROUPS = /option\s*group/i;

/** Whether RDS says that it is about the option group. Its code for that is not documented (docs/aws-facts.md#option-groups). */
export const isAboutOptionGroup = (error: RdsError, copy: NewCopy): boolean =>
  VAGUE.has(error.code) && (OF_OPTION_GROUPS.test(error.awsCode) || OF_OPTION_GROUPS.test(said(error, copy)));

/** What has nothing to do with an option group, and is refused without it too. */
const OF_ANYTHING_ELSE: ReadonlySet<RdsErrorCode> = new Set([
  "already-exists",
  "not-found",
  "too-many-in-progress",
  "manual-quota-full",
  "quota-exceeded",
  "key-not-accessible",
  "region-not-enabled",
]);

/**
 * Whether a copy that was refused with its option group may be taken without it. Of what passes, an error inside RDS may be due to the
 * group each time; throttled or unreachable, RDS is not asked again at once.
 */
export const mayBeAboutOptionGroup = ({ code, awsCode }: RdsError): boolean =>
  code === "transient" ? /^Internal(Failure|Error)/.test(awsCode) : !OF_ANYTHING_ELSE.has(code);

/** Refused without the option group for lack of it, and with it too. Both are said. */
export function refusedEitherWay(without: RdsError, withGroup: RdsError): RdsError {
  const message = `${inWords(without)} With a copy of its option group: ${inWords(withGroup)}`;
  return new RdsError("option-group", withGroup.awsCode, message, withGroup);
}

const inWords = ({ awsCode, message }: RdsError): string => `${awsCode}: ${sentence(message)}`;

/** What is wrong where a copy is refused for its option group, and nothing else is left to try. */
export function optionGroupFault(error: RdsError, copy: NewCopy, { route, run }: RouteRun): Fault | undefined {
  const fault = (cause: string, remedy: string, about?: string): Fault => ({
    reason: "option-group",
    cause: `RDS refused its copy: ${clause(cause)}`,
    remedy,
    ...(about !== undefined && { about }),
  });
  const { targetRegion } = route;
  if (error.code !== "option-group") {
    const isOff = route.kind === "instance" && run.settings.copyOptionGroups === "never";
    if (!isOff || !isAboutOptionGroup(error, copy)) return undefined;
    const remedy = 'set copy_option_groups to "when_refused", and the next run takes its option group along';
    return fault(inWords(error), remedy, "copy_option_groups");
  }
  const withGroup = error.cause instanceof RdsError ? error.cause : error;
  if (withGroup.code === "denied") {
    const remedy = "the role's policy, its boundary and each policy of the organisation must allow it what RDS names";
    return fault(error.message, remedy, `option groups denied in ${targetRegion}`);
  }
  if (/^OptionGroupQuotaExceeded/.test(withGroup.awsCode)) {
    const remedy = `raise ${OPTION_GROUP_QUOTA} in ${targetRegion}, or delete option groups there that no database and no snapshot needs`;
    return fault(error.message, remedy, `${OPTION_GROUP_QUOTA} ${targetRegion}`);
  }
  const remedy =
    "change what RDS names in the option group of the database (aws rds describe-option-group-options says which options are " +
    "CopyableCrossRegion), or exclude the database and protect it in another way";
  return fault(error.message, remedy);
}
