import { type Bundle, functionName } from "./deployment";
import type { Kind } from "./model";

// Names of what a deployment is made of: as Terraform makes it, and as it is found again.

/** The rules that start whole runs: the daily one, and the follow-up. */
export const RULES = ["sweep", "follow-up"] as const;
export type Rule = (typeof RULES)[number];

export const ruleName = (deployment: string, rule: Rule): string => `${deployment}-${rule}`;

/** `rds-events`: to which RDS reports backups. `notifications`: of messages and alarms, to which people subscribe. */
export const topicName = (deployment: string, topic: "rds-events" | "notifications"): string =>
  `${deployment}-${topic}`;

/** By which RDS reports the backups of a kind. */
export const eventSubscriptionName = (deployment: string, kind: Kind): string => `${deployment}-${kind}s`;

/** Of the queue of events whose invocations failed for good. */
export const deadLettersName = (deployment: string): string => `${deployment}-dead-letters`;

/** Of what people were told last. */
export const parameterName = (deployment: string): string => `/${deployment}/told`;

export const logGroupName = (deployment: string, bundle: Bundle): string =>
  `/aws/lambda/${functionName(deployment, bundle)}`;

/** The alarms, by what they tell of: those of each target region, and those that a deployment has once. */
export const ALARMS = {
  inEachRegion: ["recovery_point_age", "copies_unrestorable", "snapshot_quota_instances", "snapshot_quota_clusters"],
  once: ["not_running", "troubles_begun", "nothing_selected", "sweep_errors", "dead_letters", "messages_failed"],
} as const;

export type RegionAlarm = (typeof ALARMS.inEachRegion)[number];
export type DeploymentAlarm = (typeof ALARMS.once)[number];

/** As it is called without deployment and region, in the runbook too. */
export const alarmHeading = (alarm: RegionAlarm | DeploymentAlarm): string => alarm.replaceAll("_", "-");

/** @param region of one that is there for each */
export const alarmName = (deployment: string, alarm: RegionAlarm | DeploymentAlarm, region?: string): string =>
  [deployment, alarmHeading(alarm), ...(region === undefined ? [] : [region])].join("-");
