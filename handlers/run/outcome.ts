import type { Action, Delete, StartCopy } from "../core/actions";
import type { Encryption } from "../core/model";

/** What became of an action. `planned`: a dry run would have done it. */
export interface Outcome {
  readonly action: Action;
  readonly outcome: "copied" | "deleted" | "deferred" | "skipped" | "failed" | "planned";
  readonly reason: string;
  readonly message: string;
  /** Of a copy that was started, as RDS says. */
  readonly copy?: { readonly id: string; readonly encryption: Encryption; readonly kmsKeyId: string | undefined };
  readonly error?: unknown;
}

/** An action that needs no call. */
export type Settled = Exclude<Action, Delete | StartCopy>;

const SETTLED = { defer: "deferred", skip: "skipped", fail: "failed" } as const;

export function settle(action: Settled): Outcome {
  const { reason, message } = action;
  return { action, outcome: SETTLED[action.action], reason, message };
}

/** One entry of the AggregateError that ends a run in which something failed. */
class BackupError extends Error {
  override readonly name = "BackupError";
  constructor(outcome: Outcome) {
    const { kind, database, targetRegion } = outcome.action;
    const where = targetRegion === undefined ? "" : ` to ${targetRegion}`;
    super(`${kind} ${database}${where}: ${outcome.message} (${outcome.reason})`, { cause: outcome.error });
  }
}

/** @throws AggregateError that lists every failure, so that the run counts as failed and nothing is swallowed */
export function throwFailures(outcomes: readonly Outcome[]): void {
  const errors = outcomes.filter(({ outcome }) => outcome === "failed").map((outcome) => new BackupError(outcome));
  if (errors.length === 0) return;
  const list = errors.map(({ message }) => `- ${message}`).join("\n");
  throw new AggregateError(errors, `${errors.length} of the run's actions failed:\n${list}`);
}
