import { parseArn } from "../iam/arns";
import { MINUTE, SECOND } from "../time/clock";
import type { Random } from "../time/random";
import type { CopyFault } from "../wire/faults";
import { instanceEvents } from "./events";
import { inProgress, type SnapshotRecord } from "./model";
import { failsForOptionGroup } from "./option-groups";
import type { Region } from "./region";

/** Makes the copies of snapshots that arrive in one region, in the background. */
export class Copies {
  readonly #random: Random;
  /** Copies in progress, by serial number. */
  readonly #active = new Map<number, SnapshotRecord>();

  constructor(readonly region: Region) {
    this.#random = region.rds.random.fork(`copies ${region.name}`);
  }

  /** Starts an accepted copy. It waits while another copy of the same database runs in this region (docs/aws-facts.md#copy-slots). */
  start(copy: SnapshotRecord): SnapshotRecord {
    const waits = [...this.#ofDatabase(copy)].some((other) => other.status !== "pending");
    const snapshot = this.#put({ ...copy, status: waits ? "pending" : "creating" });
    return waits ? snapshot : this.#begin(snapshot);
  }

  /** Marks a snapshot as being deleted. A copy in progress is cancelled and frees its slot (docs/aws-facts.md#deleting-snapshots). */
  deleting(snapshot: SnapshotRecord): SnapshotRecord {
    const deleting = this.#put({ ...snapshot, status: "deleting", finishesAt: undefined });
    if (!inProgress(snapshot)) return deleting;
    const { id, region } = sourceOf(snapshot);
    if (snapshot.kind === "instance") this.region.raise(instanceEvents.copyCancelled(id, region), snapshot);
    this.#startNext(deleting);
    return deleting;
  }

  /** Deleting the source of a copy in progress may fail the copy (docs/aws-facts.md#deleting-snapshots): here it always does. */
  sourceRemoved(sourceArn: string): void {
    for (const copy of [...this.#active.values()]) {
      if (copy.sourceArn === sourceArn) this.#fail(copy);
    }
  }

  removed(copy: SnapshotRecord): void {
    if (this.#active.delete(copy.serial)) this.#startNext(copy);
  }

  /** Starts the copy of the same database that has waited longest, unless one runs. */
  #startNext(ended: SnapshotRecord): void {
    const others = [...this.#ofDatabase(ended)];
    if (others.some((copy) => copy.status !== "pending")) return;
    const [next] = others.sort((a, b) => a.startedAt - b.startedAt || a.serial - b.serial);
    if (next) this.#begin(this.#put({ ...next, status: "creating" }));
  }

  *#ofDatabase(copy: SnapshotRecord): Iterable<SnapshotRecord> {
    for (const other of this.#active.values()) {
      const same = other.kind === copy.kind && other.databaseResourceId === copy.databaseResourceId;
      if (same && other.serial !== copy.serial) yield other;
    }
  }

  #begin(copy: SnapshotRecord): SnapshotRecord {
    const { clock, durations, faults } = this.region.rds;
    const usual = durations.copy(copy, this.#isIncremental(copy), this.#random);
    const startedAt = clock.now();
    const fault: CopyFault | undefined =
      faults.copy?.({ ...copy, startedAt, finishesAt: startedAt + usual }) ??
      (failsForOptionGroup(this.region, copy) ? { failsAfter: usual / 2 } : undefined);
    const duration = typeof fault === "object" && "takes" in fault ? fault.takes : usual;
    const begun = this.#put({ ...copy, startedAt, finishesAt: startedAt + duration });
    const { id, region } = sourceOf(copy);
    if (copy.kind === "instance") this.region.raise(instanceEvents.copyStarted(id, region), copy);
    clock.after(Math.min(20 * SECOND, duration / 2), () => {
      const current = this.region.current(begun);
      if (current?.status === "creating") this.#put({ ...current, status: "copying" });
    });
    if (fault === "stuck") return this.#put({ ...begun, finishesAt: undefined });
    if (fault && "failsAfter" in fault) clock.after(fault.failsAfter, () => this.#failIfCurrent(begun));
    else clock.after(duration, () => this.#finish(begun));
    return begun;
  }

  #finish(begun: SnapshotRecord): void {
    const copy = this.region.current(begun);
    if (!copy || !inProgress(copy)) return;
    const { clock, kms, assumptions } = this.region.rds;
    if (copy.encryption === "sse-kms" && !kms.isUsable(copy.kmsKeyArn)) {
      this.#fail(copy);
      return;
    }
    const keepsTime = copy.kind === "cluster" && assumptions.clusterCopyCreateTime === "source";
    this.#put({
      ...copy,
      status: "available",
      createTime: keepsTime ? copy.originalCreateTime : clock.now() + this.region.clockSkew,
      finishesAt: undefined,
    });
    const minutes = Math.round((clock.now() - copy.startedAt) / MINUTE);
    const { id, region } = sourceOf(copy);
    if (copy.kind === "instance") this.region.raise(instanceEvents.copyFinished(id, region, minutes), copy);
    this.#startNext(copy);
  }

  #failIfCurrent(begun: SnapshotRecord): void {
    const copy = this.region.current(begun);
    if (copy && inProgress(copy)) this.#fail(copy);
  }

  /** No event is known to report a failed copy (docs/aws-facts.md#copy-events), so none is sent. */
  #fail(copy: SnapshotRecord): void {
    this.#put({ ...copy, status: "failed", finishesAt: undefined });
    this.#startNext(copy);
  }

  /** Instances only, and only if the newest copy of the database here has the same key (docs/aws-facts.md#incremental-copies). */
  #isIncremental(copy: SnapshotRecord): boolean {
    if (copy.kind === "cluster") return false;
    let same = false;
    for (const other of this.region.snapshots[copy.kind].values()) {
      if (other.databaseResourceId !== copy.databaseResourceId || other.status !== "available") continue;
      if (other.kmsKeyArn !== copy.kmsKeyArn) return false;
      same = true;
    }
    return same;
  }

  #put(copy: SnapshotRecord): SnapshotRecord {
    if (inProgress(copy)) this.#active.set(copy.serial, copy);
    else this.#active.delete(copy.serial);
    return this.region.snapshots[copy.kind].put(copy);
  }
}

function sourceOf(copy: SnapshotRecord): { id: string; region: string } {
  return parseArn(copy.sourceArn ?? "") ?? { id: copy.id, region: copy.region };
}
