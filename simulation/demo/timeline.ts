import type { LogLine } from "../lambda/lambda";
import type { Told } from "../sns/told";
import { HOUR, MINUTE } from "../time/clock";
import type { World } from "../world";

/** `world`: the scenario's doing. The others are what the deployment did about it. */
export type Mark = "world" | "failed" | "deferred" | "repaired" | "uncovered" | "message" | "alarm" | "over";

export interface TimelineEntry {
  readonly time: number;
  readonly mark: Mark;
  /** Databases or alarms that it happened to, if any. */
  readonly subjects: readonly string[];
  /** Target regions that it was about, if any. */
  readonly targets: readonly string[];
  readonly text: string;
}

/** What a log line about a database says: of a copy, of a deletion, or why there is none (see the handlers' telemetry). */
interface ActionLine {
  readonly message: string;
  readonly database: string;
  readonly target: string;
  readonly reason: string;
  readonly detail: string;
  readonly attempt: number;
}

/** `troubles-begun` evaluates a minute of metrics, which come late. */
const RINGS_WITHIN = 5 * MINUTE;

const DIGEST = "digest: ";

/** Collects what is worth printing: the first line of a trouble and its end, not the hundreds between. */
export class Timeline {
  readonly #entries: TimelineEntry[] = [];
  /** The troubles that a database × target region is in, by reason. */
  readonly #troubles = new Map<string, Map<string, { readonly since: number; shown: boolean }>>();
  #read = 0;
  #toldRead = 0;

  constructor(readonly world: World) {
    world.onAlarm(({ time, alarm, from, to }) => {
      const name = alarm.replace("rds-cross-region-backup-", "");
      if (name === "troubles-begun" && (to !== "ALARM" || this.#ringWithMessage(time))) return;
      if (to === "ALARM") this.add("alarm", "", { time, subjects: [name] });
      else if (from === "ALARM") this.add("over", "", { time, subjects: [name] });
    });
  }

  add(mark: Mark, text: string, more: Partial<Omit<TimelineEntry, "mark" | "text">> = {}): void {
    this.#entries.push({ time: this.world.clock.now(), subjects: [], targets: [], mark, text, ...more });
  }

  /** Reads the messages and log lines that came since the last call. */
  read(): void {
    this.#readMessages();
    const { logs } = this.world.lambda;
    for (; this.#read < logs.length; this.#read++) {
      const line = logs[this.#read];
      const action = line && actionOf(line);
      if (line && action) this.#follow(action, line.time);
    }
  }

  #readMessages(): void {
    const { told } = this.world;
    for (; this.#toldRead < told.length; this.#toldRead++) {
      const message = told[this.#toldRead];
      if (message) this.add("message", messageLine(message), { time: message.time });
    }
  }

  /** The alarm rings for what a message says: it is no news of its own beside it. */
  #ringWithMessage(time: number): boolean {
    this.#readMessages();
    const index = this.#entries.findLastIndex(({ mark, text }) => mark === "message" && !text.startsWith(DIGEST));
    const message = this.#entries[index];
    if (!message || time - message.time > RINGS_WITHIN) return false;
    this.#entries[index] = { ...message, text: `${message.text} (troubles-begun rings)` };
    return true;
  }

  /** In order of time. What differs only in database or target region, within an hour, is merged into one. */
  get entries(): TimelineEntry[] {
    const inOrder = [...this.#entries].sort((a, b) => a.time - b.time);
    return merge(merge(inOrder, "subjects"), "targets");
  }

  #follow({ message, database, target, reason, detail, attempt }: ActionLine, time: number): void {
    const subject = `${database} ${target}`;
    const more = { time, subjects: [database], targets: target === "" ? [] : [target] };
    const troubles = this.#troubles.get(subject) ?? new Map();
    if (message === "copied") {
      this.#troubles.delete(subject);
      const wasShown = [...troubles.values()].some((trouble) => trouble.shown);
      if (attempt > 1) this.add("repaired", `copied, attempt ${attempt}`, more);
      else if (wasShown) this.add("repaired", "copied after all", more);
      return;
    }
    if (message !== "failed" && message !== "uncovered" && message !== "deferred") return;
    const trouble = troubles.get(reason) ?? { since: time, shown: false };
    this.#troubles.set(subject, troubles.set(reason, trouble));
    const shortly = message === "deferred" && time - trouble.since < HOUR;
    if (trouble.shown || shortly) return;
    trouble.shown = true;
    this.add(message, shorten(detail), more);
  }
}

/** The subject; whose digest it is goes without saying here. */
const messageLine = ({ subject = "" }: Told): string => subject.replace(/^Digest of .*?: /, DIGEST);

/** Merges entries that differ only in `by` and lie within an hour. */
function merge(entries: readonly TimelineEntry[], by: "subjects" | "targets"): TimelineEntry[] {
  const other = by === "subjects" ? "targets" : "subjects";
  const merged: TimelineEntry[] = [];
  for (const next of entries) {
    const index = merged.findIndex(
      ({ time, mark, text, ...rest }) =>
        mark === next.mark &&
        text === next.text &&
        next.time - time < HOUR &&
        String(rest[other]) === String(next[other]),
    );
    const earlier = merged[index];
    if (earlier) merged[index] = { ...earlier, [by]: [...new Set([...earlier[by], ...next[by]])] };
    else merged.push(next);
  }
  return merged;
}

function actionOf({ record }: LogLine): ActionLine | undefined {
  const text = (name: string) => (typeof record?.[name] === "string" ? record[name] : "");
  if (text("database") === "" || text("reason") === "") return undefined;
  const attempt = record?.attempt;
  return {
    message: text("message"),
    database: text("database"),
    target: text("target_region"),
    reason: text("reason"),
    detail: text("detail"),
    attempt: typeof attempt === "number" ? attempt : 1,
  };
}

/** Shortens the ids of keys, and ARNs of roles to what fits a line of the timeline. */
export function shorten(detail: string): string {
  return detail
    .replace(/arn:aws:kms:[^\]\s]*key\/([0-9a-f]{8})[0-9a-f-]*/g, "key/$1…")
    .replace(/arn:aws:iam::\d+:(role\/)/g, "$1");
}
