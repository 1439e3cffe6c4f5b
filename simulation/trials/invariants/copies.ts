import { inProgress, type SnapshotRecord } from "../../rds/model";
import { LONGEST_LAG } from "../faults";
import { type OwnCopy, takenAt } from "../ledger";
import { type Request, type RunRecord, wasCut } from "../runs";
import { encryptedAs, isCopyable, isSelected } from "../settings";
import type { Truth } from "../truth";
import { checkSheet } from "./sheets";

/** After this many failed copies of one snapshot no other may be started. */
export const MOST_ATTEMPTS = 3;

interface Attempts {
  readonly failed: number;
  /** That has deleted the last of them, and its id. */
  readonly run: string | undefined;
  readonly deleted: string;
}

/** What must be true of a copy when RDS accepts it. */
export class CopyChecks {
  /** Failed copies of a source snapshot in a region that were deleted to make room for the next, and by which run. */
  readonly #attempts = new Map<string, Attempts>();

  constructor(readonly truth: Truth) {}

  check(copy: OwnCopy): void {
    const { verdict } = this.truth;
    const { snapshot } = copy;
    const what = `${snapshot.id} in ${snapshot.region}, a copy of ${copy.source.arn}`;
    this.#encryption(copy, what);
    this.#tags(copy, what);
    checkSheet(copy, this.truth);
    this.#source(copy, what);
    this.#others(copy, what);
    this.#slots(copy, what);
    const inUse = this.truth.settings.inUse(copy.startedAt);
    if (inUse.every(({ dryRun }) => dryRun)) verdict.broken("a dry run changes nothing", what);
    if (!inUse.some(({ targets }) => targets.some(({ region }) => region === snapshot.region))) {
      verdict.broken("the right source", `${what}: no target region`);
    }
    this.#limit(copy, what);
  }

  /** A deleted failed copy counts as an attempt if the same run starts the next one. */
  failedCopyDeleted(copy: OwnCopy, run: string | undefined): void {
    const { snapshot, source } = copy;
    const key = `${snapshot.region} ${source.arn}`;
    // A newer copy has replaced it. If the newer snapshot is lost, the older one is tried from the start.
    const isSucceeded = this.truth.ledger
      .of(snapshot.region, source)
      .some(({ copy: other }) => takenAt(other) > takenAt(copy));
    // The run crashed while the call was in progress.
    const isLost = this.truth.runs.running(run) === undefined;
    if (isSucceeded || isLost) {
      this.#attempts.delete(key);
      return;
    }
    const known = this.#attempts.get(key)?.failed ?? 0;
    this.#attempts.set(key, { failed: known + 1, run, deleted: snapshot.id });
  }

  /** At the end of a run, forgets the attempts whose record it deleted without being able to start the next. */
  runEnded(run: RunRecord): void {
    for (const [key, attempts] of this.#attempts) {
      if (attempts.run === run.id && this.#lostRecord(run, key, attempts)) this.#attempts.delete(key);
    }
  }

  /**
   * The failed copy is the only record of attempts. It is lost if the run ends after deleting it, if RDS refuses the next copy, or if the
   * run never learns that it has deleted it.
   */
  #lostRecord(run: RunRecord, key: string, { deleted }: Attempts): boolean {
    const [region, sourceArn = ""] = key.split(" ");
    const source = encodeURIComponent(sourceArn);
    const inRegion = run.requests.filter((request) => request.region === region);
    const copies = inRegion.filter(({ body }) => body.includes(source));
    const deletions = inRegion.filter(({ action, body }) => action.startsWith("Delete") && body.includes(deleted));
    const failed = (requests: readonly Request[]) => requests.every(({ status }) => status !== 200);
    return (
      (run.end !== undefined && wasCut(run.end)) ||
      (copies.length > 0 && failed(copies)) ||
      (run.end !== undefined && copies.length === 0 && failed(deletions))
    );
  }

  #encryption({ snapshot, source, run }: OwnCopy, what: string): void {
    const { settings, scenario, verdict, world } = this.truth;
    const keys = settings.keysFor(snapshot.region, source.databaseId, world.clock.now());
    const allowed = keys.map((key) => encryptedAs(source, key, scenario.assumptions.sseRdsWithKey));
    const right = allowed.some(
      (one) => one && one.encryption === snapshot.encryption && one.kmsKeyArn === snapshot.kmsKeyArn,
    );
    if (right || (source.encryption === "sse-rds" && this.#wasKeyRefused(snapshot, run))) return;
    const should = allowed.map((one) => (one ? (one.kmsKeyArn ?? one.encryption) : "no copy")).join(" or ");
    verdict.broken("the right key", `${what}, has ${snapshot.kmsKeyArn ?? snapshot.encryption}, should have ${should}`);
  }

  /** Whether RDS has refused the run its key: the copy of a cluster under AWS's own key is then made without. */
  #wasKeyRefused({ id, region, encryption }: SnapshotRecord, run: string | undefined): boolean {
    const requests = this.truth.runs.running(run)?.requests ?? [];
    const refused = requests.some((request) => {
      const parameters = new URLSearchParams(request.body);
      const isOfCopy = parameters.get("TargetDBClusterSnapshotIdentifier") === id && request.region === region;
      return isOfCopy && parameters.has("KmsKeyId") && /^KMSKeyNotAccessible/.test(request.code);
    });
    return refused && encryption === "sse-rds";
  }

