import type { LogLine } from "../lambda";
import type { World } from "../world";

/** `world`: the scenario did it. The others are what the deployment did about it. */
export type Mark = "world" | "failed" | "repaired" | "told" | "alarm" | "over";

export interface Happening {
  readonly time: number;
  readonly mark: Mark;
  readonly text: string;
}

/** What a log line of an action says (see the handlers' telemetry). */
interface ActionLine {
  readonly message: string;
  readonly database: string;
  readonly target: string;
  readonly reason: string;
  readonly detail: string;
  readonly attempt: number;
}

/** Puts together what is worth telling: the first line of a trouble, and its end, not each of hundreds. */
export class Timeline {
  readonly happenings: Happening[] = [];
  readonly #troubles = new Map<string, { reason: string; since: number }>();
  readonly #told = new Set<string>();
  #read = 0;

  constructor(readonly world: World) {
    world.onAlarm(({ time, alarm, from, to }) => {
      if (to === "ALARM") this.add("alarm", `${alarm} rings`, time);
      else if (from === "ALARM") this.add("over", `${alarm} is over`, time);
    });
  }

  add(mark: Mark, text: string, time: number = this.world.clock.now()): void {
    this.happenings.push({ time, mark, text });
  }

  /** Reads the log lines that came since the last call. */
  readLogs(): void {
    const { logs } = this.world.lambda;
    for (; this.#read < logs.length; this.#read++) {
      const line = logs[this.#read];
      const action = line && actionOf(line);
      if (line && action) this.#follow(action, line.time);
    }
  }

  #follow({ message, database, target, reason, detail, attempt }: ActionLine, time: number): void {
    const subject = target === "" ? database : `${database} to ${target}`;
    if (message === "uncovered" && this.#once(`uncovered ${subject}`)) {
      this.add("told", `${subject} is uncovered: ${detail}`, time);
    }
    if (message === "failed") {
      if (this.#troubles.get(subject)?.reason === reason) return;
      this.#troubles.set(subject, { reason, since: time });
      this.add("failed", `${subject}: ${detail}`, time);
    }
    if (message !== "copied") return;
    const trouble = this.#troubles.get(subject);
    this.#troubles.delete(subject);
    if (attempt > 1) this.add("repaired", `${subject}: copied again, attempt ${attempt}`, time);
    else if (trouble) this.add("repaired", `${subject}: copied again`, time);
  }

  #once(what: string): boolean {
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }
}

export function actionOf({ record }: LogLine): ActionLine | undefined {
  const text = (name: string) => (typeof record?.[name] === "string" ? record[name] : "");
  if (text("action") === "") return undefined;
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
