import type { Encryption, Kind } from "../model";
import type { Route } from "../route";

/**
 * What is wrong with a database in a target region. `stale`: its recovery point age is above the limit. `failing`: refused for what a
 * repetition does not mend, or given up. `uncovered`: selected, and cannot be copied. `deselected`: it exists, has our copies, and is not
 * selected any more. `orphaned`: it is gone, and its copies stay. `unrestorable`: what is needed to restore a kept copy is gone.
 */
export type TroubleKind = "stale" | "failing" | "uncovered" | "deselected" | "orphaned" | "unrestorable";

/** Worst first. */
export const TROUBLE_KINDS: readonly TroubleKind[] = [
  "stale",
  "unrestorable",
  "failing",
  "uncovered",
  "deselected",
  "orphaned",
];

export interface Trouble {
  readonly trouble: TroubleKind;
  readonly kind: Kind;
  /** Id of the database; `*`: all of a kind, as when a region cannot be read. */
  readonly database: string;
  /** Undefined of `*`. */
  readonly resourceId: string | undefined;
  readonly targetRegion: string;
  /** A stable code of the cause. */
  readonly reason: string;
  /** One sentence without a full stop. It names the key, setting, or region, and the database only where it is about that alone. */
  readonly cause: string;
  /** What to do, one sentence without a full stop. */
  readonly remedy: string;
  /** Troubles of one reason and one subject (the ARN of a key, a setting, a region) have one cause: they are told together. */
  readonly about: string;
  /** Since when, where that is known. */
  readonly since: Date | undefined;
  /** Ids of the copies that cannot be restored, the newest first. */
  readonly copies?: readonly string[];
  /** Whether it may be over by itself in the next run: it is told if it stands in two runs, one after the other. */
  readonly passing?: true;
}

/** What may hinder a restore of the newest copy, and people can make or choose on the day. */
export type Warning = Pick<Trouble, "reason" | "cause" | "remedy" | "about">;

/** One database in one target region. */
export interface Covered {
  readonly route: Route;
  readonly database: string;
  readonly resourceId: string;
  readonly selected: boolean;
  /** Whether the database itself exists. */
  readonly exists: boolean;
  /** Recovery point age in seconds; undefined where it is not known, or does not count. */
  readonly age: number | undefined;
  /**
   * The age instead, while it does not count as RDS can have no newer backup than the one that is copied: the database is or was stopped.
   */
  readonly restingAge: number | undefined;
  readonly newest: NewestCopy | undefined;
  /** Number of available copies, under this name. */
  readonly kept: number;
  /** How many of them are held. */
  readonly held: number;
  /** Holds of them that have ended, whether retention counts the copy yet or not. */
  readonly endedHolds: readonly EndedHold[];
  /** How many of them cannot be restored as things are, as far as somebody has looked. */
  readonly unrestorable: number;
  /** The keys under which they are. */
  readonly keys: readonly string[];
  /** The option groups that came with them, by name, one for each that brought one: undefined where RDS does not show it. */
  readonly optionGroups: readonly (string | undefined)[];
  readonly inProgress:
    | { readonly id: string; readonly since: Date | undefined; readonly percent: number | undefined }
    | undefined;
  /** Ids of the copies that the next daily run deletes, oldest first. */
  readonly deletions: readonly string[];
  /** At most one of each kind. */
  readonly troubles: readonly Trouble[];
  /** As far as somebody has looked. */
  readonly warnings: readonly Warning[];
  /** Kinds of trouble of which this run cannot say whether they stand: they are neither begun nor over. */
  readonly unsure: readonly TroubleKind[];
}

export interface EndedHold {
  /** Id of the copy. */
  readonly id: string;
  /** The last day of the hold. */
  readonly until: string;
  /** When retention counts the copy like any other. */
  readonly countsFrom: Date;
}

export interface NewestCopy {
  readonly id: string;
  /** When its source was taken. */
  readonly takenAt: Date;
  readonly encryption: Encryption;
  readonly kmsKeyId: string | undefined;
}

/** How much of a route a run has read. `brief`: only copies of newest snapshots, none of which is missing. */
export type Reach = "whole" | "brief" | "none";

/** All databases × target regions: a pure function of what exists, what a run did, settings and time. */
export interface Coverage {
  readonly databases: readonly Covered[];
  readonly routes: readonly RouteCoverage[];
}

export interface RouteCoverage {
  readonly route: Route;
  readonly reach: Reach;
  /** Of the whole route, with the database `*`. */
  readonly troubles: readonly Trouble[];
  /** Kinds of trouble of which this run cannot say whether they stand of databases that have no row. */
  readonly unsure: readonly TroubleKind[];
  /** Whether the age of each database is known that has one. */
  readonly areAgesKnown: boolean;
  /** Greatest recovery point age in seconds: 0 without any that counts, undefined where it is not known. */
  readonly age: number | undefined;
}
