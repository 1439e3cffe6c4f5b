import type { Database } from "../core/model";
import { withMembers } from "../core/sheet/members";
import { lookWithin } from "../rds/deadline";
import { toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";
import type { Run } from "./run";

/** A source region that does not answer may not take the time that the copy needs. */
const AT_MOST_MS = 20_000;

/**
 * A database with the tags that a copy inherits where its snapshot has none, and with its shape, for the restore sheet. Asked for only
 * where something is copied, as it costs a call for an instance and two for a cluster. A copy can do without each, so a call that fails
 * is no failure of the run: the copy says it.
 */
export async function described(database: Database, run: Run): Promise<Database> {
  const { kind, id, resourceId, shape } = database;
  const service = run.services[kind];
  const [listed, members] = await Promise.all([
    shape ? { items: [database] } : answered(service.listDatabases(id), "the database", run),
    answered(service.listMembers(id), "its instances", run),
  ]);
  if (typeof listed === "string") return { ...database, shapeUnknown: listed };
  const one = listed.items.find((found) => found.id === id && found.resourceId === resourceId);
  if (one === undefined) return { ...database, shapeUnknown: "RDS does not list the database any more" };
  if (typeof members === "string") return { ...database, tags: one.tags, shape: one.shape, membersUnknown: members };
  const [whole] = withMembers([one], members.items);
  return { ...database, tags: one.tags, shape: whole?.shape };
}

/** @returns a text: why it is not known */
async function answered(
  list: Promise<Listing<Database>>,
  what: string,
  { deployment }: Pick<Run, "deployment">,
): Promise<Listing<Database> | string> {
  try {
    return await lookWithin(AT_MOST_MS, () => list);
  } catch (cause) {
    const { awsCode, message } = toRdsError(cause);
    return `RDS did not describe ${what} in ${deployment.sourceRegion}: ${awsCode}: ${message}`;
  }
}
