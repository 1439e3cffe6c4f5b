import type { Tags } from "./model";
import type { Copy } from "./ownership";

/** What something is about, and why it is so: `reason` is a stable code to count by, `message` a sentence. */
export interface Subject {
  /** Id of the database; `*` for all of the kind. */
  readonly database: string;
  /** Id of the source snapshot, or of the copy that it is about. */
  readonly snapshot?: string;
  readonly reason: string;
  readonly message: string;
}

/** A copy that goes. */
export interface Deletion extends Subject {
  readonly snapshot: string;
  readonly copy: Copy;
}

/** What RDS is asked for. */
export interface CopyRequest {
  readonly sourceArn: string;
  readonly targetId: string;
  readonly kmsKeyArn: string | undefined;
  readonly tags: Tags;
}

/** A copy that is to be started. */
export interface NewCopy extends Subject {
  readonly snapshot: string;
  readonly request: CopyRequest;
  /** Where RDS may refuse the key (`sse-rds` clusters): once more without. */
  readonly orWithoutKey: boolean;
  readonly attempt: number;
  readonly sizeGib: number;
  /** The failed copy under the same id: it is deleted in the same step. */
  readonly replaces: Copy | undefined;
  /** Keys of source tags that do not go on the copy. */
  readonly droppedTags: readonly string[];
}

/**
 * What needs no call, and is said. `deferred`: not done yet because of a limit, a later run will. `skipped`: deliberately not done.
 * `failed`: went wrong.
 */
export interface Note extends Subject {
  readonly outcome: "deferred" | "skipped" | "failed";
  /** Of the snapshot whose copy is deferred. */
  readonly sizeGib?: number;
  /** Selected, and cannot be copied until a person changes something. */
  readonly uncovered?: true;
  /** How many copies it is about. */
  readonly copies?: number;
}
