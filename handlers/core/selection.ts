import type { Selection } from "../settings/settings";
import type { Database } from "./model";
import { matchesAny } from "./pattern";

/** Why a listed database is not backed up, as a stable code and a sentence. */
export interface Skipped {
  readonly reason: string;
  readonly message: string;
}

/** The RDS API lists DocumentDB and Neptune too (docs/aws-facts.md#other-engines). */
const OTHER_ENGINES = ["docdb", "neptune"];

/**
 * Whether a database is selected: any `include`, no `exclude`, all tags.
 *
 * @returns undefined if it is, else why not
 */
export function notSelected(database: Database, selection: Selection): Skipped | undefined {
  if (database.memberOf !== undefined) {
    return {
      reason: "cluster-member",
      message: `it belongs to the cluster ${database.memberOf}, which is backed up as a whole`,
    };
  }
  if (OTHER_ENGINES.includes(database.engine)) {
    return { reason: "not-rds", message: `its engine, ${database.engine}, is not one of RDS` };
  }
  return notSelectedById(database.id, selection) ?? notSelectedByTags(database, selection);
}

/** The part of the selection that needs the id only. */
export function notSelectedById(id: string, selection: Selection): Skipped | undefined {
  if (matchesAny(selection.include, id) === undefined) {
    return { reason: "not-included", message: "no pattern of `include` matches it" };
  }
  const excluded = matchesAny(selection.exclude, id);
  if (excluded !== undefined) return { reason: "excluded", message: `\`exclude\` has ${excluded}` };
  return undefined;
}

function notSelectedByTags({ tags }: Database, selection: Selection): Skipped | undefined {
  const missing = Object.entries(selection.tags).filter(([key, value]) => tags[key] !== value);
  if (missing.length === 0) return undefined;
  const wanted = missing.map(([key, value]) => `${key} = ${value}`).join(", ");
  return { reason: "tags", message: `it does not have the tags ${wanted}` };
}
