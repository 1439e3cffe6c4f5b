import type { ExitCode } from "../../cli/exit";
import { run } from "../../cli/run";
import type { Terminal } from "../../cli/terminal";

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export const NOW = new Date("2026-02-01T12:00:00Z");

export interface TerminalOptions {
  readonly isWatched?: boolean;
  readonly isScreen?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  /** Told of each answer. */
  readonly onOut?: (text: string) => void;
  readonly interruption?: AbortSignal;
  /** What a person types when asked. Default: there is nobody. */
  readonly answer?: string;
  /** What happens while they think. */
  readonly onAsk?: () => void;
}

/** @param written gets what is written */
export function terminal(options: TerminalOptions = {}, written = { out: "", err: "" }): Terminal {
  return {
    out: (text) => {
      written.out += text;
      options.onOut?.(text);
    },
    err: (text) => {
      written.err += text;
    },
    isWatched: options.isWatched ?? false,
    isScreen: options.isScreen ?? false,
    columns: options.columns ?? 80,
    rows: options.rows ?? Number.POSITIVE_INFINITY,
    env: options.env ? { ...process.env, ...options.env } : process.env,
    now: options.now ?? (() => NOW),
    ask:
      options.answer === undefined
        ? undefined
        : async (question) => {
            written.err += question;
            options.onAsk?.();
            return options.answer ?? "";
          },
    interruption: () => options.interruption ?? new AbortController().signal,
  };
}

/** Runs a command line in this process. */
export async function cli(args: readonly string[], options: TerminalOptions = {}): Promise<Ran> {
  const written = { out: "", err: "" };
  const code = await run(args, terminal(options, written));
  return { code, ...written };
}
