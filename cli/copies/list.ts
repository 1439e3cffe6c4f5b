import { EXIT, type ExitCode } from "../exit";
import { printedJson, SCHEMA } from "../options";
import { tell } from "../problem";
import type { Session } from "../session";
import { whyOrphaned } from "./deletion-plan";
import { factsOf } from "./facts";
import { type CopiesFound, findCopies, fitting } from "./find";
import type { CopiesWanted } from "./options";
import { copiesTable, rowOf } from "./rows";

export async function listCopies(wanted: CopiesWanted, json: boolean, session: Session): Promise<ExitCode> {
  const { terminal } = session;
  const found = await findCopies(wanted, session);
  const fit = fitting(found, wanted);
  const facts = wanted.orphaned ? await factsOf(fit, session) : undefined;
  const shown = facts ? fit.filter((one) => whyOrphaned(one, facts) !== undefined) : fit;
  const rows = shown.map(rowOf);
  const warnings = [...found.warnings, ...(facts?.warnings ?? [])];
  if (json)
    terminal.out(
      printedJson({ schema: SCHEMA, regions: found.regions, copies: rows, warnings, problems: found.problems }),
    );
  else if (rows.length > 0) terminal.out(copiesTable(rows, terminal.columns));
  else terminal.err(`There are no such copies in ${found.regions.join(", ")}${orWhere(wanted, found)}.\n`);
  tell({ problems: found.problems, warnings }, terminal);
  // What could not be asked may be what makes a copy one that was asked for.
  const isWhole = found.problems.length === 0 && (facts?.warnings ?? []).length === 0;
  return isWhole ? EXIT.done : EXIT.partly;
}

/** Of a region that was named by mistake nothing else tells that it is the wrong one. */
const orWhere = ({ targetRegions }: CopiesWanted, { sourceRegion, warnings }: CopiesFound): string =>
  targetRegions === undefined && sourceRegion === undefined && warnings.length === 0
    ? ", and no deployment: name the region of the databases with --region, or that of the copies with --target-region"
    : "";
