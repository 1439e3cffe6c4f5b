import type { CopyRequest } from "../rds/port";
import type { Kind } from "./model";
import type { Copy } from "./ownership";

/** What an action is about, and why it is taken: `reason` is a stable code to count by, `message` a sentence. */
export interface Subject {
  readonly kind: Kind;
  /** Id of the database; `*` for all of the kind. */
  readonly database: string;
  readonly targetRegion?: string;
  /** Id of the source snapshot, or of the copy for a deletion. */
  readonly snapshot?: string;
  readonly reason: string;
  readonly message: string;
}

export interface Delete extends Subject {
  readonly action: "delete";
  readonly targetRegion: string;
  readonly copy: Copy;
}

export interface StartCopy extends Subject {
  readonly action: "copy";
  readonly targetRegion: string;
  readonly request: CopyRequest;
  /** Where RDS may refuse the key (`sse-rds` clusters): once more without. */
  readonly orWithoutKey: boolean;
  readonly attempt: number;
  readonly sizeGib: number;
  /** The failed copy under the same id, whose deletion comes first. */
  readonly replaces: Copy | undefined;
  /** Keys of source tags that do not go on the copy. */
  readonly droppedTags: readonly string[];
}

/** Not started yet because of a limit; a later run will. */
export interface Defer extends Subject {
  readonly action: "defer";
  readonly sizeGib: number;
}

/** Deliberately not done. */
export interface Skip extends Subject {
  readonly action: "skip";
  /** Selected, and cannot be copied until a person changes something. */
  readonly uncovered?: boolean;
  /** Number of copies, where the skip is about copies that nothing selects any more. */
  readonly orphans?: number;
}

export interface Fail extends Subject {
  readonly action: "fail";
}

export type Action = Delete | StartCopy | Defer | Skip | Fail;
