import { type DatabaseRecord, inProgress, type SnapshotRecord } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import { LONGEST_LAG, STUCK_AT } from "../faults";
import { holdAt } from "../holds";
import { takenAt } from "../ledger";
import type { RunRecord } from "../runs";
import { SOURCE_REGION } from "../scenario";
import { encryptedAs, isCopyable, isSelected } from "../settings";
import type { Truth } from "../truth";
import { brieflySeen } from "./brief-looks";
import { MOST_ATTEMPTS } from "./copies";

/** Lists lag, and clocks differ. */
const SURELY = LONGEST_LAG + 2 * MINUTE;

/** What prevents a database's copies without RDS refusing anything. */
export interface Trouble {
  readonly reason: "stuck" | "key-missing";
  readonly region: string;
  readonly databaseId: string;
}

/** What a whole run must have reported, as it was there before the run and still is: stuck copies and missing keys. */
export function standingTroubles(run: RunRecord, truth: Truth): Trouble[] {
  const listFailed = run.requests.some(({ action, status }) => /^(Describe|List)/.test(action) && status !== 200);
  const [plan, ...others] = truth.settings.inUse(run.startedAt);
  if (run.function !== "sweep" || listFailed || !plan || others.length > 0) return [];
  const { databases } = truth.world.aws.region(SOURCE_REGION);
  const all = [...databases.instance.values(), ...databases.cluster.values()];
  const covered = all.filter((database) => isSelected(plan, database) && isCopyable(database));
  // Beside an available copy of the newest snapshot a brief look does not see one that is stuck: the next whole look does.
  const briefly = brieflySeen(run);
  const isSeen = (reason: Trouble["reason"], { kind }: DatabaseRecord) => reason !== "stuck" || !briefly.includes(kind);
  return plan.targets.flatMap(({ region }) =>
    covered.flatMap((database) => {
      const reason = troubleOf(database, region, run, plan.stuckCopyHours * HOUR, truth);
      return reason === undefined || !isSeen(reason, database) ? [] : [{ reason, region, databaseId: database.id }];
    }),
  );
}

function troubleOf(
  database: DatabaseRecord,
  region: string,
  run: RunRecord,
  stuckAfter: number,
  { ledger, settings, scenario, world }: Truth,
): Trouble["reason"] | undefined {
  const identity = { kind: database.kind, databaseId: database.id, databaseResourceId: database.resourceId };
  const all = ledger.of(region, identity);
  const copies = all.filter(({ now }) => now.status === "available" || inProgress(now));
  const running = copies.filter(({ now }) => inProgress(now));
  // One that goes on, however long it takes, is not stuck.
  const isStill = running.filter(({ now }) => now.finishesAt === undefined);
  const limit = (status: string) => (status === "pending" ? stuckAfter : STUCK_AT * stuckAfter) + SURELY;
  if (isStill.some(({ copy, now }) => run.startedAt - copy.startedAt > limit(now.status))) return "stuck";
  const newest = newestOf(database, run.startedAt - SURELY, world);
  if (!newest || running.length > 0) return undefined;
  if (copies.some(({ copy }) => takenAt(copy) >= (newest.createTime ?? 0))) return undefined;
  // A failed copy that is held, or was the last attempt, is what is said of it first.
  const failed = all.filter(({ copy, now }) => now.status === "failed" && takenAt(copy) === newest.createTime);
  if (
    failed.some(
      ({ now }) => holdAt(now.tags, run.startedAt) || now.tags["CrossRegionBackup/Attempt"] === String(MOST_ATTEMPTS),
    )
  )
    return undefined;
  const keys = settings.keysFor(region, database.id, run.startedAt);
  const missing = keys.every((key) => encryptedAs(newest, key, scenario.assumptions.sseRdsWithKey) === undefined);
  return missing ? "key-missing" : undefined;
}

/** Its newest automated snapshot, if it was there long enough to be seen. */
function newestOf({ kind, id, resourceId }: DatabaseRecord, before: number, { aws }: Truth["world"]) {
  const own = [...aws.region(SOURCE_REGION).snapshots[kind].values()].filter(
    (snapshot: SnapshotRecord) => snapshot.databaseId === id && snapshot.databaseResourceId === resourceId,
  );
  const automated = own.filter(({ type, status }) => type === "automated" && status === "available");
  const newest = automated.sort((a, b) => a.startedAt - b.startedAt).at(-1);
  // A backup takes half an hour at most: after an hour it has surely been available for long enough.
  return newest && newest.startedAt < before - HOUR ? newest : undefined;
}
