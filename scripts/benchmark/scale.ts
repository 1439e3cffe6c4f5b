import { MEMORY_SIZE } from "../../modules/functions";
import { SimulatedAws } from "../../simulation/aws";
import { addDatabases } from "../../simulation/estate/large-estate";
import { sweepOnce } from "../../simulation/estate/large-sweep";
import { RunningClock } from "../../simulation/time/clock";
import { startServer } from "../../simulation/wire/server";
import { environment } from "./environment";
import { invoke, unpack } from "./function";
import { number, row } from "./print";

/** RDS keeps up to 35 automated snapshots; `keep_last` of the module is set to 14. */
const OF_EACH = { snapshots: 35, copies: 14 };
const LATENCY_MS = 80;
/** AWS publishes no limits: these are low, and a higher one makes the sweep quicker. */
const RATE_LIMIT = { callsPerSecond: 10, burst: 100 };
const SIZES = [100, 500, 1_000, 2_500, 5_000, 10_000];

/** The sweep of ever larger estates on a simulated clock, and its memory in a process of its own. */
export async function scale(): Promise<void> {
  for (const databases of SIZES) {
    const sweep = await sweepOnce({ databases, ...OF_EACH, latency: LATENCY_MS, rateLimit: RATE_LIMIT });
    row(`Sweep of ${number(databases)} databases × 35 snapshots and 14 copies: calls`, number(sweep.calls));
    row("  simulated time, at 80 ms a call", `${sweep.seconds.toFixed(0)} s, ${sweep.outcome}`);
    const share = (100 * sweep.throttledOnceAdapted) / sweep.calls;
    row("  throttled, at 10 calls a second; after a minute", `${sweep.throttled}; ${share.toFixed(2)} % of all`);
  }
  const { maxRssMb, runMs } = await inProcess(10_000);
  row(
    `Memory of the last in a process of ${MEMORY_SIZE.sweep} MB (greatest resident set)`,
    `${maxRssMb.toFixed(0)} MB`,
  );
  row("  its time with answers at once: what reading them takes", `${(runMs / 1000).toFixed(0)} s`);
  row("Most databases of which one run reads all, for each call a second", number(await threshold()));
}

/** The committed zip over HTTP, with answers as long as those of RDS. */
async function inProcess(databases: number) {
  const aws = new SimulatedAws({ clock: new RunningClock(), fullAnswers: true });
  addDatabases(aws, { databases, ...OF_EACH });
  const server = await startServer({ aws, latency: 0 });
  try {
    return await invoke(
      unpack("sweep").code,
      { ...environment(OF_EACH.copies), AWS_ENDPOINT_URL: server.url },
      {},
      { memoryMb: MEMORY_SIZE.sweep, ownShare: false },
    );
  } finally {
    await server.close();
  }
}

/** By halving, where RDS lets one call pass a second: the calls, not their latency, are what bounds a run. */
async function threshold(): Promise<number> {
  let whole = 1_000;
  let tooMany = 4_000;
  while (tooMany - whole > 100) {
    const databases = (whole + tooMany) / 2;
    const rateLimit = { callsPerSecond: 1, burst: 1 };
    const { summary } = await sweepOnce({ databases, ...OF_EACH, latency: LATENCY_MS, rateLimit });
    const isWhole = summary !== undefined && Object.keys(summary.deferred).length + summary.failed.length === 0;
    if (isWhole) whole = databases;
    else tooMany = databases;
  }
  return whole;
}
