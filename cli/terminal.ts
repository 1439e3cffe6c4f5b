import { createInterface } from "node:readline";

/** Where a command writes, and what it knows of the machine it runs on. */
export interface Terminal {
  /** Answers: what may be piped into a file. */
  readonly out: (text: string) => void;
  /** What a person should know beside the answer. */
  readonly err: (text: string) => void;
  /** Whether a person watches `err`. */
  readonly isWatched: boolean;
  /** Whether the answer goes to a screen: it may be in colours there, and be written over. */
  readonly isScreen: boolean;
  /** Columns of the answer, where a person reads it; without end for a program, to which a name that is cut is of no use. */
  readonly columns: number;
  /** Lines of the screen; without end where there is none. */
  readonly rows: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Aborted when the person ends the command, or what reads its answer has ended: of one that has an end of its own for that. */
  readonly interruption: () => AbortSignal;
  /** Asks a person for a line; undefined: there is nobody to ask. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** For calls in progress to end by themselves. */
const LEFT_TO_CALLS_MS = 500;

export function processTerminal(process: NodeJS.Process): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isWatched: process.stderr.isTTY ?? false,
    isScreen: process.stdout.isTTY ?? false,
    // Some terminals tell none.
    columns: process.stdout.columns || Number.POSITIVE_INFINITY,
    rows: process.stdout.rows || Number.POSITIVE_INFINITY,
    env: process.env,
    now: () => new Date(),
    interruption: () => {
      const controller = new AbortController();
      // Nobody reads on.
      process.stdout.once("error", () => controller.abort());
      process.once("SIGINT", () => {
        controller.abort();
        setTimeout(() => process.exit(), LEFT_TO_CALLS_MS).unref();
      });
      return controller.signal;
    },
    ask: process.stdin.isTTY && process.stderr.isTTY ? (question) => askOn(process, question) : undefined,
  };
}

/** An empty line if the person ends the input instead. */
async function askOn({ stdin: input, stderr: output }: NodeJS.Process, question: string): Promise<string> {
  const lines = createInterface({ input, output });
  try {
    return await new Promise((resolve) => {
      lines.once("close", () => resolve(""));
      lines.question(question, resolve);
    });
  } finally {
    lines.close();
  }
}
