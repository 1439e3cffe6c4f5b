import type { Memory, Remembered } from "../aws/memory";
import type { Notifier } from "../aws/notifier";
import type { Coverage } from "../core/coverage/model";
import type { SweepKind } from "../core/plan-route";
import { sentence } from "../core/sentence";
import type { Origin } from "../core/told/command";
import { type Changes, compare, type NotKnown } from "../core/told/compare";
import { type DigestFacts, digestOf } from "../core/told/digest";
import { isDigestDue } from "../core/told/digest-due";
import { type Message, messageOf } from "../core/told/message";
import { parseTold, printTold, type Told } from "../core/told/told";
import { toRdsError } from "../rds/errors";
import { causeAndRemedy } from "./cause-and-remedy";
import type { Run } from "./run";
import { METRICS, publishCounts, type Telemetry } from "./telemetry";

export interface TellPorts {
  readonly notifier: Notifier;
  readonly memory: Memory;
}

/** What a run has to tell. */
export interface Telling {
  readonly sweep: SweepKind;
  readonly coverage: Coverage;
  /** What the digest says beside the coverage. */
  readonly facts: DigestFacts;
}

type TellRun = Pick<Run, "settings" | "deployment" | "now"> & { readonly origin: Origin };

/** What this instance of the function knows to be told, beyond or instead of what could be written and read. */
interface Known {
  /** What was in the memory when that was known last; undefined if there was none, `FAILED` if it could never be read. */
  readonly written: Remembered | undefined | Failed;
  readonly told: Told;
}

/**
 * Tells people what has begun and what is over since they were told last, and once a day what stands. A message is sent before it is
 * remembered, so that it may come twice, and is never lost (decisions/0023-what-was-told-is-remembered.md). Nothing here fails a run: what
 * goes wrong is counted and logged.
 */
export class Teller {
  #known: Known | undefined;

  constructor(private readonly telemetry: Telemetry) {}

  async tell(telling: Telling, run: TellRun, ports: TellPorts): Promise<void> {
    if (run.settings.dryRun) return;
    let failed = 0;
    const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | Failed> => {
      try {
        return await work();
      } catch (error) {
        failed++;
        this.#logFailure(what, error, run);
        return FAILED;
      }
    };
    const read = await attempt(`the parameter with what was told could not be read`, () => ports.memory.read());
    const before = this.#before(read, telling.sweep);
    if (before !== "silent") {
      const changes = compare(before, telling.coverage);
      const next = await this.#send(changes, nameOf(read), telling, run, ports.notifier, attempt);
      // Before it is remembered, as the message is: a run that ends in between rings once more.
      publishCounts({ [METRICS.troublesBegun]: begunIn(changes) }, this.telemetry);
      if (next) await this.#remember(next, read, ports.memory, attempt);
    }
    publishCounts({ [METRICS.messagesFailed]: failed }, this.telemetry);
  }

  /** What was told; or why that is not known, so that all is told; `silent`: not known, and all was or will be told by the daily run. */
  #before(read: Remembered | undefined | Failed, sweep: SweepKind): Told | NotKnown | "silent" {
    if (read === FAILED) return this.#known?.told ?? (sweep === "daily" ? "unread" : "silent");
    const known = this.#known;
    return known && isSame(known.written, read) ? known.told : ((read && parseTold(read.text)) ?? "lost");
  }

  /** @returns what is told now; undefined if people could not be reached, so that the next run tries again */
  async #send(
    changes: Changes,
    memory: string,
    { sweep, coverage, facts }: Telling,
    { origin, now }: TellRun,
    notifier: Notifier,
    attempt: Attempt,
  ): Promise<Told | undefined> {
    const publish = async (message: Message | undefined): Promise<boolean> => {
      if (message === undefined) return true;
      const sent = await attempt(`"${message.subject}" could not be sent`, () => notifier.publish(message));
      if (sent === FAILED) return false;
      this.telemetry.logger.info("told", { message_id: message.id, detail: message.subject });
      return true;
    };
    if (!(await publish(messageOf(changes, memory, origin, now)))) return undefined;
    const { lastDigest } = changes.next;
    if (!isDigestDue(lastDigest, sweep, now)) return { ...changes.next, lastDigest: lastDigest ?? now };
    const digest = digestOf(coverage, { ...facts, unsure: changes.unsure }, origin, now);
    return { ...changes.next, lastDigest: (await publish(digest)) ? now : lastDigest };
  }

  async #remember(told: Told, read: Remembered | undefined | Failed, memory: Memory, attempt: Attempt): Promise<void> {
    if (read === FAILED) {
      // Another instance may have told since what this one does not know: written over, that would be silenced.
      this.#known = { written: this.#known ? this.#known.written : FAILED, told };
      return;
    }
    const text = printTold(told);
    this.#known = { written: read, told };
    if (read?.text === text) return;
    const version = await attempt("what was told could not be written down", () => memory.write(text));
    if (version !== FAILED) this.#known = { written: { text, version }, told };
  }

  #logFailure(what: string, thrown: unknown, run: TellRun): void {
    const error = toRdsError(thrown);
    const why = sentence(causeAndRemedy(error, run.deployment.sourceRegion, run));
    this.telemetry.logger.error("message failed", {
      database: "*",
      reason: error.code,
      detail: `${what}: ${why} Copies are made all the same, and the next run tells it again`,
      error,
    });
  }
}

type Attempt = <T>(what: string, work: () => Promise<T>) => Promise<T | Failed>;

/** A group that changed may have grown; one of which nothing stands any more has not. */
const begunIn = ({ begun, regrouped }: Changes): number =>
  begun.length + regrouped.filter(({ troubles }) => troubles.length > 0).length;

const FAILED = Symbol("failed");
type Failed = typeof FAILED;

/** Which of all memories it is. One that is made anew may have the version of another. */
const nameOf = (read: Remembered | undefined | Failed): string =>
  read === FAILED || read === undefined ? "not known" : `${read.version} ${read.text}`;

const isSame = (written: Remembered | undefined | Failed, read: Remembered | undefined): boolean =>
  written !== FAILED && written?.version === read?.version && written?.text === read?.text;
