import type { Kind } from "../../../handlers/core/model";
import type { Invocation, LogLine } from "../functions";
import type { Entry } from "./ledger";

/** A copy that a run has to see to: of a snapshot that was the newest of its database when the run began. */
export interface Due {
  readonly kind: Kind;
  readonly database: string;
  readonly targetRegion: string;
  /** ISO 8601. */
  readonly takenAt: string;
}

export interface Expected {
  /** Summary lines: one for a sweep, one for each event. */
  readonly summaries: number;
  readonly due: readonly Due[];
}

/** How a sweep begins to tell that it could do nothing at all. */
const UNABLE = "The sweep could not do its work: ";

/** What alone a broken network may make a run fail of. All else the next run sees to, so it is deferred. */
const FAILS_OF = ["list-failed"];

/**
 * Where what an invocation says is not what happened. It must end by itself: well, or with an error that names what kept it from its
 * work; sum up what it did; claim only what RDS has carried out; and say of every copy that was due and is not there that it is not.
 *
 * @param carriedOut what RDS has changed until the invocation ended
 */
export function contradictions(
  invocation: Invocation,
  { summaries, due }: Expected,
  carriedOut: readonly Entry[],
): string[] {
  return [
    ...ending(invocation),
    ...summing(invocation.lines, summaries),
    ...claims(invocation.lines, carriedOut),
    ...due
      .filter((one) => !isMade(one, carriedOut) && !invocation.lines.some((line) => excuses(line, one)))
      .map(
        ({ kind, database, targetRegion }) =>
          `${kind} ${database} is not copied to ${targetRegion}, and no line says so`,
      ),
  ];
}

function ending({ error, lines }: Invocation): string[] {
  const failed = lines.filter(({ message }) => message === "failed");
  // Lambda repeats an event minutes after an error, which mends a list that the network broke. A sweep is repeated anyway.
  const isEvent = lines.some(({ message, run }) => message === "summary" && run === "event");
  const wrongs = failed.flatMap(({ kind, database, reason, detail }) => [
    ...(isEvent && !error?.message.includes(String(detail)) ? [`the error does not name a failure: ${detail}`] : []),
    ...(FAILS_OF.includes(String(reason))
      ? []
      : [`a network's fault counts as a failure: ${kind} ${database}: ${detail}`]),
  ]);
  if (error === undefined) return wrongs;
  const isKnown = isEvent ? error.name === "AggregateError" : error.message.startsWith(UNABLE);
  if (!isKnown) return [...wrongs, `it ended with ${error.name}: ${error.stack}`];
  return failed.length > 0 ? wrongs : [`it failed, and no line says of what: ${error.message}`];
}

/** Outcomes that the summary counts, and whether it does so by reason. */
const COUNTED = { copied: false, deleted: false, deferred: true, failed: true, skipped: true } as const;

function summing(lines: readonly LogLine[], expected: number): string[] {
  const summaries = lines.filter(({ message }) => message === "summary");
  if (summaries.length !== expected) return [`it has ${summaries.length} summary lines, not ${expected}`];
  return Object.entries(COUNTED).flatMap(([outcome, byReason]) => {
    const counted = summaries.reduce((sum, line) => sum + count(line[outcome], byReason), 0);
    // What is uncovered has lines of another message, and this estate has none of it.
    const said = lines.filter(({ message, reason }) => message === outcome && reason !== undefined).length;
    return counted === said ? [] : [`its summary counts ${counted} ${outcome}, its lines say ${said}`];
  });
}

function count(value: unknown, byReason: boolean): number {
  if (!byReason) return Number(value);
  return Object.values(value ?? {}).reduce((sum: number, one) => sum + Number(one), 0);
}

function claims(lines: readonly LogLine[], carriedOut: readonly Entry[]): string[] {
  const did = (what: Entry["did"], { kind, target_region: region }: LogLine, id: unknown) =>
    carriedOut.some((one) => one.did === what && one.kind === kind && one.region === region && one.id === id);
  return lines.flatMap((line) => {
    const { message, kind, copy_id: copyId, snapshot, target_region: region } = line;
    const isFalse =
      (message === "copied" && !did("copy", line, copyId)) || (message === "deleted" && !did("delete", line, snapshot));
    return isFalse ? [`RDS has not ${message} ${kind} ${copyId ?? snapshot} in ${region}, as it says`] : [];
  });
}

/** Whether RDS has copied that snapshot, or a newer one. */
export const isMade = ({ kind, database, targetRegion, takenAt }: Due, carriedOut: readonly Entry[]): boolean =>
  carriedOut.some(
    (one) =>
      one.did === "copy" &&
      one.kind === kind &&
      one.database === database &&
      one.region === targetRegion &&
      one.sourceTime >= takenAt,
  );

/** A line that says that the copy was not made: of it, of its region, or of the source, where nothing could be decided. */
function excuses({ message, action, kind, database, target_region: region }: LogLine, due: Due): boolean {
  return (
    (message === "deferred" || message === "failed") &&
    action !== "delete" &&
    kind === due.kind &&
    (database === "*" || database === due.database) &&
    (region === undefined || region === due.targetRegion)
  );
}
