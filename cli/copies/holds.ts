import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from "@aws-sdk/client-rds";
import { COPY_TAGS, MOST_TAGS } from "../../handlers/core/copy-tags";
import { FOREVER } from "../../handlers/core/hold";
import { sentence } from "../../handlers/core/sentence";
import { wrapped } from "../../handlers/core/told/lines";
import { awsProblem } from "../aws-problem";
import { EXIT, type ExitCode, type Stop } from "../exit";
import { printedJson, SCHEMA } from "../options";
import { type Problem, problemOf, tell } from "../problem";
import type { Session } from "../session";
import { untilText } from "./deletion-plan";
import { type CopyFound, findCopies, fitting, unknownIds } from "./find";
import type { CopiesWanted, NewHold } from "./options";
import { namesAmong, rowOf } from "./rows";

const KEYS = [COPY_TAGS.hold, COPY_TAGS.holdReason];

/** @param hold undefined: takes holds off */
export async function changeHolds(
  wanted: CopiesWanted,
  hold: NewHold | undefined,
  json: boolean,
  session: Session,
): Promise<ExitCode> {
  const { terminal } = session;
  const found = await findCopies(wanted, session);
  const asked = fitting(found, wanted);
  const problems: Problem[] = [...found.problems, ...unknownIds(wanted, found, asked)];
  const warnings = [...found.warnings, ...(hold ? asked.flatMap(whyOfNoUse) : [])];
  const changed: { readonly copy: CopyFound; readonly said: string }[] = [];
  const nameOf = namesAmong(asked);
  for (const copy of asked) {
    const refused = hold && (whyGoing(copy) ?? whyFull(copy));
    const failure = refused ?? (await setHold(copy, hold, session.aws));
    if (failure === undefined) changed.push({ copy, said: whatChanged(nameOf(copy), copy, hold) });
    else problems.push(problemOf(nameOf(copy), failure));
  }
  if (json) {
    const copies = changed.map(({ copy }) => ({
      ...rowOf(copy),
      hold: hold ? { ...hold, state: "held" } : null,
      before: rowOf(copy).hold,
    }));
    terminal.out(printedJson({ schema: SCHEMA, copies, warnings, problems }));
  } else {
    for (const { said } of changed) terminal.out(`${wrapped("", said, terminal.columns)}\n`);
    if (hold && hold.until !== FOREVER && changed.length > 0) terminal.out(`${wrapped("", SOON, terminal.columns)}\n`);
  }
  tell({ problems, warnings }, terminal);
  return problems.length > 0 ? EXIT.partly : EXIT.done;
}

/** IAM cannot tell one day from another (decisions/0031-holds.md). */
const SOON =
  "A run that is under way goes by older lists: if one of them was about to be deleted, list them again in 15 minutes. A hold for ever binds at once.";

/** No tag calls a deletion back. */
const whyGoing = ({ condition }: CopyFound): Pick<Stop, "message" | "remedy"> | undefined =>
  condition === "going"
    ? { message: "it is being deleted already", remedy: "hold another: copies list shows all" }
    : undefined;

/** What is held so that it can be restored is of no use if it cannot be. */
const whyOfNoUse = ({ condition, id, snapshot: { region, status } }: CopyFound): string[] =>
  condition === "failed" || condition === "bad"
    ? [sentence(`${id} in ${region} has the status ${status}: a hold keeps it, but nothing can be restored from it`)]
    : [];

function whyFull({ snapshot, details }: CopyFound): Pick<Stop, "message" | "remedy"> | undefined {
  const tags = new Set([...Object.keys(snapshot.tags), ...Object.keys(details.tags), ...KEYS]);
  if (tags.size <= MOST_TAGS) return undefined;
  return {
    message: `a snapshot has ${MOST_TAGS} tags at most, and a hold needs two: ${tags.size - MOST_TAGS} too many`,
    remedy: "take tags of your own off it, and hold it then",
  };
}

async function setHold(
  { snapshot: { arn, region } }: CopyFound,
  hold: NewHold | undefined,
  { rds, deadline }: Session["aws"],
): Promise<Stop | undefined> {
  const options = { abortSignal: deadline.signal };
  try {
    if (hold === undefined) {
      const command = new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: KEYS });
      await deadline.before(rds(region).send(command, options));
    } else {
      const values = [hold.until, hold.why];
      const Tags = KEYS.map((Key, index) => ({ Key, Value: values[index] }));
      await deadline.before(rds(region).send(new AddTagsToResourceCommand({ ResourceName: arn, Tags }), options));
    }
    return undefined;
  } catch (thrown) {
    const action = hold === undefined ? "rds:RemoveTagsFromResource" : "rds:AddTagsToResource";
    return awsProblem(thrown, { action, region });
  }
}

function whatChanged(name: string, { snapshot: { region }, copy }: CopyFound, hold: NewHold | undefined): string {
  const { hold: before } = copy;
  const was =
    before &&
    `${before.state === "held" ? "was" : "was, until it ended,"} held ${untilText(before.until)}${before.why ? ` (${before.why})` : ""}`;
  const where = `${name} in ${region}`;
  if (hold === undefined) {
    return was ? `${where} is not held any more; it ${was}. Retention counts it again.` : `${where} was not held.`;
  }
  return `${where} is held ${untilText(hold.until)}: ${hold.why}${was ? `; it ${was}` : ""}.`;
}
