import type { Assumptions } from "../rds/assumptions";
import type { Kind } from "../rds/model";

/** Everything that decides a trial: the same scenario gives the same run, byte for byte. Plain data, so that it can be reduced. */
export interface Scenario {
  /** Of everything that is drawn at random during the trial. */
  readonly seed: number;
  /** Days with faults. Quiet days follow, and more if not every database is fresh again by then. */
  readonly days: number;
  readonly databases: readonly DatabasePlan[];
  /** Snapshots in the target regions that are not ours. */
  readonly foreign: readonly ForeignPlan[];
  readonly settings: SettingsPlan;
  /** Later settings, each deployed at its time. */
  readonly changes: readonly { readonly hour: number; readonly settings: SettingsPlan }[];
  readonly rates: Rates;
  readonly incidents: readonly Incident[];
  readonly assumptions: Assumptions;
  /** Milliseconds by which the clocks of source and target regions are ahead of the functions'. */
  readonly clockSkew: { readonly source: number; readonly target: number };
  /** Factor by which copies are slower than usual. */
  readonly slowness: number;
  /** Whether lists show the tags of snapshots. */
  readonly tagsInLists: "shown" | "absent";
  /** A kind with more covered databases than this may be looked at briefly. Default: the product's own, more than trials have. */
  readonly briefAbove?: number;
  /** Where databases have option groups of their own: what stands in the way of copying those. Default: nothing. */
  readonly optionGroups?: OptionGroupsPlan;
}

export interface OptionGroupsPlan {
  /** Whether the role may not copy them. */
  readonly denied: boolean;
  /** How many there are in each target region from the beginning, of the 20 that RDS allows. */
  readonly taken: number;
  readonly copies: "each" | "shared";
}

/** Days at the end of a trial in which only faults that last go on. */
export const QUIET_DAYS = 2;

export const SOURCE_REGION = "eu-west-1";
export const TARGET_REGIONS = ["eu-central-1", "us-east-1"] as const;
export type TargetRegion = (typeof TARGET_REGIONS)[number];

export interface DatabasePlan {
  readonly kind: Kind;
  readonly id: string;
  readonly engine: string;
  /** `key`: one of its own. */
  readonly encryption: "none" | "key" | "aws/rds" | "sse-rds";
  readonly status: "available" | "stopped";
  readonly backupRetentionDays: number;
  readonly backupWindow: string;
  readonly sizeGib: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly copyTagsToSnapshot: boolean;
  readonly backupTarget: "region" | "outposts";
  /** One of its own: whether RDS copies no snapshot without it, and how it ends if it is copied. Default: none. */
  readonly optionGroup?: { readonly isNeeded: boolean; readonly copying: "done" | "refused" | "fails" };
}

export type Disguise =
  | "hand-made"
  | "name of a copy"
  | "restored with our tags"
  | "of another deployment"
  | "of another source region"
  | "of another account"
  | "of AWS Backup";

export interface ForeignPlan {
  /** Index of its target region, and of the database that it resembles: modulo their number. */
  readonly target: number;
  readonly database: number;
  readonly disguise: Disguise;
  readonly ageDays: number;
  readonly status: "available" | "failed";
}

/** `made`: by the construct. `given`: an existing key. `none`: only unencrypted snapshots can be copied. */
export interface TargetPlan {
  readonly region: TargetRegion;
  readonly key: "created" | "given" | "none";
  /** Ids or patterns of databases with a key of their own. */
  readonly databaseKeys: readonly string[];
}

export interface SettingsPlan {
  readonly targets: readonly TargetPlan[];
  readonly protectKmsKeys: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Only databases with the tag env = prod. */
  readonly onlyProd: boolean;
  readonly retention: {
    readonly keepLast: number;
    readonly keepDaily: number;
    readonly keepWeekly: number;
    readonly keepMonthly: number;
    readonly keepYearly: number;
  };
  readonly slots: { readonly instances: number; readonly clusters: number };
  readonly followUpMinutes: number;
  readonly stuckCopyHours: number;
  /** Default `keys`. */
  readonly restoreChecks?: "all" | "off";
  readonly dryRun: boolean;
  readonly logLevel: "INFO" | "WARN";
  readonly copyOptionGroups?: "when_refused" | "always" | "never";
}

