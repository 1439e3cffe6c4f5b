import { SETTINGS } from "../../../settings/settings";
import type { AuditEntry } from "../../iam/audit";
import type { DatabaseRecord } from "../../rds/model";
import { DAY, MINUTE } from "../../time/clock";
import { LONGEST_LAG } from "../faults";
import { holdAt } from "../holds";
import { type DatabaseIdentity, databaseKey, type OwnCopy, takenAt } from "../ledger";
import { kept } from "../retention";
import type { RunRecord } from "../runs";
import { SOURCE_REGION } from "../scenario";
import { isSelected } from "../settings";
import type { Truth } from "../truth";
import { LONGEST_COPY } from "./freshness";

const MOST_PER_DAILY_RUN = SETTINGS.max_deletions_per_daily_run.default;

interface PastDeletion {
  readonly time: number;
  readonly run: RunRecord;
}

/**
 * Retention deletes slowly (decisions/0015-daily-and-follow-up.md): the one superfluous copy of a database in a target region in any run;
 * several in daily runs only, and no more than allowed; never one with a hold.
 */
export class PaceChecks {
  readonly #deletions = new Map<string, PastDeletion[]>();
  /** @param holdsChanged when holds were set or removed */
  constructor(
    readonly truth: Truth,
    readonly holdsChanged: readonly number[],
  ) {}

  /** Checks the deletion of an available copy. */
  check(entry: AuditEntry, copy: OwnCopy): void {
    const { runs } = this.truth;
    const run = runs.running(entry.run);
    const before = entry.snapshot;
    // The run crashed while the call was in progress.
    if (!run || !before) return;
    const what = `${run.isDaily ? "a daily run" : "a follow-up"} deleted ${before.arn}`;
    if (before.status !== "available") return;
    const key = databaseKey(copy.snapshot.region, copy.source);
    const past = [...(this.#deletions.get(key) ?? []), { time: entry.time, run }];
    this.#deletions.set(
      key,
      past.filter(({ time }) => time > entry.time - DAY),
    );
    this.#inRun(past.filter((one) => one.run === run).length, run, copy, what);
    this.#inDay(this.#deletions.get(key) ?? [], copy, what);
  }

  /** A run whose lists show a hold does not try to delete the copy; and one for ever keeps it whatever they show. */
  checkHold({ action, outcome, region, parameters, run: id, snapshot, time }: AuditEntry): void {
    if (!action.startsWith("Delete")) return;
    const { runs, world, verdict } = this.truth;
    const { DBSnapshotIdentifier: instance, DBClusterSnapshotIdentifier: cluster } = parameters;
    const { snapshots } = world.aws.region(region);
    const there = snapshot ?? (instance ? snapshots.instance.get(instance) : snapshots.cluster.get(cluster ?? ""));
    const hold = there && holdAt(there.tags, time);
    if (hold === undefined) return;
    const isSeen = hold.since < (runs.running(id)?.startedAt ?? 0) - LONGEST_LAG;
    if (isSeen || (outcome === "ok" && hold.isGuarded))
      verdict.broken("holds are respected", `${action} of ${there?.arn}: ${outcome}`);
  }

  #inRun(count: number, run: RunRecord, copy: OwnCopy, what: string): void {
    const { verdict } = this.truth;
    if (count > (run.isDaily ? MOST_PER_DAILY_RUN : 1)) {
      verdict.broken("deletions are slow", `${what}, the ${count}. of its database in one run`);
    }
    if (run.isDaily || run.overlapped || !run.before) return;
    const atStart = run.before.superfluous.get(databaseKey(copy.snapshot.region, copy.source)) ?? 0;
    // The copy itself is no longer available.
    const now = 1 + superfluousOf(this.truth, copy.snapshot.region, copy.source).length;
    if (atStart > 1 && now > 1) verdict.broken("deletions are slow", `${what}, one of ${now} superfluous ones`);
  }

  /** A day's deletions: at most what its daily runs may delete, and one for each new copy and each other change. */
  #inDay(deletions: readonly PastDeletion[], { snapshot, source }: OwnCopy, what: string): void {
    const { ledger, settings, verdict, world } = this.truth;
    const since = world.clock.now() - DAY;
    const dailyRuns = new Set(deletions.flatMap(({ run }) => (run.isDaily ? run.id : [])));
    const newCopies = ledger.startedSince(since - LONGEST_COPY, snapshot.region, source);
    const changes = [...settings.deployedAt, ...this.holdsChanged].filter((time) => time > since - 20 * MINUTE).length;
    const most = dailyRuns.size * MOST_PER_DAILY_RUN + newCopies + changes + 1;
    if (deletions.length <= most) return;
    verdict.broken("deletions are slow", `${what}, the ${deletions.length}. of its database in a day, ${most} allowed`);
  }
}

/** Our copies of a database in a region that retention does not select and that have no hold. */
function superfluousOf({ ledger, settings, world }: Truth, region: string, database: DatabaseIdentity): OwnCopy[] {
  const available = ledger.of(region, database).filter(({ now }) => now.status === "available");
  const keep = kept(
    available.map(({ copy }) => takenAt(copy)),
    settings.current.retention,
  );
  return available
    .filter(({ copy, now }) => !keep.has(takenAt(copy)) && holdAt(now.tags, world.clock.now()) === undefined)
    .map(({ copy }) => copy);
}

/** How many copies are superfluous, by target region and selected database. */
export function superfluousNow(truth: Truth): ReadonlyMap<string, number> {
  const { settings, world } = truth;
  const { instance, cluster } = world.aws.region(SOURCE_REGION).databases;
  const selected = [...instance.values(), ...cluster.values()].filter((one) => isSelected(settings.current, one));
  return new Map(
    settings.current.targets.flatMap(({ region }) =>
      selected.map((database): [string, number] => {
        const identity = identityOf(database);
        return [databaseKey(region, identity), superfluousOf(truth, region, identity).length];
      }),
    ),
  );
}

const identityOf = ({ kind, id, resourceId }: DatabaseRecord): DatabaseIdentity => ({
  kind,
  databaseId: id,
  databaseResourceId: resourceId,
});

/**
 * Without faults, daily runs delete superfluous copies faster than new copies make them.
 * @param undeletable resource ids of databases whose copies RDS never deletes
 */
export function checkPastRetention(
  truth: Truth,
  before: ReadonlyMap<string, number>,
  undeletable: ReadonlySet<string>,
): void {
  // Each rule of retention may give up a copy when a new one comes: at the turn of a week, several at once.
  const atOnce = Object.values(truth.settings.current.retention).filter((count) => count > 0).length;
  for (const [key, now] of superfluousNow(truth)) {
    if (undeletable.has(key.split(" ").at(-1) ?? "")) continue;
    const then = before.get(key) ?? 0;
    if (now <= atOnce || now < then) continue;
    truth.verdict.broken(
      "deletions go on",
      `of ${key} ${now} copies are past retention, as many as ${then} days before`,
    );
  }
}