  #tags({ snapshot, source }: OwnCopy, what: string): void {
    const wanted: Record<string, string> = {
      "CrossRegionBackup/SourceArn": source.arn,
      "CrossRegionBackup/SourceTime": new Date(source.createTime ?? 0).toISOString(),
      "CrossRegionBackup/Database": source.databaseId,
      "CrossRegionBackup/ResourceId": source.databaseResourceId,
    };
    for (const [key, value] of Object.entries(wanted)) {
      if (snapshot.tags[key] === value) continue;
      this.truth.verdict.broken("true tags", `${what}: ${key} is ${snapshot.tags[key]}, should be ${value}`);
    }
  }

  #source({ source, startedAt }: OwnCopy, what: string): void {
    const { verdict, world, settings } = this.truth;
    const region = world.aws.region(source.region);
    const wrong = (why: string) => verdict.broken("the right source", `${what}: ${why}`);
    if (source.type !== "automated") wrong(`it is ${source.type}`);
    const database = [...region.databases[source.kind].values()].find(
      ({ resourceId }) => resourceId === source.databaseResourceId,
    );
    // A database that has just been deleted or changed may still have been in the lists.
    if (!database) return;
    const selected = settings.inUse(startedAt).some((plan) => isSelected(plan, database));
    if (!selected) wrong("its database is not selected");
    if (!isCopyable({ ...database, backupRetentionDays: 1 })) wrong("its database cannot be copied");
  }

  /** No second copy of a source, none of an older one, and none beside another. */
  #others({ snapshot, source, startedAt, run }: OwnCopy, what: string): void {
    const { ledger, verdict, runs } = this.truth;
    // A copy that lists may not have shown yet does not count.
    const seenBefore = (runs.running(run)?.startedAt ?? startedAt) - LONGEST_LAG;
    for (const { copy, now } of ledger.of(snapshot.region, source)) {
      if (copy.snapshot.serial === snapshot.serial || !(now.status === "available" || inProgress(now))) continue;
      if (copy.source.arn === source.arn) verdict.broken("no copy twice", `${what}, beside ${now.id}`);
      if (copy.startedAt > seenBefore) continue;
      if (takenAt(copy) > (source.createTime ?? 0)) verdict.broken("the right source", `${what}: ${now.id} is newer`);
      if (inProgress(now)) verdict.broken("no copy twice", `${what}, while ${now.id} is in progress`);
    }
  }

  /** When a run that counts slots starts a copy, no more than the limit of those it has seen or started are in progress. */
  #slots({ snapshot, startedAt, run: id }: OwnCopy, what: string): void {
    const { world, runs, settings, verdict, ledger } = this.truth;
    const run = runs.running(id);
    if (!run || run.function === "backup-finished") return;
    const seenBefore = run.startedAt - LONGEST_LAG;
    const limit = Math.max(...settings.inUse(startedAt).map(({ slots }) => slots[`${snapshot.kind}s`]));
    const known: string[] = [];
    for (const other of world.aws.region(snapshot.region).snapshots[snapshot.kind].values()) {
      if (other.sourceArn === undefined || !inProgress(other)) continue;
      const own = ledger.find(other);
      // Of one whose answer was lost, and which no list shows yet, a run cannot know.
      const isTold = other.id === snapshot.id || hasAnswer(run, other);
      if ((own?.run === run.id && isTold) || (own?.startedAt ?? other.startedAt) < seenBefore) known.push(other.id);
    }
    if (known.length <= limit) return;
    verdict.broken("slots are limited", `${what}: ${known.join(", ")} in progress, ${limit} allowed`);
  }

  #limit({ snapshot, source, run }: OwnCopy, what: string): void {
    const key = `${snapshot.region} ${source.arn}`;
    const known = this.#attempts.get(key);
    if (!known) return;
    const deletedBy = this.truth.runs.running(known.run);
    if (known.run !== run && deletedBy && this.#lostRecord(deletedBy, key, known)) this.#attempts.delete(key);
    else if (known.failed >= MOST_ATTEMPTS) {
      this.truth.verdict.broken("attempts are limited", `${what}, after ${known.failed} that failed`);
    }
  }
}

/** Whether RDS has told a run that it has started a copy. */
const hasAnswer = ({ requests }: RunRecord, { id, region }: SnapshotRecord): boolean =>
  requests.some(
    (request) =>
      request.action.startsWith("Copy") &&
      request.status === 200 &&
      request.region === region &&
      `${request.body}&`.includes(`Identifier=${id}&`),
  );
