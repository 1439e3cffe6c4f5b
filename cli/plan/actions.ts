import type { Kind } from "../../handlers/core/model";
import type { Outcome } from "../../handlers/run/outcome";
import { placedOutcomes, type Report } from "../../handlers/run/report";

/** What a run would do or leave about a database, and why. Public: `--json` prints it. */
export interface Action {
  /** `none`: something is only said of it. */
  readonly action: "copy" | "delete" | "none";
  readonly outcome: Outcome["outcome"];
  readonly kind: Kind;
  /** `*`: all of the kind. */
  readonly database: string;
  /** Null: it is about the source region. */
  readonly target_region: string | null;
  /** Id of the source snapshot, or of the copy that goes. */
  readonly snapshot: string | null;
  readonly size_gib: number | null;
  /** Selected, and cannot be copied until a person changes something. */
  readonly uncovered: boolean;
  readonly reason: string;
  readonly message: string;
}

export const actionsOf = (report: Report): Action[] =>
  placedOutcomes(report).map(({ kind, targetRegion, outcome }) => ({
    action: outcome.copy ? "copy" : outcome.deletion ? "delete" : "none",
    outcome: outcome.outcome,
    kind,
    database: outcome.database,
    target_region: targetRegion ?? null,
    snapshot: outcome.snapshot ?? null,
    size_gib: outcome.sizeGib ?? null,
    uncovered: outcome.uncovered ?? false,
    reason: outcome.reason,
    message: outcome.message,
  }));
