/**
 * Between which two regions snapshots cannot be copied (docs/aws-facts.md#region-pairs). `same`: between a region and itself. `any`: if
 * one has a prefix. `one`: if one has a prefix and the other has none.
 */
export const REGION_RULES = [
  {
    refuses: "same",
    prefixes: [],
    sentence: "targets must not name the source region, as a copy there would be lost with it",
  },
  {
    refuses: "any",
    prefixes: ["cn-"],
    sentence: "targets: RDS snapshots cannot be copied to or from China regions",
  },
  {
    refuses: "one",
    prefixes: ["us-gov-"],
    sentence: "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only",
  },
  {
    refuses: "one",
    prefixes: ["eusc-", "us-iso-", "us-isob-", "us-isof-", "eu-isoe-"],
    sentence: "targets: RDS snapshots can be copied within a partition of AWS only",
  },
] as const satisfies readonly RegionRule[];

export interface RegionRule {
  readonly refuses: "same" | "any" | "one";
  /** Prefixes of the regions of a partition. */
  readonly prefixes: readonly string[];
  readonly sentence: string;
}

/** At least one of the settings that select databases must include some. */
export const NOTHING_SELECTED = {
  settings: ["instances", "clusters"],
  field: "include",
  sentence: "instances and clusters must not both have include = [], or nothing is backed up",
} as const;

/** A target's key is either made or given: a given key is refused while `create_kms_key` is true, its default. */
export const TWO_KEYS = {
  given: "kms_key_arn",
  beside: "create_kms_key",
  mustBe: "given with create_kms_key = false only",
} as const;

export const NO_TARGET = "targets must name at least one target region";

/** When the sweep starts without a schedule and without backup windows. */
export const DEFAULT_SCHEDULE = "cron(0 6 * * ? *)";

/** RDS's rule (docs/aws-facts.md#backup-window). */
export const SHORTEST_WINDOW_MINUTES = 30;
export const WINDOW_LENGTH = `must be at least ${SHORTEST_WINDOW_MINUTES} minutes and less than 24 hours long`;

/** The most that Lambda takes as environment variables (docs/aws-facts.md#lambda-limits). It measures their JSON, as its error shows. */
export const ENVIRONMENT_BYTES = 4096;

/** The most that a state of an alarm does (docs/aws-facts.md#alarms). */
export const ALARM_ACTIONS = 5;

/** The most that IAM takes as inline policies of a role, without white space (docs/aws-facts.md#policy-size). */
export const ROLE_POLICY_CHARACTERS = 10_240;
