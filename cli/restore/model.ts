import type { Kind } from "../../handlers/core/model";
import type { Hcl } from "./hcl";

/** Where a value is from: the copy itself, its restore sheet, or nowhere, so that a person must choose or check it. */
export type Origin = "copy" | "sheet" | "open";

export interface Value {
  /** As the resource reads it. */
  readonly name: string;
  readonly value: Hcl;
  readonly from: Origin;
}

/**
 * Something that will not be as it was, or that a person must see to. A sentence that does not name the database: alike ones are told once.
 */
export type Difference = string;

/** A database as it is written into the folder. */
export interface Restored {
  readonly kind: Kind;
  /** As it will be called. */
  readonly name: string;
  readonly lostName: string;
  readonly deployment: string | undefined;
  readonly sourceRegion: string | undefined;
  readonly snapshot: string;
  readonly time: Date | undefined;
  readonly sizeGib: number;
  readonly keyArn: string | undefined;
  readonly values: readonly Value[];
  readonly tags: Readonly<Record<string, string>>;
  /** Of a cluster. */
  readonly members: readonly Member[];
  /** In the region that is lost; `unknown` where no sheet says. */
  readonly lostSubnetGroup: string;
  readonly lostSecurityGroups: readonly string[];
  readonly parameterGroups: readonly NeededGroup[];
  readonly differences: readonly Difference[];
  readonly sheet: "read" | "none" | "malformed";
}

export interface Member {
  readonly name: string;
  readonly values: readonly Value[];
}

/** A parameter group that a database had, and its family as far as it is known. */
export interface NeededGroup {
  readonly kind: Kind;
  readonly name: string;
  readonly family: string | undefined;
}

/** Parameter groups by name in lower case, with their families as far as those are known. */
export interface ParameterGroups {
  has(name: string): boolean;
  get?(name: string): string | undefined;
}

/** What is there in the target region by its name in lower case; undefined: it could not be read. */
export interface ExistingGroups {
  readonly parameterGroups: ParameterGroups | undefined;
  readonly clusterParameterGroups: ParameterGroups | undefined;
  readonly subnetGroups: { has(name: string): boolean } | undefined;
}

export interface Folder {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly written: Date;
  readonly databases: readonly Restored[];
  readonly stubs: readonly (NeededGroup & { readonly family: string })[];
  /** Lost subnet group → the one to use, where one is chosen or has the same name. */
  readonly subnetGroups: readonly Mapped<string | undefined>[];
  readonly securityGroups: readonly Mapped<readonly string[]>[];
  /** Names of databases of which nobody knows the class. */
  readonly withoutClass: readonly string[];
  /** For people, in sentences. */
  readonly warnings: readonly string[];
}

export interface Mapped<T> {
  readonly lost: string;
  readonly there: T;
  /** Why it is that: for a comment. */
  readonly because: string;
  readonly of: readonly string[];
}
