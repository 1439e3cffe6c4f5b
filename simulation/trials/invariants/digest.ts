import { failedAsides, type RunRecord, wasCut } from "../runs";
import type { Truth } from "../truth";
import { saidIn } from "./messages";
import { standingNow } from "./standing";

/** A daily run that could see and tell everything sends a digest while something stands, whatever was told before. */
export function checkDigest(run: RunRecord, truth: Truth): void {
  const { end } = run;
  const { world, settings, verdict } = truth;
  if (!run.isDaily || end === undefined || end.outcome !== "ok" || wasCut(end) || run.overlapped) return;
  if (settings.inUse(end.endedAt).length > 1 || settings.current.dryRun || !run.before) return;
  if (failedAsides(run).size > 0 || run.requests.some(({ status }) => status !== 200)) return;
  // Other troubles may have begun while it ran.
  const first = [...standingNow(truth)].find(([key, how]) => how === "certain" && key.startsWith("stale "))?.[0];
  if (first === undefined) return;
  const sent = world.told.some((told) => told.time >= run.startedAt && saidIn(told).type === "digest");
  if (!sent) verdict.broken("trouble is told", `the daily run ${run.id} sent no digest, and ${first} stands`);
}
