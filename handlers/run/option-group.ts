import type { CopyRequest, NewCopy } from "../core/actions";
import { type OptionGroupPlan, withOptionGroup, withOptionGroupThere } from "../core/option-group";
import { type RdsError, toRdsError } from "../rds/errors";
import { isAboutKey } from "./key-refusal";
import { isAboutOptionGroup, mayBeAboutOptionGroup, refusedEitherWay } from "./option-group-refusal";

/** What RDS accepted, and whether it takes the option group along. */
export interface Taken<T> {
  readonly accepted: T;
  readonly optionGroup: boolean;
  /** Refused with the option group, or without it, before. */
  readonly refused: RdsError | undefined;
}

/**
 * Calls RDS with the option group of the database or without it, and if it refuses that the other way, in the same run: a copy that RDS
 * takes in either way is made (decisions/0027-option-groups.md).
 */
export async function inEitherWay<T>(copy: NewCopy, call: (request: CopyRequest) => Promise<T>): Promise<Taken<T>> {
  const { request, optionGroup } = copy;
  if (optionGroup === undefined) return { accepted: await call(request), optionGroup: false, refused: undefined };
  const { atOnce } = optionGroup;
  const without = () => call(request);
  const taking = () => takingIt(request, optionGroup, call);
  try {
    return { accepted: await (atOnce ? taking() : without()), optionGroup: atOnce, refused: undefined };
  } catch (cause) {
    const refused = toRdsError(cause);
    if (!(atOnce ? mayBeAboutOptionGroup(refused) : isAboutOptionGroup(refused, copy))) throw refused;
    try {
      return { accepted: await (atOnce ? without() : taking()), optionGroup: !atOnce, refused };
    } catch (again) {
      throw refusedAgain(copy, refused, toRdsError(again));
    }
  }
}

/** With the group that came with an earlier copy, unless the group is wanted as it is now; or else with a new copy of it. */
async function takingIt<T>(
  request: CopyRequest,
  plan: OptionGroupPlan,
  call: (request: CopyRequest) => Promise<T>,
): Promise<T> {
  if (plan.there !== undefined && !plan.atOnce) {
    try {
      return await call(withOptionGroupThere(request, plan.there));
    } catch (cause) {
      if (!mayBeAboutOptionGroup(toRdsError(cause))) throw cause;
    }
  }
  return call(withOptionGroup(request, plan));
}

/** What counts of two refusals: the option group, unless the later one is of something else, or passes. */
function refusedAgain(copy: NewCopy, first: RdsError, second: RdsError): RdsError {
  if (copy.optionGroup?.atOnce) return isAboutOptionGroup(second, copy) ? refusedEitherWay(second, first) : second;
  const passes = second.code === "transient" || second.code === "invalid-state";
  return passes || !mayBeAboutOptionGroup(second) || isAboutKey(second, copy)
    ? second
    : refusedEitherWay(first, second);
}
