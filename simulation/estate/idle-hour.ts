import { DEFAULT_QUOTAS } from "../rds/quotas";
import { HOUR } from "../time/clock";
import { World } from "../world";
import { addDatabases, type EstateSize } from "./large-estate";
import { HANDLERS, plainStack, TARGET } from "./plain-deployment";

/** Far from backup windows and the daily run; and the follow-ups of an hour come 7, 22, 37 and 52 minutes into it. */
const START = new Date("2026-03-02T12:07:00Z");
const LATENCY = 80;

export interface FollowUp {
  readonly startedAt: Date;
  readonly outcome: string;
  readonly seconds: number;
  readonly calls: number;
  readonly result: unknown;
}

/** The follow-ups of one hour in which nothing is to be done, as the deployed rule starts them, on a simulated clock. */
export async function playIdleHour(size: EstateSize): Promise<FollowUp[]> {
  const world = new World({ start: START, latency: LATENCY });
  try {
    const { aws, lambda } = world;
    const manualSnapshots = { instance: Number.POSITIVE_INFINITY, cluster: 100 };
    aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, manualSnapshots };
    addDatabases(aws, size);
    const { functions } = await world.run(world.deploy(plainStack({ retention: { keepLast: size.copies } }), HANDLERS));
    const sweep = functions.find(({ handler }) => handler === "sweep.handler");
    const runs: FollowUp[] = [];
    let before = aws.audit.totalCalls;
    lambda.onInvocation(({ functionName, startedAt, endedAt, outcome, result }) => {
      // Events of databases that have just been made start the other function, which calls nothing.
      if (functionName !== sweep?.name) return;
      const calls = aws.audit.totalCalls - before;
      before = aws.audit.totalCalls;
      runs.push({ startedAt: new Date(startedAt), outcome, seconds: (endedAt - startedAt) / 1000, calls, result });
    });
    await world.runUntil(START.getTime() + HOUR + HOUR / 8);
    return runs;
  } finally {
    world.close();
  }
}
