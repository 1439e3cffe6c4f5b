/** What must always hold (decisions/0013-what-counts-as-survived.md). */
export type Invariant =
  | "only ours is touched"
  | "the newest copy stays"
  | "retention is kept"
  | "deletions are slow"
  | "deletions go on"
  | "holds are respected"
  | "the right key"
  | "protected keys stay"
  | "true tags"
  | "copies know their databases"
  | "copies can be restored"
  | "the right source"
  | "no copy twice"
  | "attempts are limited"
  | "slots are limited"
  | "copies come in turn"
  | "option groups cost no copy"
  | "events delete nothing"
  | "events are acted upon"
  | "a dry run changes nothing"
  | "runs end in time"
  | "calls are bounded"
  | "failures are reported"
  | "reports are true"
  | "metrics are true"
  | "silence is broken"
  | "trouble is told"
  | "messages are true"
  | "each change is told once"
  | "no false all-clear"
  | "alarms are true"
  | "fresh after the last fault"
  | "broken ones delay nobody"
  | "nothing else breaks";

export interface Violation {
  readonly time: number;
  readonly invariant: Invariant;
  readonly text: string;
}

/** Collects what is found wrong. */
export class Verdict {
  readonly violations: Violation[] = [];

  constructor(readonly now: () => number) {}

  broken(invariant: Invariant, text: string): void {
    this.violations.push({ time: this.now(), invariant, text });
  }
}
