import type { DatabaseRecord } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import type { RunRecord } from "../runs";
import { SOURCE_REGION } from "../scenario";
import type { Truth } from "../truth";
import { ageOf } from "./ages";

/** Clocks differ, and recovery points of the same hour count as equally old. */
const TOLERANCE = HOUR + 5 * MINUTE;

/** A copy that was started, or had to wait for a slot. */
interface Turn {
  readonly lane: string;
  readonly snapshot: string;
  readonly text: string;
  readonly age: number;
  readonly retry: boolean;
}

/** Slots must go to first attempts before retries, and to the oldest recovery points first, as the log shows. */
export function checkTurns(run: RunRecord, truth: Truth): void {
  if (run.function !== "sweep" || run.overlapped || !run.before || !run.after) return;
  const started = turns(run, truth, (line) => line.message === "copied");
  // A copy that was refused has had its turn too.
  const refused = turns(run, truth, (line) => line.message === "failed" && line.action === "copy");
  const served = new Set([...started, ...refused].map(({ lane, snapshot }) => `${lane} ${snapshot}`));
  const deferred = turns(run, truth, (line) => line.message === "deferred" && line.reason === "slots");
  // After three in a row that failed in passing, others are tried in an order of chance (decisions/0025-no-order-starves.md).
  const passing = turns(run, truth, (line) => line.message === "deferred" && line.reason === "transient");
  const byChance = (lane: string) => passing.filter((one) => one.lane === lane).length >= 3;
  const waiting = deferred.filter(({ lane, snapshot }) => !served.has(`${lane} ${snapshot}`) && !byChance(lane));
  for (const one of started) {
    for (const other of waiting.filter(({ lane }) => lane === one.lane)) {
      const younger = one.retry === other.retry && one.age < other.age - TOLERANCE;
      if (!younger && !(one.retry && !other.retry)) continue;
      truth.verdict.broken("copies come in turn", `sweep ${run.id}: ${one.text} before ${other.text}`);
    }
  }
}

type Line = Readonly<Record<string, unknown>>;

function turns(run: RunRecord, truth: Truth, wanted: (line: Line) => boolean): Turn[] {
  const source = truth.world.aws.region(SOURCE_REGION);
  return run.lines.flatMap(({ record }): Turn[] => {
    if (!record || !wanted(record)) return [];
    const kind = record.kind === "cluster" ? "cluster" : "instance";
    const region = String(record.target_region);
    const database = source.databases[kind].get(String(record.database));
    if (!database) return [];
    // A copy may have failed by the end of a run that waits for slots: the log line says which attempt it was.
    const retry =
      record.message === "copied"
        ? Number(record.attempt) > 1
        : hasFailed(database, region, String(record.snapshot), truth);
    const age = ageOf(truth, region, database, ({ startedAt }) => startedAt < run.startedAt);
    const text = `${database.id} (age ${age}, retry ${retry})`;
    return [{ lane: `${kind} ${region}`, snapshot: String(record.snapshot), text, age, retry }];
  });
}

/** Whether there is a failed copy of a snapshot. */
function hasFailed(database: DatabaseRecord, region: string, snapshotId: string, { ledger }: Truth): boolean {
  const identity = { kind: database.kind, databaseId: database.id, databaseResourceId: database.resourceId };
  return ledger.of(region, identity).some(({ copy, now }) => copy.source.id === snapshotId && now.status === "failed");
}
