import { holdOf, isHeld } from "../../handlers/core/hold";
import { toRdsError } from "../../handlers/rds/errors";
import { RDS_ACTIONS } from "../actions";
import { awsProblem } from "../aws-problem";
import { servicesOf } from "../estate/services";
import type { Stop } from "../exit";
import { type Problem, problemOf } from "../problem";
import type { Session } from "../session";
import { heldText } from "./deletion-plan";
import type { CopyFound } from "./find";
import { copiesText } from "./rows";

/** What is to be deleted, and why something else that was shown is not any more. */
export interface Going {
  readonly going: readonly CopyFound[];
  readonly problems: readonly Problem[];
}

interface Deleted {
  /** ARNs. */
  readonly gone: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

export const NOTHING: Deleted = { gone: new Set(), problems: [] };

/** More would only be throttled (docs/aws-facts.md#api-rate). */
const AT_ONCE = 4;

/** Deletes copies, some at once, until one refusal is likely to be that of all. */
export async function deleteAll(
  { going, problems: before }: Going,
  { aws, progress, terminal }: Session,
): Promise<Deleted> {
  const gone = new Set<string>();
  const problems = [...before];
  const open = going.values();
  let isOver = false;
  let done = 0;
  const work = async () => {
    for (const found of open) {
      const refusal = await deleteOne(found, aws, terminal.now());
      progress.say(`Deleted ${++done} of ${going.length} …`);
      if (refusal === undefined) gone.add(found.snapshot.arn);
      else problems.push(problemOf(found.id, refusal));
      isOver ||= refusal?.isOfAll === true;
      if (isOver) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  progress.end();
  const left = going.length - done;
  if (left > 0)
    problems.push({
      of: copiesText(left),
      cause: "not tried any more, after that",
      remedy: "give the same command again",
    });
  return { gone, problems };
}

interface Refusal extends Pick<Stop, "message" | "remedy"> {
  /** Whether it may refuse others too: a permission, the connection. What RDS says of a state is about one copy. */
  readonly isOfAll: boolean;
}

async function deleteOne(
  { kind, id, snapshot: { region, arn }, maker }: CopyFound,
  aws: Session["aws"],
  now: Date,
): Promise<Refusal | undefined> {
  const service = servicesOf(maker, aws)[kind];
  let action = "rds:ListTagsForResource";
  try {
    // Among hundreds, it may have been held since they were listed.
    const hold = holdOf(await service.readTags(region, arn), now);
    if (hold && isHeld({ hold })) return { message: `it stays after all: ${heldText(hold)}`, isOfAll: false };
    action = RDS_ACTIONS[kind].delete;
    await service.delete(region, id);
    return undefined;
  } catch (thrown) {
    const { code } = toRdsError(thrown);
    // A call whose answer was lost has deleted it, or another.
    if (code === "not-found") return undefined;
    const { message, remedy } = awsProblem(thrown, { action, region });
    return { message, remedy, isOfAll: code !== "invalid-state" };
  }
}
