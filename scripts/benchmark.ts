import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { buildSync } from "esbuild";
import { copyId } from "../handlers/core/copy-id";
import { copyTags } from "../handlers/core/copy-tags";
import { terraformModule } from "../modules/terraform-module";
import { SimulatedAws } from "../simulation/aws";
import { DAY, HOUR, RunningClock } from "../simulation/clock";
import { startServer } from "../simulation/server";
import { copySlots } from "./benchmark/copy-slots";
import { invoke, unpack } from "./benchmark/function";
import { kb, row } from "./benchmark/print";

/**
 * Prints the figures of the README: API calls, time and memory of a large sweep, bundle sizes, start-up and synth
 * time. Times depend on the machine; quote counts and ratios.
 */
const SOURCE = "eu-west-1";
const TARGET = "eu-central-1";
const LATENCY_MS = 80;
const NAME = "rds-cross-region-backup";

async function main(): Promise<void> {
  const sweep = unpack("sweep");
  const event = unpack("backup-finished");
  const small = estate(10, 7);
  const idle = await counted(small, sweep.code, {});
  small.region(SOURCE).backups.takeAutomated(small.region(SOURCE).database("instance", "db-0000"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  row("API calls of an idle follow-up, 10 databases, 1 target region", `${idle.calls}`);
  const one = await counted(small, event.code, backupFinished("db-0000"));
  row("API calls of an event, 1 target region", `${one.calls}`);

  const large = estate(2000, 7);
  const figures = await counted(large, sweep.code, {});
  const oneByOne = (figures.calls * LATENCY_MS) / 1000;
  row("Sweep of 2,000 databases × 7 copies, 80 ms a call: calls", `${figures.calls}`);
  row(
    "  time",
    `${(figures.runMs / 1000).toFixed(1)} s; one call at a time ${oneByOne.toFixed(1)} s: ${(figures.runMs / 1000 / oneByOne).toFixed(2)}×`,
  );
  row("  memory (greatest resident set)", `${figures.maxRssMb.toFixed(0)} MB`);

  for (const [name, { bytes, zipped }] of Object.entries({ sweep, "backup-finished": event })) {
    row(`Bundle ${name}`, `${kb(bytes)} code, ${kb(zipped)} zip with source map`);
  }
  const bare = bareClient();
  const loads = await alternately(
    15,
    () => load(bare),
    () => load(sweep.code),
  );
  row(
    "Module load, median",
    `${loads.b.toFixed(0)} ms; a bare RDS client ${loads.a.toFixed(0)} ms: ${(loads.b / loads.a).toFixed(2)}×`,
  );
  row("Synth of the module, median", `${synthMs().toFixed(0)} ms in a warm process`);
  await copySlots();
}

const environment = {
  AWS_REGION: SOURCE,
  AWS_ACCESS_KEY_ID: "benchmark",
  AWS_SECRET_ACCESS_KEY: "benchmark",
  NAME,
  TARGETS: JSON.stringify([TARGET]),
  TARGET_KMS_KEYS: "{}",
  INSTANCES: JSON.stringify({ include: ["*"], exclude: [], tags: {} }),
  CLUSTERS: JSON.stringify({ include: ["*"], exclude: [], tags: {} }),
  RETENTION: JSON.stringify({ keep_last: 7, keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 }),
  MAX_COPIES_IN_PROGRESS: JSON.stringify({ instances: 20, clusters: 5 }),
  MAX_RECOVERY_POINT_AGE_HOURS: "36",
  STUCK_COPY_HOURS: "24",
  FOLLOW_UP_INTERVAL_MINUTES: "15",
  DRY_RUN: "false",
  LOG_LEVEL: "INFO",
};

/** Instances with automated snapshots of the last days and a copy of each: nothing is left to do. */
function estate(databases: number, days: number): SimulatedAws {
  const aws = new SimulatedAws({ clock: new RunningClock(), durations: { backup: () => 1 } });
  const source = aws.region(SOURCE);
  const target = aws.region(TARGET);
  const now = aws.clock.now();
  for (let n = 0; n < databases; n++) {
    const id = `db-${String(n).padStart(4, "0")}`;
    const database = source.addInstance({ id, createdAt: now - 30 * DAY });
    for (let day = 1; day <= days; day++) {
      const takenAt = new Date(now - day * DAY + HOUR);
      const minute = takenAt.toISOString().slice(0, 16).replace(/[T:]/g, "-");
      const common = { databaseId: id, databaseResourceId: database.resourceId, createTime: takenAt.getTime() };
      const { arn } = source.addSnapshot("instance", { id: `rds:${id}-${minute}`, type: "automated", ...common });
      const { tags } = copyTags({
        deployment: NAME,
        sourceArn: arn,
        sourceTime: takenAt,
        database: id,
        resourceId: database.resourceId,
        startedAt: takenAt,
        attempt: 1,
        inherited: { team: "payments", environment: "production" },
      });
      const snapshotId = `rds:${id}-${minute}`;
      const copy = copyId({ kind: "instance", databaseId: id, sourceRegion: SOURCE, snapshotId, sourceArn: arn });
      target.addSnapshot("instance", { id: copy, sourceArn: arn, tags, ...common });
    }
  }
  return aws;
}

async function counted(aws: SimulatedAws, code: string, event: unknown) {
  const server = await startServer({ aws, latency: LATENCY_MS });
  const before = aws.audit.totalCalls;
  try {
    const figures = await invoke(code, { ...environment, AWS_ENDPOINT_URL: server.url }, event);
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

/** A bundle that only makes an RDS client, to compare with. */
function bareClient(): string {
  const outfile = join(mkdtempSync(join(tmpdir(), "benchmark-")), "bare.js");
  const contents = `import { RDSClient } from "@aws-sdk/client-rds"; export const client = new RDSClient({});`;
  buildSync({
    stdin: { contents, resolveDir: __dirname },
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
  });
  return outfile;
}

const load = async (code: string): Promise<number> => (await invoke(code, environment, null)).loadMs;

/** Medians of two things measured in turn, so that a machine that slows down slows both. */
async function alternately(times: number, first: () => Promise<number>, second: () => Promise<number>) {
  const a: number[] = [];
  const b: number[] = [];
  for (let n = 0; n < times; n++) {
    a.push(await first());
    b.push(await second());
  }
  return { a: median(a), b: median(b) };
}

function median(values: number[]): number {
  return values.sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function synthMs(): number {
  const times: number[] = [];
  for (let n = 0; n < 7; n++) {
    const started = performance.now();
    terraformModule();
    times.push(performance.now() - started);
  }
  return median(times);
}

main();
