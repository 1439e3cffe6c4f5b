import type { Fault, NewCopy, Subject } from "../actions";
import type { Kind } from "../model";
import type { Inventory } from "../plan";
import type { PlanContext } from "../plan-copy";
import type { StopAndStart } from "../resting";
import type { Route } from "../route";

/** What a run did about a database, or found. */
export interface Deed extends Subject {
  readonly outcome: "copied" | "deleted" | "planned" | "deferred" | "skipped" | "failed";
  /** The copy that was to be started. */
  readonly copy?: NewCopy;
  readonly snapshot?: string;
}

/** What a whole run saw of one kind, and did. */
export interface KindSeen {
  readonly kind: Kind;
  /** Undefined if the databases could not be listed. */
  readonly inventory: Inventory | undefined;
  /** Whether only copies of newest snapshots were looked at. */
  readonly isBrief?: boolean;
  /** What concerns the kind as a whole. */
  readonly outcomes: readonly Deed[];
  /** One for each target region. */
  readonly routes: readonly { readonly route: Route; readonly outcomes: readonly Deed[] }[];
}

/** By what copies need: what is wrong with it, and what was looked at in vain. */
export interface NeedsSeen {
  readonly missing: ReadonlyMap<string, Fault>;
  readonly unknown: { has(need: string): boolean };
  /** What may hinder a restore, by what copies need or want (`needsOf`, `wantsOf`). Default: nobody has looked. */
  readonly warnings?: ReadonlyMap<string, Fault>;
}

/** What coverage depends on beside what a run saw. */
export interface CoverageContext extends PlanContext {
  /** When each target region was first deployed to; without an entry: long ago. */
  readonly targetsSince?: ReadonlyMap<string, Date>;
  /** What was found of what restores need (`needsOf`); undefined: nobody has looked. */
  readonly needs?: NeedsSeen | undefined;
  /** By kind and id of databases of which RDS was asked. */
  readonly stopsAndStarts?: Readonly<Record<Kind, ReadonlyMap<string, StopAndStart>>> | undefined;
}
