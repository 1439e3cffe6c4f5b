import type { Assumptions } from "../rds/assumptions";
import type { Kind } from "../rds/model";

/** Everything that decides a trial. The same scenario gives the same run to the byte; it is plain data, so that it can be made smaller. */
export interface Scenario {
  /** Of all that is drawn while the trial runs. */
  readonly seed: number;
  /** Days with faults. The quiet ones, and more if not every database is fresh again by then, come on top. */
  readonly days: number;
  readonly databases: readonly DatabasePlan[];
  /** Snapshots in the target regions that are nobody's business but their owners'. */
  readonly foreign: readonly ForeignPlan[];
  readonly settings: SettingsPlan;
  /** Later settings, each deployed at its time. */
  readonly changes: readonly { readonly hour: number; readonly settings: SettingsPlan }[];
  readonly rates: Rates;
  readonly incidents: readonly Incident[];
  readonly assumptions: Assumptions;
  /** Milliseconds by which the clocks of source and target regions are ahead of the functions'. */
  readonly clockSkew: { readonly source: number; readonly target: number };
  /** Copies take so many times as long as usual. */
  readonly slowness: number;
}

/** At the end of a trial, without faults but those that last. */
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
  /** Which target region, and like which database: taken modulo their number. */
  readonly target: number;
  readonly database: number;
  readonly disguise: Disguise;
  readonly ageDays: number;
  readonly status: "available" | "failed";
}

/** `made`: by the construct. `given`: an existing key. `none`: only what is not encrypted can be copied. */
export interface TargetPlan {
  readonly region: TargetRegion;
  readonly key: "made" | "given" | "none";
  /** Ids or patterns of databases with a key of their own. */
  readonly databaseKeys: readonly string[];
}

export interface SettingsPlan {
  readonly targets: readonly TargetPlan[];
  readonly protectKmsKeys: boolean;
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
  readonly dryRun: boolean;
  readonly logLevel: "INFO" | "WARN";
}

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
  /** Carried out, and the answer lost. */
  readonly resetAfter: number;
  /** Carried out, and the answer breaks off in its middle. */
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
  | { readonly is: "copies cancelled" | "sources lost" }
  | { readonly is: "renamed" | "deleted" | "recreated" | "snapshot by hand"; readonly database: number }
  | { readonly is: "stopped" | "backups disabled"; readonly database: number; readonly hours: number }
);
