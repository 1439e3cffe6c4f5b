import type { Deletion, NewCopy, Note } from "../core/actions";
import type { Encryption } from "../core/model";

/** The outcome of a copy or deletion, or a note of the plan. `planned`: what a dry run would have done. */
export interface Outcome extends Omit<Note, "outcome"> {
  readonly outcome: Note["outcome"] | "copied" | "deleted" | "planned";
  /** The copy that was to be started. */
  readonly copy?: NewCopy;
  /** The deletion that was to be made. */
  readonly deletion?: Deletion;
  /** The started copy, as RDS describes it. */
  readonly started?: { readonly id: string; readonly encryption: Encryption; readonly kmsKeyId: string | undefined };
  /** Id of the failed copy that a retry has deleted, whether or not the new copy was started. */
  readonly replaced?: string;
  readonly error?: unknown;
}

/** How something ended, and why. */
export type Ending = Pick<Outcome, "outcome" | "reason" | "message" | "started" | "replaced" | "error" | "fault">;

export function outcomeOfCopy(copy: NewCopy, ending: Ending): Outcome {
  const { database, snapshot, sizeGib } = copy;
  return { database, snapshot, sizeGib, copy, ...ending };
}

export function outcomeOfDeletion(deletion: Deletion, ending: Ending): Outcome {
  const { database, snapshot } = deletion;
  return { database, snapshot, deletion, ...ending };
}
