import { shown } from "../../handlers/core/shown";
import { wrongUsage } from "../exit";
import type { Chosen } from "./choose";
import type { Choices } from "./options";

/** What RDS takes as the name of an instance or a cluster. */
const NAME = /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/;

/**
 * What each database will be called, in the order given.
 *
 * @throws Stop where RDS would refuse a name, or two would have the same
 */
export function newNames(chosen: readonly Chosen[], { names, namePrefix, nameSuffix }: Choices): readonly string[] {
  const problems: string[] = [];
  const taken = new Map<string, string>();
  for (const lost of names.keys()) {
    if (!chosen.some(({ point }) => point.database === lost)) problems.push(`--rename: ${shown(lost)} is not restored`);
  }
  const found = chosen.map(({ point: { kind, database } }) => {
    const name = names.get(database) ?? namePrefix + database + nameSuffix;
    const key = `${kind}/${name}`;
    const other = taken.get(key);
    if (!NAME.test(name)) problems.push(`${shown(name)}, for ${database}, is no name that RDS takes: ${RULE}`);
    if (other !== undefined) problems.push(`${key} would be the name of ${other} and of ${database}`);
    taken.set(key, database);
    return name;
  });
  if (problems.length > 0) throw wrongUsage(problems, "give another name with --rename OLD=NEW");
  return found;
}

const RULE = "1 to 63 lower-case letters, digits and single hyphens, beginning with a letter";