/** Whether lists may not show yet what is there: a run cannot know all then. */
export const listsLag = ({ rates }: Pick<Scenario, "rates">): boolean => rates.listedLate > 0 || rates.taggedLate > 0;

/** Probabilities, each for one call, event, run, copy or change, while there are faults. */
export interface Rates {
  readonly eventLost: number;
  readonly eventDoubled: number;
  readonly eventLate: number;
  readonly runLost: number;
  readonly runDoubled: number;
  readonly runLate: number;
  readonly crashBefore: number;
  readonly crashAfter: number;
  /** The function stands still until its time-out. */
  readonly freeze: number;
  readonly throttled: number;
  readonly internalError: number;
  readonly unavailable: number;
  readonly reset: number;
  /** The call is carried out, and its answer lost. */
  readonly resetAfter: number;
  /** The call is carried out, and only a part of its answer arrives. */
  readonly truncated: number;
  readonly hang: number;
  readonly copyFails: number;
  readonly copySticks: number;
  readonly listedLate: number;
  readonly taggedLate: number;
  readonly shortPages: number;
}

/** What happens at an hour. Databases and targets are taken modulo their number. `hours` null: it lasts. */
export type Incident = { readonly hour: number } & (
  | { readonly is: "throttling storm" | "events lost" | "slow calls"; readonly hours: number }
  | {
      readonly is: "outage";
      readonly where: "source" | "target";
      readonly target: number;
      readonly answer: "unavailable" | "reset" | "hang";
      readonly hours: number;
    }
  | { readonly is: "quota full"; readonly target: number; readonly kind: Kind; readonly hours: number }
  | {
      readonly is: "slots taken";
      readonly target: number;
      readonly kind: Kind;
      readonly count: number;
      readonly hours: number;
    }
  | {
      readonly is: "source key";
      readonly database: number;
      readonly state: "Disabled" | "PendingDeletion";
      readonly hours: number | null;
    }
  | {
      readonly is: "target key";
      readonly target: number;
      readonly state: "Disabled" | "PendingDeletion";
      readonly hours: number;
    }
  | { readonly is: "copies fail" | "permission removed"; readonly database: number; readonly hours: number | null }
  | { readonly is: "copies held"; readonly database: number; readonly target: number; readonly hours: number | null }
  | { readonly is: "copies cancelled" | "sources lost" }
  | { readonly is: "renamed" | "deleted" | "recreated" | "snapshot by hand"; readonly database: number }
  | { readonly is: "stopped" | "backups disabled"; readonly database: number; readonly hours: number }
  | {
      readonly is: "nothing runs" | "functions throttled" | "messages fail" | "memory fails" | "keys unread";
      readonly hours: number;
    }
  | { readonly is: "memory lost" | "memory malformed" | "two runs at once" }
  | { readonly is: "tags edited" | "replica made"; readonly database: number; readonly hours: number }
  | { readonly is: "long copies"; readonly database: number; readonly takes: number; readonly hours: number }
  | {
      readonly is: "copy calls fail" | "deletions fail";
      readonly database: number;
      readonly hours: number | null;
    }
  | {
      readonly is: "snapshots of others";
      readonly target: number;
      readonly kind: Kind;
      /** Places of the quota that they leave. */
      readonly left: number;
      readonly hours: number;
    }
  | {
      /** RDS in a target region does not list the engine version of a database any more. */
      readonly is: "version retired" | "version deprecated";
      readonly target: number;
      readonly database: number;
      readonly hours: number | null;
    }
  /** What the sheets of copies name is not there in a target region. */
  | {
      readonly is: "group removed";
      readonly target: number;
      readonly of: "parameters" | "subnets";
      readonly hours: number;
    }
  | { readonly is: "class withdrawn"; readonly target: number; readonly hours: number }
  /** A database gets a later engine version. */
  | { readonly is: "upgraded"; readonly database: number }
  | { readonly is: "versions unread"; readonly hours: number }
  /** RDS in a target region lists no version of a database's engine. */
  | { readonly is: "versions unlisted"; readonly target: number; readonly database: number; readonly hours: number }
  | {
      /** Keys of copies that no settings name any more. */
      readonly is: "old keys";
      readonly target: number;
      readonly state: "Disabled" | "PendingDeletion";
      readonly hours: number | null;
    }
);
