import type { Fault } from "../core/actions";
import { inBatches } from "./in-batches";
import type { NeedsFound } from "./needs-of-copies";
import { type Run, STOP_STARTING_MS } from "./run";

/** What a daily run looks at, and how much of it. */
export interface Looking<T> {
  /** What matters most comes first. */
  readonly wanted: readonly T[];
  /** So many are looked at, the first ones. */
  readonly most: number;
  /** Of what there may be so many, in words. */
  readonly mostSaid: string;
  readonly atOnce: number;
  /** By which it is found again. */
  readonly keyOf: (one: T) => string;
  /** The beginning of a sentence about it. */
  readonly said: (one: T) => string;
  readonly timeLeft: Run["timeLeft"];
}

/** @param look says what is wrong with it; undefined: nothing; a text: why that is not known */
export async function lookAtEach<T>(
  { wanted, most, mostSaid, atOnce, keyOf, said, timeLeft }: Looking<T>,
  look: (one: T) => Promise<Fault | string | undefined>,
): Promise<NeedsFound> {
  const missing = new Map<string, Fault>();
  const unknown = new Map<string, string>();
  await inBatches(wanted.slice(0, most), atOnce, async (one) => {
    const found =
      timeLeft() < STOP_STARTING_MS ? `${said(one)} was not looked at, as there was no time left` : await look(one);
    if (typeof found === "string") unknown.set(keyOf(one), found);
    else if (found !== undefined) missing.set(keyOf(one), found);
  });
  for (const one of wanted.slice(most)) {
    unknown.set(keyOf(one), `${said(one)} was not looked at, as a run looks at ${mostSaid} at most`);
  }
  return { missing, unknown };
}
