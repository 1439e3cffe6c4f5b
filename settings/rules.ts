/**
 * From where snapshots cannot be copied to where. Of the two regions a rule refuses: that they are the same; that one of them is
 * of a partition; that one of them is of a partition, and the other is not.
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
  /** Of regions of a partition, where the rule is about one. */
  readonly prefixes: readonly string[];
  readonly sentence: string;
}

/** Of settings that select databases, one at least must include some. */
export const NOTHING_SELECTED = {
  settings: ["instances", "clusters"],
  field: "include",
  sentence: "instances and clusters must not both have include = [], or nothing is backed up",
} as const;

/** A target's key is made, or given: a field that is given with another at true (its default) is refused. */
export const TWO_KEYS = {
  given: "kms_key_arn",
  beside: "create_kms_key",
  mustBe: "given with create_kms_key = false only",
} as const;

export const NO_TARGET = "targets must name at least one target region";

/** When the sweep starts without a schedule and without backup windows. */
export const DEFAULT_SCHEDULE = "cron(0 6 * * ? *)";

/** RDS's own rule. */
export const SHORTEST_WINDOW_MINUTES = 30;

/** What Lambda takes as environment variables. It measures their JSON: its error shows the string. */
export const ENVIRONMENT_BYTES = 4096;
