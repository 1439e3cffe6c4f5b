import type { Encryption, Tags } from "./model";
import type { OptionGroupPlan } from "./option-group";
import type { Copy } from "./ownership";

/** What an action or note is about, and why: `reason` is a stable code, `message` a sentence. */
export interface Subject {
  /** Id of the database; `*` for all of the kind. */
  readonly database: string;
  /** Id of the source snapshot or of the copy. */
  readonly snapshot?: string;
  readonly reason: string;
  readonly message: string;
  /** What is wrong, where something is that a person can mend. */
  readonly fault?: Fault;
}

/** What is wrong and what to do, each a sentence without a full stop. */
export interface Fault {
  readonly reason: string;
  readonly cause: string;
  readonly remedy: string;
  /** Faults of one reason and one subject (the ARN of a key, a setting, a region) have one cause. Default: the database. */
  readonly about?: string;
  /** Whether it may be over by itself in the next run, as when RDS did not answer. */
  readonly passing?: true;
}

/** A fault as what an action or note says: its reason, and both sentences in one. */
export const saying = (fault: Fault): { reason: string; message: string; fault: Fault } => ({
  reason: fault.reason,
  message: `${fault.cause}: ${fault.remedy}`,
  fault,
});

/** A copy to delete. */
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
  /** An option group of the target region that the copy is to have. */
  readonly optionGroupName?: string;
  /** Given: the option group of the database is copied too, and gets these tags. */
  readonly optionGroupTags?: Tags;
}

/** A copy to start. */
export interface NewCopy extends Subject {
  readonly snapshot: string;
  readonly request: CopyRequest;
  readonly sourceEncryption: Encryption;
  /** Key of the source snapshot: an ARN, as RDS shows it. */
  readonly sourceKmsKeyId: string | undefined;
  /** Whether to try once more without the key, if RDS refuses it (`sse-rds` clusters). */
  readonly orWithoutKey: boolean;
  /** Undefined: the copy never takes an option group along. */
  readonly optionGroup: OptionGroupPlan | undefined;
  readonly attempt: number;
  readonly sizeGib: number;
  /** The failed copy with the same id, deleted in the same step (decisions/0001-retry-a-failed-copy-in-one-run.md). */
  readonly replaces: Copy | undefined;
  /** Keys of source tags that the copy does not get. */
  readonly droppedTags: readonly string[];
  /** Names of fields that its restore sheet had no place for. */
  readonly notInSheet: readonly string[];
}

/**
 * Something to report without a call. `deferred`: not done yet because of a limit, a later run will. `skipped`: deliberately not done.
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
