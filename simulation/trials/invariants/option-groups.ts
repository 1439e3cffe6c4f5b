import type { DatabaseRecord } from "../../rds/model";
import { type Request, type RunRecord, wasCut } from "../runs";
import { SOURCE_REGION } from "../scenario";
import type { Truth } from "../truth";

/** Words and codes of RDS's refusals that are due to an option group which comes along. */
const OF_THE_GROUP = /^(AccessDenied|InvalidParameter|OptionGroupQuotaExceeded|InternalFailure)/;

/**
 * A copy that RDS refuses for its option group is tried the other way in the same run: with it, or without it. Where none may be taken
 * along, none is.
 */
export function checkOptionGroups(run: RunRecord, { settings, verdict }: Truth): void {
  const plans = settings.inUse(run.startedAt);
  const copies = run.requests.filter(({ action }) => action === "CopyDBSnapshot");
  const isOff = plans.every(({ copyOptionGroups }) => copyOptionGroups === "never");
  const who = `${run.function} ${run.id}`;
  if (isOff && copies.some(takesGroup)) verdict.broken("option groups cost no copy", `${who} takes one along`);
  if (!run.end || wasCut(run.end) || plans.some(({ copyOptionGroups }) => copyOptionGroups === "never")) return;
  for (const what of new Set(copies.map(targetOf))) {
    const calls = copies.filter((call) => targetOf(call) === what);
    if (calls.some(({ status }) => status === 200)) continue;
    const without = calls.findLast((call) => !takesGroup(call));
    const withGroup = calls.findLast(takesGroup);
    const lacksGroup = without !== undefined && /target option group/.test(without.message);
    if (lacksGroup && !withGroup) verdict.broken("option groups cost no copy", `${who}: ${what} not with its group`);
    if (withGroup && !without && OF_THE_GROUP.test(withGroup.code)) {
      verdict.broken("option groups cost no copy", `${who}: ${what} not without its group`);
    }
  }
}

const takesGroup = ({ body }: Request): boolean => new URLSearchParams(body).get("CopyOptionGroup") === "true";

const targetOf = ({ region, body }: Request): string =>
  `${region} ${new URLSearchParams(body).get("TargetDBSnapshotIdentifier")}`;

/** Whether RDS would take a copy to a region now, in one way or the other, as far as option groups are concerned. */
export function canBeCopied(
  { optionGroup }: DatabaseRecord,
  region: string,
  { world, settings, scenario }: Pick<Truth, "world" | "settings" | "scenario">,
): boolean {
  const group = world.aws.region(SOURCE_REGION).stock.optionGroups.get(optionGroup ?? "");
  if (!group?.options.some(({ isNeeded }) => isNeeded)) return true;
  if (settings.current.copyOptionGroups === "never" || scenario.optionGroups?.denied) return false;
  const target = world.aws.region(region);
  const isThere = scenario.optionGroups?.copies === "shared" && target.stock.optionGroups.has(group.name);
  const hasRoom = isThere || target.stock.optionGroups.size < target.quotas.optionGroups;
  return hasRoom && group.options.every(({ copying }) => copying === "done");
}
