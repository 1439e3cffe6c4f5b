/**
 * What the page shows, as its JSON has it. Numbers instead of names and fields left out where they say the usual keep it small: an estate of
 * 2,000 databases has 180,000 days. It is no interface: programs read `status --json`.
 */
export interface PageData {
  readonly madeAt: string;
  /** Midnight (UTC) of the first day shown. */
  readonly from: string;
  readonly days: number;
  readonly deployments: readonly PageDeployment[];
  /** What was to be looked at, and is not here, in sentences. */
  readonly absent: readonly string[];
  readonly regions: readonly string[];
  /** ARNs of keys. */
  readonly keys: readonly string[];
  /** How a database may be, the worst first: kinds of trouble before all others. */
  readonly states: readonly PageState[];
  /** What is in trouble, by cause, the worst first. */
  readonly troubles: readonly PageCause[];
  /** What may hinder a restore. */
  readonly warnings: readonly PageCause[];
  /** Database × target region, those in the worst trouble first. */
  readonly rows: readonly PageRow[];
}

export interface PageState {
  readonly name: string;
  /** Of a kind of trouble. */
  readonly heading?: string;
}

export interface PageDeployment {
  readonly name: string;
  readonly account: string;
  readonly sourceRegion: string;
  /** How its databases are, in a sentence or two. */
  readonly headline: string;
  readonly isWell?: true;
  /** What is not known of it, in sentences. */
  readonly notes: readonly string[];
  readonly maxAgeHours?: number;
}

export interface PageCause {
  readonly deployment: number;
  readonly reason: string;
  /** Where the runbook says what the reason means. */
  readonly runbook: string;
  readonly cause: string;
  readonly remedy: string;
  /** Whether cause and remedy are those of the first of several. */
  readonly isOfFirst?: true;
  readonly since?: string;
  /** Words of a command that shows more. */
  readonly command?: readonly string[];
  readonly parts: readonly PagePart[];
}

/** Those who are in one kind of trouble by one cause. */
export interface PagePart {
  /** Index of its state; undefined of a warning. */
  readonly kind?: number;
  readonly rows: readonly number[];
  /** Where all of a kind are meant: `all instances in eu-central-1`. */
  readonly wholes: readonly string[];
}

export interface PageRow {
  readonly deployment: number;
  readonly region: number;
  /** Index of its state: the worst, where it is in several. */
  readonly state: number;
  readonly database: string;
  readonly resourceId: string;
  readonly isCluster?: true;
  /** Indices of kinds of trouble, the worst first. */
  readonly troubles?: readonly number[];
  /** Indices of those of which nobody can say whether they stand. */
  readonly unsure?: readonly number[];
  readonly warnings?: number;
  readonly isGone?: true;
  readonly isNotSelected?: true;
  /** Seconds. */
  readonly age?: number;
  /** Whether the age does not count, as RDS can have no newer backup: the database is or was stopped. */
  readonly isResting?: true;
  /** When the newest copy's data were taken. */
  readonly newest?: string;
  readonly kept: number;
  /** Index of the key of the newest copy. */
  readonly key?: number;
  readonly inProgress?: { readonly id: string; readonly percent?: number };
  /** A letter for each day (day-states.ts). */
  readonly days: string;
  /** Those that were taken within the days shown, the oldest first. */
  readonly copies: readonly PageCopy[];
  /** Number of available copies from before the days shown, and when the oldest of them was taken. */
  readonly older?: readonly [number, string];
}

/** Minutes since `from`, and what is unusual: nothing of an available copy under the usual id and the key of the newest. */
export type PageCopy = number | readonly [minutes: number, more: MoreOfCopy];

export interface MoreOfCopy {
  readonly id?: string;
  /** −1: none. */
  readonly key?: number;
  /** Where it differs from that of its day. */
  readonly state?: string;
  /** As RDS calls it, unless it is available. */
  readonly status?: string;
  readonly percent?: number;
  /** Until when it is held, and why. */
  readonly held?: string;
}
