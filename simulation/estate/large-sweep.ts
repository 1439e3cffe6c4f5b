import { createSweep } from "../../handlers/run/create-sweep";
import type { Returned } from "../../handlers/run/summary";
import type { HandlerFactory } from "../lambda/lambda-instance";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import type { RateLimit } from "../wire/rate-limit";
import { World } from "../world";
import { addDatabases, type EstateSize } from "./large-estate";
import { HANDLERS, plainStack, TARGET } from "./plain-deployment";

const START = new Date("2026-03-02T12:00:00Z");

export interface LargeSweepOptions extends EstateSize {
  /** Milliseconds of each call. */
  readonly latency: number;
  readonly rateLimit?: RateLimit;
}

export interface LargeSweep {
  readonly outcome: string;
  readonly seconds: number;
  /** Calls that RDS answered or throttled. */
  readonly calls: number;
  readonly throttled: number;
  /** Calls throttled after the first 60 seconds, in which the SDK finds the allowed rate. */
  readonly throttledOnceAdapted: number;
  /** What the function returned, if it did. */
  readonly summary: Returned | undefined;
}

/** Runs one sweep of the deployed module over a large estate, on a simulated clock. */
export async function sweepOnce({ latency, rateLimit, ...size }: LargeSweepOptions): Promise<LargeSweep> {
  const world = new World({ start: START, latency, ...(rateLimit && { rateLimit }) });
  try {
    const { aws, lambda, clock } = world;
    const manualSnapshots = { instance: Number.POSITIVE_INFINITY, cluster: 100 };
    aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, manualSnapshots };
    addDatabases(aws, size);
    let summary: Returned | undefined;
    const watched: HandlerFactory = (options) => {
      const handler = createSweep(options);
      return async (event, context) => {
        summary = await handler(event, context);
      };
    };
    const stack = plainStack({ retention: { keepLast: size.copies } });
    const { functions } = await world.run(world.deploy(stack, { ...HANDLERS, "sweep.handler": watched }));
    const sweep = functions.find(({ handler }) => handler === "sweep.handler");
    if (!sweep) throw new Error("The stack has no sweep.");
    const throttled = () => aws.audit.faults.get("rate exceeded") ?? 0;
    let whileAdapting = 0;
    clock.after(60_000, () => {
      whileAdapting = throttled();
    });
    const { outcome, startedAt, endedAt } = await world.run(lambda.invoke(sweep.name, { run: "daily" }));
    return {
      outcome,
      seconds: (endedAt - startedAt) / 1000,
      calls: aws.audit.totalCalls,
      throttled: throttled(),
      throttledOnceAdapted: endedAt - startedAt > 60_000 ? throttled() - whileAdapting : 0,
      summary,
    };
  } finally {
    world.close();
  }
}
