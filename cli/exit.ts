import { capital } from "./capital";

/** Exit codes of every command. Public. */
export const EXIT = {
  done: 0,
  /** Done, but not for everything that was asked for. */
  partly: 1,
  /** The command line is wrong. */
  usage: 2,
  /** AWS did not answer what the command must know: credentials, permission, region. */
  aws: 3,
  /** A fault of this program. */
  bug: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each means, for help and documents. */
export const MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.done]: "done, and nothing is wrong",
  [EXIT.partly]: "done, but something is wrong, or not all that was asked for",
  [EXIT.usage]: "wrong usage",
  [EXIT.aws]: "AWS does not tell what is needed: credentials, permission, region, network",
  [EXIT.bug]: "a fault of this program",
};

/** Ends a command. The message says what and why; the remedy, what to do. */
export class Stop extends Error {
  override readonly name = "Stop";
  constructor(
    readonly code: ExitCode,
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** For people. */
export const stopText = ({ message, remedy }: Stop): string =>
  `${message}.\n${remedy === undefined ? "" : `  ${capital(remedy)}.\n`}`;

/** The region does not answer at all: perhaps it is lost. */
export class Unreachable extends Stop {}

/** IAM, or who is above it, does not allow a call. */
export class Denied extends Stop {}

/** All that is wrong with a command line. */
export const wrongUsage = (problems: readonly string[], remedy?: string): Stop =>
  new Stop(EXIT.usage, problems.join(".\n"), remedy);
