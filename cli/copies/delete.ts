import { groupBy } from "../../handlers/core/identity";
import { sentence } from "../../handlers/core/sentence";
import { wrapped } from "../../handlers/core/told/lines";
import { EXIT, type ExitCode, Stop } from "../exit";
import { printedJson, SCHEMA } from "../options";
import { type Problem, tell } from "../problem";
import type { Session } from "../session";
import { type Column, table } from "../table";
import { deleteAll, type Going, NOTHING } from "./delete-all";
import { type Fate, planDeletion } from "./deletion-plan";
import { factsOf, type SourceFacts } from "./facts";
import { type CopiesFound, findCopies, fitting, unknownIds } from "./find";
import type { CopiesWanted } from "./options";
import { copiesText, namesAmong, rowOf } from "./rows";

export interface DeleteRequest {
  readonly wanted: CopiesWanted;
  /** Whether nobody is to be asked. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** Shows what goes, asks, looks again, and deletes what still may go. */
export async function deleteCopies(request: DeleteRequest, session: Session): Promise<ExitCode> {
  const { wanted } = request;
  const { terminal } = session;
  const { found, facts, fates } = await look(wanted, session);
  const going = fates.filter(({ goes }) => goes);
  const problems = [
    ...found.problems,
    ...unknownIds(
      wanted,
      found,
      fates.map((fate) => fate.found),
    ),
  ];
  const warnings = [...found.warnings, ...facts.warnings];
  const plan = fates.length > 0 ? planText(fates, terminal.columns) : "";
  const isAsked = terminal.ask !== undefined && !request.yes && going.length > 0;
  if (!request.json) terminal.out(plan);
  // Who is asked must have seen it, wherever the answer goes.
  if (isAsked && (request.json || !terminal.isScreen)) terminal.err(plan);
  tell({ problems: [], warnings }, terminal);
  const unconfirmed = going.length > 0 ? await confirm(going, request, session) : undefined;
  const isDone = going.length === 0 || unconfirmed !== undefined;
  const deleted = isDone ? NOTHING : await deleteAll(await stillGoing(going, wanted, session), session);
  problems.push(...deleted.problems);
  if (request.json) {
    terminal.out(
      printedJson({
        schema: SCHEMA,
        copies: fates.map(({ found: one, goes, why }) => ({
          ...rowOf(one),
          goes,
          why,
          deleted: deleted.gone.has(one.snapshot.arn),
        })),
        warnings,
        problems,
      }),
    );
  } else if (unconfirmed === undefined) {
    terminal.out(`${resultText(deleted.gone.size, going.length)}\n`);
  }
  tell({ problems, warnings: [] }, terminal);
  if (unconfirmed) throw unconfirmed;
  // What could not be asked may be what makes a copy one that was asked for.
  const isKnown = facts.warnings.length === 0 || !(wanted.orphaned || wanted.deploymentGone);
  return problems.length === 0 && isKnown ? EXIT.done : EXIT.partly;
}

interface Look {
  readonly found: CopiesFound;
  readonly facts: SourceFacts;
  readonly fates: readonly Fate[];
}

/** What would be deleted at this moment. Which copies are meant is nothing to guess. */
async function look(wanted: CopiesWanted, session: Session): Promise<Look> {
  const found = await findCopies(wanted, session, { mayGuess: false });
  const asked = fitting(found, wanted);
  const facts = await factsOf(asked, session);
  return { found, facts, fates: planDeletion(asked, found, wanted, facts) };
}

/** By what happens to them, and why: the reason is never cut. */
function planText(fates: readonly Fate[], width: number): string {
  const nameOf = namesAmong(fates.map(({ found }) => found));
  const columns: readonly Column<Fate>[] = [
    { title: "COPY", of: ({ found }) => nameOf(found), atLeast: 26 },
    { title: "REGION", of: ({ found }) => found.snapshot.region },
    { title: "GIB", of: ({ found }) => String(found.snapshot.sizeGib), align: "right" },
  ];
  const going = fates.filter(({ goes }) => goes);
  const stays = fates.length - going.length;
  const gib = going.reduce((sum, { found }) => sum + found.snapshot.sizeGib, 0);
  const total = `${copiesText(going.length)} to be deleted, of ${gib} GiB before compression and sharing; ${stays} ${stays === 1 ? "stays" : "stay"}.`;
  const groups = [...groupBy(fates, ({ goes, why }) => `${goes} ${why}`).values()].map((ofOne) => {
    const [{ goes, why }] = ofOne;
    return `${wrapped(goes ? "GOES: " : "STAYS: ", why, width)}\n${table(ofOne, columns, width)}\n`;
  });
  return `${groups.join("")}${wrapped("", total, width)}\n`;
}

/** @returns why nothing may be deleted: a person does not want it, or nobody can be asked */
async function confirm(
  going: readonly Fate[],
  { yes }: DeleteRequest,
  { terminal }: Session,
): Promise<Stop | undefined> {
  if (yes) return undefined;
  if (terminal.ask === undefined) {
    return new Stop(
      EXIT.usage,
      "Nothing was deleted: there is nobody to ask",
      "add --yes, once you have read what goes",
    );
  }
  const databases = [...new Set(going.map(({ found }) => found.database))];
  const [name = ""] = databases;
  const wanted = databases.length === 1 ? name : "yes";
  const answer = await terminal.ask(`This cannot be undone. Type ${wanted} to delete ${copiesText(going.length)}: `);
  return answer.trim() === wanted ? undefined : new Stop(EXIT.usage, "Nothing was deleted, as you did not confirm it");
}

/** A person may have read for long: what is held by now, or is the last one, stays after all. */
async function stillGoing(going: readonly Fate[], wanted: CopiesWanted, session: Session): Promise<Going> {
  const now = await look(wanted, session);
  const known = new Map(now.fates.map((fate) => [fate.found.snapshot.arn, fate]));
  const problems: Problem[] = [...now.found.problems];
  const still = going.flatMap(({ found }) => {
    const fate = known.get(found.snapshot.arn);
    if (!fate?.goes) problems.push({ of: found.id, cause: `it stays after all: ${fate?.why ?? NOT_SEEN}`, remedy: "" });
    return fate?.goes ? [fate.found] : [];
  });
  return { going: still, problems };
}

const NOT_SEEN = "it is not listed any more, or no reason is left to delete it";

function resultText(deleted: number, going: number): string {
  if (going === 0) return sentence("Nothing is to be deleted");
  return sentence(`Deleted ${deleted === going ? copiesText(deleted) : `${deleted} of ${copiesText(going)}`}`);
}
