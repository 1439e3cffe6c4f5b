import { MEMORY_SIZE } from "../../modules/functions";
import { SimulatedAws } from "../../simulation/aws";
import { addDatabases, type EstateSize } from "../../simulation/estate/large-estate";
import { SOURCE, TARGET } from "../../simulation/estate/plain-deployment";
import { DEFAULT_QUOTAS } from "../../simulation/rds/quotas";
import { RunningClock } from "../../simulation/time/clock";
import { startServer } from "../../simulation/wire/server";
import { environment } from "./environment";
import { type Figures, invoke, type Size, shareOf, unpack } from "./function";
import { number, row } from "./print";

const LATENCY_MS = 80;
const KEEP_LAST = 7;
/** As the module makes the functions. */
const SWEEP: Size = { memoryMb: MEMORY_SIZE.sweep, ownShare: true };
const BACKUP_FINISHED: Size = { memoryMb: MEMORY_SIZE["backup-finished"], ownShare: true };

/**
 * The committed zips in processes of their own, over HTTP with 80 ms a call and answers as long as those of RDS: calls, processor time,
 * the time at the share of a processor that the function has, and memory.
 */
export async function runs(): Promise<void> {
  const small = estate({ databases: 10, snapshots: KEEP_LAST, copies: KEEP_LAST });
  const idle = await invokeOn(small, "sweep", FOLLOW_UP, SWEEP);
  row("API calls of an idle follow-up, 10 databases, 1 target region", `${idle.calls}`);
  small.region(SOURCE).backups.takeAutomated(small.region(SOURCE).database("instance", "db-00000"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const event = await invokeOn(small, "backup-finished", backupFinished("db-00000"), BACKUP_FINISHED);
  row("API calls of an event", `${event.calls}, ${seconds(event.cpuMs)} of a processor`);

  const large: EstateSize = { databases: 2_000, snapshots: KEEP_LAST, copies: KEEP_LAST };
  const whole = await sweepOf("Idle daily sweep of 2,000 databases × 7 snapshots and copies", estate(large), DAILY);
  // The first in each hour looks at everything.
  await sweepOf("Idle follow-up of the same, brief from a quarter past on", estate(large), FOLLOW_UP);
  const busy = estate(large);
  const source = busy.region(SOURCE);
  for (let n = 0; n < DUE; n++) source.backups.takeAutomated(source.database("instance", `db-0${1_000 + n}`));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await sweepOf(`  the same, ${DUE} copies due`, busy, DAILY, whole);
  const overdue = { ...large, copies: KEEP_LAST + 1 };
  await sweepOf("  the same, a copy of each database past retention", estate(overdue), DAILY, whole);
}

const FOLLOW_UP = { run: "follow-up" };
const DAILY = { run: "daily" };
const NO_QUOTA = { instance: Number.POSITIVE_INFINITY, cluster: Number.POSITIVE_INFINITY };
/** As many as there are slots for instances. */
const DUE = 20;

async function sweepOf(title: string, aws: SimulatedAws, event: unknown, idle?: Figures & { calls: number }) {
  const sweep = await invokeOn(aws, "sweep", event, SWEEP);
  row(`${title}: calls`, number(sweep.calls) + (idle ? `: ${number(sweep.calls - idle.calls)} more` : ""));
  const more = idle ? `: ${seconds(sweep.cpuMs - idle.cpuMs)} more` : "";
  row("    processor time", `${seconds(sweep.cpuMs)}${more}`);
  row(`    time with ${SWEEP.memoryMb} MB, ${shareOf(SWEEP.memoryMb).toFixed(2)} of a processor`, seconds(sweep.runMs));
  row("    memory (greatest resident set)", `${sweep.maxRssMb.toFixed(0)} MB`);
  return sweep;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function estate(size: EstateSize): SimulatedAws {
  const aws = new SimulatedAws({ clock: new RunningClock(), durations: { backup: () => 1 }, fullAnswers: true });
  aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, manualSnapshots: NO_QUOTA };
  addDatabases(aws, size);
  return aws;
}

async function invokeOn(
  aws: SimulatedAws,
  bundle: "sweep" | "backup-finished",
  event: unknown,
  size: Size,
): Promise<Figures & { calls: number }> {
  const server = await startServer({ aws, latency: LATENCY_MS });
  const before = aws.audit.totalCalls;
  try {
    const figures = await invoke(
      unpack(bundle).code,
      { ...environment(KEEP_LAST), AWS_ENDPOINT_URL: server.url },
      event,
      size,
    );
    return { ...figures, calls: aws.audit.totalCalls - before };
  } finally {
    await server.close();
  }
}

function backupFinished(database: string): unknown {
  const Message = JSON.stringify({
    "Event Source": "db-instance",
    "Source ID": database,
    "Source ARN": `arn:aws:rds:${SOURCE}:111122223333:db:${database}`,
    "Event ID": "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0002",
    "Event Message": "Finished DB instance backup",
  });
  return { Records: [{ EventSource: "aws:sns", Sns: { MessageId: "benchmark", Message } }] };
}
