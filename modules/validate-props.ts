import { Token } from "cdktf";
import {
  BOUNDS,
  DEFAULTS,
  LAMBDA_RUNTIMES,
  LOG_LEVELS,
  LOG_RETENTION_DAYS,
  PATTERNS,
} from "../handlers/settings/bounds";
import { BackupWindow } from "./backup-window";
import { environmentFits, keyArnToBe } from "./environment-size";
import { literalEnvironment } from "./literal-environment";
import { atMost, each, known, matching, oneOf, type Problems, thrown, wholeNumber, wholeNumbers } from "./prop-checks";
import { wellFormed } from "./prop-shapes";
import type { RdsCrossRegionBackupProps } from "./props";
import { sweepSchedule } from "./sweep-schedule";
import { validateTargets } from "./validate-targets";
import { DATABASE_IDS, SCHEDULE_FORM } from "./variable-validations";

/**
 * Checks props by the same rules as the variables of the Terraform module. What is a token is left to the plan, except
 * what decides on the resources themselves.
 *
 * @param given by a caller who may have no types
 * @param path of the construct, for the message
 * @returns the props, without those that are `undefined`
 * @throws Error that lists everything that is wrong
 */
export function validateProps(given: RdsCrossRegionBackupProps, path: string): RdsCrossRegionBackupProps {
  const { props, problems } = wellFormed(given);
  problems.push(...valueProblems(props));
  const { targets } = props;
  if (problems.length === 0 && targets !== undefined) {
    const valid = { ...props, targets };
    problems.push(...environmentSize(valid));
    if (problems.length === 0) return valid;
  }
  throw new Error(`The props of ${path} are not valid:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
}

type Props = Partial<RdsCrossRegionBackupProps>;

function valueProblems(props: Props): Problems {
  return [
    ...(props.targets === undefined ? [] : validateTargets(props.targets)),
    ...matching(
      "name",
      props.name,
      PATTERNS.name,
      "lower-case letters, digits and single hyphens, and begin with a letter",
    ),
    ...atMost("name", props.name, BOUNDS.nameLength.max),
    ...selections(props),
    ...wholeNumbers("retention", { keepLast: props.retention?.keepLast }, BOUNDS.keepLast),
    ...wholeNumbers("retention", periods(props), BOUNDS.keepPeriods),
    ...schedules(props),
    ...wholeNumber("followUpIntervalMinutes", props.followUpIntervalMinutes, BOUNDS.followUpIntervalMinutes),
    ...wholeNumbers("maxCopiesInProgress", { ...props.maxCopiesInProgress }, BOUNDS.maxCopiesInProgress),
    ...wholeNumber("maxRecoveryPointAgeHours", props.maxRecoveryPointAgeHours, BOUNDS.maxRecoveryPointAgeHours),
    ...wholeNumber("stuckCopyHours", props.stuckCopyHours, BOUNDS.stuckCopyHours),
    ...each("alarmActions", props.alarmActions, PATTERNS.arn, "ARNs"),
    ...each("okActions", props.okActions, PATTERNS.arn, "ARNs"),
    ...known("notificationEmails", props.notificationEmails),
    ...each("notificationEmails", props.notificationEmails, PATTERNS.emailAddress, "e-mail addresses"),
    ...matching(
      "encryptionKeyArn",
      props.encryptionKeyArn,
      PATTERNS.kmsKeyArn,
      "the ARN of a key (…:key/…, not an alias)",
    ),
    ...oneOf("lambdaRuntime", props.lambdaRuntime, LAMBDA_RUNTIMES),
    ...oneOf("logRetentionInDays", props.logRetentionInDays, LOG_RETENTION_DAYS),
    ...oneOf("logLevel", props.logLevel, LOG_LEVELS),
    ...matching("permissionsBoundary", props.permissionsBoundary, PATTERNS.policyArn, "the ARN of an IAM policy"),
  ];
}

/** Tokens may become any length: then Lambda tells. */
function environmentSize(props: RdsCrossRegionBackupProps): Problems {
  const environment = literalEnvironment(props, keyArnToBe);
  return Object.values(environment).some((value) => Token.isUnresolved(value)) ? [] : environmentFits(environment);
}

function selections({ instances, clusters }: Props): Problems {
  const mustBe = "database ids or patterns (letters, digits, hyphens and *, at most 63)";
  const patterns = Object.entries({ instances, clusters }).flatMap(([kind, selection]) => [
    ...each(`${kind}.include`, selection?.include, PATTERNS.databasePattern, mustBe),
    ...each(`${kind}.exclude`, selection?.exclude, PATTERNS.databasePattern, mustBe),
  ]);
  const off = [instances, clusters].every((selection) => selection?.include?.length === 0);
  return off
    ? [...patterns, "instances and clusters must not both have include = [], or nothing is backed up"]
    : patterns;
}

function periods({ retention = {} }: Props) {
  const { keepDaily, keepWeekly, keepMonthly, keepYearly } = retention;
  return { keepDaily, keepWeekly, keepMonthly, keepYearly };
}

function schedules(props: Props): Problems {
  const {
    scheduleExpression,
    backupWindows: given = [],
    backupWindowInstances = [],
    backupWindowClusters = [],
    scheduleMarginMinutes = DEFAULTS.scheduleMarginMinutes,
  } = props;
  const backupWindows = given.filter((window) => window !== undefined); // the others have been told of
  const problems = [
    ...matching("scheduleExpression", scheduleExpression, PATTERNS.scheduleExpression, SCHEDULE_FORM),
    ...known("backupWindows", backupWindows),
    ...known("backupWindowInstances", backupWindowInstances),
    ...each("backupWindowInstances", backupWindowInstances, PATTERNS.databaseId, DATABASE_IDS),
    ...known("backupWindowClusters", backupWindowClusters),
    ...each("backupWindowClusters", backupWindowClusters, PATTERNS.databaseId, DATABASE_IDS),
    ...known("scheduleMarginMinutes", scheduleMarginMinutes),
    ...wholeNumber("scheduleMarginMinutes", scheduleMarginMinutes, BOUNDS.scheduleMarginMinutes),
    ...backupWindows.flatMap((window) => (Token.isUnresolved(window) ? [] : thrown(() => new BackupWindow(window)))),
  ];
  if (problems.length > 0 || backupWindows.length === 0 || scheduleExpression !== undefined) return problems;
  if (backupWindowInstances.length > 0 || backupWindowClusters.length > 0) return problems; // the plan knows all windows
  const windows = backupWindows.map((window) => new BackupWindow(window));
  return thrown(() => sweepSchedule(windows, scheduleMarginMinutes));
}
