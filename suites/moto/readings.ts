import { deepEqual, equal } from "node:assert/strict";
import type { Invocation, LogLine } from "./functions";
import { TARGET_REGIONS } from "./places";
import type { SnapshotView } from "./snapshots";

/** @throws AssertionError if the invocation failed, or anything in it, with what it said */
export function succeeded(invocation: Invocation): void {
  equal(invocation.error?.stack, undefined);
  deepEqual(failures(invocation), []);
}

/** What the function logs as failed: `instance orders to eu-central-1: why (reason)`. */
export const failures = ({ lines }: Invocation): string[] =>
  lines
    .filter(({ message }) => message === "failed")
    .map(({ kind, database, target_region: region, detail, reason }) => {
      const where = region === undefined ? "" : ` to ${region}`;
      return `${kind} ${database}${where}: ${detail} (${reason})`;
    });

/**
 * What the function logs as done or left undone: `copied instance orders eu-central-1 new-snapshot`. Not that the quota is not known, which
 * is so in each run: moto has no DescribeAccountAttributes.
 */
export function actions({ lines }: Invocation): string[] {
  return lines
    .filter(({ reason, message }) => reason !== undefined && reason !== "quota-unknown" && message !== "trouble")
    .map(({ message, kind, database, target_region = "-", reason }) =>
      [message, kind, database, target_region, reason].join(" "),
    )
    .sort();
}

/** The line that sums up a run. */
export function summary({ lines }: Invocation): LogLine {
  const found = lines.filter(({ message }) => message === "summary");
  const [line] = found;
  if (line === undefined || found.length > 1) throw new Error(`${found.length} summary lines`);
  return line;
}

/** `eu-central-1 instance orders-eu-west-1-2026-03-02-03-07`, sorted. */
export const names = (snapshots: readonly SnapshotView[]): string[] =>
  snapshots.map(({ region, kind, id }) => `${region} ${kind} ${id}`).sort();

/** What is said of a target region, for each of them, sorted. */
export const inEachTarget = (...perRegion: readonly ((region: string) => string)[]): string[] =>
  TARGET_REGIONS.flatMap((region) => perRegion.map((say) => say(region))).sort();

/** The only snapshot with an id in a region. */
export function only(snapshots: readonly SnapshotView[], region: string, id: string): SnapshotView {
  const found = snapshots.filter((one) => one.region === region && one.id === id);
  const [snapshot] = found;
  if (snapshot === undefined || found.length > 1) throw new Error(`${found.length} snapshots ${id} in ${region}`);
  return snapshot;
}
