import { SimulatedAws } from "../../simulation/aws";
import { addDatabases, type EstateSize } from "../../simulation/estate/large-estate";
import { SOURCE } from "../../simulation/estate/plain-deployment";
import { RunningClock } from "../../simulation/time/clock";
import { startServer } from "../../simulation/wire/server";
import { environment } from "./environment";
import { type Figures, invoke, unpack } from "./function";
import { number, row } from "./print";

const LATENCY_MS = 80;

/** The committed zips in processes of their own, over HTTP with 80 ms a call: calls, time, memory. */
export async function runs(): Promise<void> {
  const small = estate({ databases: 10, snapshots: 7, copies: 7 });
  const idle = await invokeOn(small, "sweep", {});
  row("API calls of an idle follow-up, 10 databases, 1 target region", `${idle.calls}`);
  small.region(SOURCE).backups.takeAutomated(small.region(SOURCE).database("instance", "db-00000"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  row("API calls of an event", `${(await invokeOn(small, "backup-finished", backupFinished("db-00000"))).calls}`);

  const sweep = await invokeOn(estate({ databases: 2_000, snapshots: 7, copies: 7 }), "sweep", {});
  const seconds = sweep.runMs / 1000;
  const oneByOne = (sweep.calls * LATENCY_MS) / 1000;
  row("Sweep of 2,000 databases × 7 snapshots and copies: calls", number(sweep.calls));
  row(
    "  time",
    `${seconds.toFixed(1)} s; one call at a time ${oneByOne.toFixed(1)} s: ${(seconds / oneByOne).toFixed(2)}×`,
  );
  row("  memory (greatest resident set)", `${sweep.maxRssMb.toFixed(0)} MB`);
}

function estate(size: EstateSize): SimulatedAws {
  const aws = new SimulatedAws({ clock: new RunningClock(), durations: { backup: () => 1 } });
  addDatabases(aws, size);
  return aws;
}

async function invokeOn(
  aws: SimulatedAws,
  bundle: "sweep" | "backup-finished",
  event: unknown,
): Promise<Figures & { calls: number }> {
  const server = await startServer({ aws, latency: LATENCY_MS });
  const before = aws.audit.totalCalls;
  try {
    const figures = await invoke(unpack(bundle).code, { ...environment, AWS_ENDPOINT_URL: server.url }, event);
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
