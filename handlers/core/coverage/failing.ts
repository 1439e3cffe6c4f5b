import type { Fault } from "../actions";
import { targetKey } from "../kms-key";
import type { PlanContext } from "../plan-copy";
import { clause } from "../sentence";
import type { Situation } from "../situation";
import { isInProgress } from "../situation";
import { condition } from "../status";
import type { Deed } from "./seen";

/** Deferred copies of which nothing is known but that their turn has not come: what a run before found may still hold. */
const mayStillFail = ({ outcome }: Deed): boolean => outcome === "deferred" || outcome === "planned";

/** What a run was refused of a database, if a repetition does not mend it. */
export function faultIn(deeds: readonly Deed[]): Fault | undefined {
  const about =
    deeds.find(({ fault, outcome, copy }) => copy && (fault || outcome === "failed")) ?? deeds.find(isFault);
  return about && (about.fault ?? unexplained(about));
}

/** What a run did about a newer copy: what is wrong with one that has ended, or with its deletion, keeps no other from being made. */
export function aboutNextCopy(deeds: readonly Deed[], { copies }: Pick<Situation, "copies">): readonly Deed[] {
  const ended = new Set(copies.flatMap((copy) => (isInProgress(copy) ? [] : copy.snapshot.id)));
  return deeds.filter(({ outcome, snapshot }) => outcome !== "copied" && !(snapshot && ended.has(snapshot)));
}

const isFault = ({ fault, outcome }: Deed): boolean => fault !== undefined || outcome === "failed";

const unexplained = ({ reason, message }: Deed): Fault => ({
  reason,
  cause: clause(message),
  remedy: "each run tries again; if it stays, look for this reason in the runbook",
});

/**
 * Whether a fault that an earlier run found may still stand, though this run found none: a copy is due and was not tried, or it was tried
 * and copies of it have failed since the last that is available.
 */
export function mayBeFailing(
  deeds: readonly Deed[],
  { route, database, copies, newest, newestCopy, unknown }: Situation,
  { settings }: PlanContext,
): boolean {
  if (unknown.length > 0 || deeds.some((deed) => deed.snapshot !== undefined && mayStillFail(deed))) return true;
  const since = newestCopy?.sourceTime.getTime() ?? 0;
  if (copies.some((copy) => condition(copy.snapshot) === "failed" && copy.sourceTime.getTime() > since)) return true;
  // A copy that RDS made without the key it was to have, as that could not be used, does not show why.
  const key = targetKey(settings.targetKmsKeys[route.targetRegion], database.id);
  const current = copies.filter(isInProgress).at(-1) ?? newestCopy;
  return (
    key !== undefined &&
    newest?.encryption === "sse-rds" &&
    current !== undefined &&
    current.snapshot.encryption !== "kms"
  );
}
