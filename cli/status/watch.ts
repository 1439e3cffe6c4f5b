import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, type ExitCode, Stop, stopText } from "../exit";
import type { Terminal } from "../terminal";

/** What a look shows, and how the command would end with it. */
export interface Shown {
  readonly text: string;
  readonly code: ExitCode;
  /** Whether there is no answer: the text says why. */
  readonly isFailure?: boolean;
}

export interface Watching {
  /** From one look to the next. */
  readonly seconds: number;
  /** Whether people read it, not programs. */
  readonly isForPeople: boolean;
}

const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

/**
 * Looks again and again, until the person ends it: with the code of the last look. On a screen each answer takes the place of the one before,
 * as far as it has room. A look that AWS does not answer is no end, as a network comes back.
 *
 * @param wait for some milliseconds, or until the signal
 */
export async function watch(
  look: () => Promise<Shown>,
  { seconds, isForPeople }: Watching,
  terminal: Pick<Terminal, "out" | "err" | "isScreen" | "rows" | "interruption">,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown> = (time, signal) =>
    sleep(time, undefined, { signal }),
): Promise<ExitCode> {
  const signal = terminal.interruption();
  const interrupted = new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
  const footer = isForPeople ? `Looks again each ${seconds} s. Ctrl-C ends it.\n` : "";
  // Nothing is known before the first look has ended.
  let code: ExitCode = EXIT.partly;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const shown = await Promise.race([look().catch(failed), interrupted]);
    if (shown === undefined) break;
    code = shown.code;
    if (terminal.isScreen && isForPeople) terminal.out(`${CLEAR}${fitted(shown.text, terminal.rows - 1)}${footer}`);
    // A program gets answers, and nothing else.
    else if (!isForPeople && shown.isFailure) terminal.err(shown.text);
    else terminal.out(`${isForPeople && !isFirst ? "\n" : ""}${shown.text}${footer}`);
    await wait(seconds * 1000, signal).catch(() => undefined);
  }
  return code;
}

function failed(thrown: unknown): Shown {
  if (!(thrown instanceof Stop) || thrown.code === EXIT.usage) throw thrown;
  return { text: stopText(thrown), code: thrown.code, isFailure: true };
}

/** The beginning, where the worst is, and the last line, which says when. */
function fitted(text: string, rows: number): string {
  const lines = text.trimEnd().split("\n");
  // The footer, and the end of its line.
  const room = Math.max(4, rows - 1);
  if (lines.length <= room) return text;
  const head = lines.slice(0, room - 2);
  const more = `… ${lines.length - head.length - 1} more lines, without --watch`;
  return `${[...head, more, ...lines.slice(-1)].join("\n")}\n`;
}
