import { call } from "../../handlers/aws/call";
import { RdsError } from "../../handlers/rds/errors";
import type { Aws } from "../aws";
import { type Asked, awsProblem } from "../aws-problem";

/** What AWS has said, or why that is not known. */
export type Known<T> = { readonly is: "known"; readonly value: T } | ({ readonly is: "unknown" } & Unknown);

export interface Unknown {
  readonly cause: string;
  readonly remedy: string;
}

export const known = <T>(value: T): Known<T> => ({ is: "known", value });

/** How services say that what was asked for does not exist. */
const ABSENT = /NotFound|NoSuchEntity|NonExistentQueue|QueueDoesNotExist/;

/** @returns why it is not known, where AWS refuses or does not answer */
export async function ask<T>(
  { deadline }: Pick<Aws, "deadline">,
  asked: Asked,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<Known<T>> {
  try {
    return known(await call(deadline, send({ abortSignal: deadline.signal })));
  } catch (thrown) {
    const { message, remedy = "try again" } = awsProblem(thrown, asked);
    return { is: "unknown", cause: message, remedy };
  }
}

/** The same of what may not exist: undefined then. */
export function askFor<T>(
  aws: Pick<Aws, "deadline">,
  asked: Asked,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<Known<T | undefined>> {
  return ask(aws, asked, async (options) => {
    try {
      return await call(aws.deadline, send(options));
    } catch (thrown) {
      if (thrown instanceof RdsError && ABSENT.test(thrown.awsCode)) return undefined;
      throw thrown;
    }
  });
}

/** What follows from what is known, or else a finding that it is not. */
export const ifKnown = <T, F>(
  fact: Known<T>,
  otherwise: (why: Unknown) => F,
  then: (value: T) => readonly F[],
): readonly F[] => (fact.is === "known" ? then(fact.value) : [otherwise(fact)]);
