import { isDeepStrictEqual } from "node:util";
import type { Members } from "../../../handlers/core/sheet/shape";
import { readSheet, type Sheet } from "../../../handlers/core/sheet/sheet";
import type { DatabaseRecord } from "../../rds/model";
import type { OwnCopy } from "../ledger";
import type { RunRecord } from "../runs";
import { SOURCE_REGION } from "../scenario";
import type { Truth } from "../truth";
import { lastAnswers } from "./reports";

/**
 * A copy's restore sheet, read back, is the shape that its database had when the copy was started, less what it says is left out. There is
 * none only where RDS did not describe the database, or refused the tags.
 */
export function checkSheet({ snapshot, source, run: id }: OwnCopy, { world, runs, verdict }: Truth): void {
  const broken = (why: string) =>
    verdict.broken("copies know their databases", `${snapshot.id} in ${snapshot.region}: ${why}`);
  const run = runs.running(id);
  const { databases } = world.aws.region(SOURCE_REGION);
  const database = databases[source.kind].get(source.databaseId);
  if (database?.shape === undefined || database.resourceId !== source.databaseResourceId) return;
  const sheet = readSheet(snapshot.tags);
  if (sheet === undefined) {
    if (run && !hasFailed(run, /^(DescribeDB(Instance|Cluster)s|CopyDB(Cluster)?Snapshot)$/))
      broken("it has no restore sheet, though RDS answered all that it was asked");
    return;
  }
  if ("malformed" in sheet) {
    broken(sheet.malformed);
    return;
  }
  const wrong = differences(sheet, database);
  if (wrong.length > 0) broken(`its sheet differs in ${wrong.join(", ")}`);
  if (source.kind === "cluster") {
    const members = [...databases.instance.values()].filter(({ memberOf }) => memberOf === source.databaseId);
    const why = sheet.shape.kind === "cluster" ? ofMembers(sheet, members) : "it is of an instance";
    // Without the list of instances a sweep knows nothing of members.
    if (why && !(run && hasFailed(run, /^DescribeDBInstances$/))) broken(why);
  }
}

/** Whether a call of some kind failed, over the SDK's retries; or hung, which may take all the time that a look has. */
const hasFailed = ({ requests }: RunRecord, calls: RegExp): boolean =>
  [
    ...lastAnswers(requests).filter(({ status }) => status !== 200),
    ...requests.filter(({ status }) => status === 0),
  ].some(({ action }) => calls.test(action));

/** Of what RDS shows of the database itself. An empty list is not told. */
function differences(
  { shape, leftOut }: Sheet,
  { shape: is, copyTagsToSnapshot, optionGroup }: DatabaseRecord,
): string[] {
  const told = {
    ...is,
    copyTagsToSnapshot,
    optionGroup: optionGroup?.startsWith("default:") ? undefined : optionGroup,
  };
  return Object.entries(told).flatMap(([name, value]) => {
    const isNothing = Array.isArray(value) && value.length === 0;
    if (leftOut.includes(name) || isNothing) return [];
    return isDeepStrictEqual(Reflect.get(shape, name), value) ? [] : [name];
  });
}

/** Why the members of a sheet are not those that there are, one by one; undefined if they are. */
function ofMembers({ shape, leftOut }: Sheet, members: readonly DatabaseRecord[]): string | undefined {
  if (shape.kind !== "cluster") return undefined;
  const given = (shape.members ?? []).flatMap(({ count, ...rule }) => Array.from({ length: count }, () => rule));
  const there = members.map(({ shape: one, promotionTier }): Omit<Members, "count"> => {
    const { class: size, parameterGroup } = one?.kind === "instance" ? one : {};
    return { class: size, promotionTier, parameterGroup };
  });
  if (!leftOut.includes("members") && !isDeepStrictEqual(sorted(given), sorted(there))) {
    return `it has the members ${sorted(given)}, there are ${sorted(there)}`;
  }
  for (const name of ["ca", "publiclyAccessible", "minorUpgrades", "monitoringSeconds"] as const) {
    const values = new Set(members.map(({ shape: one }) => one?.[name]));
    const [only] = values;
    const differ = shape.membersDiffer?.includes(name) ?? leftOut.includes("membersDiffer");
    const isRight = values.size <= 1 ? !shape.membersDiffer?.includes(name) && shape[name] === only : differ;
    if (!isRight && !leftOut.includes(name)) return `it says of ${name} what not all its members have`;
  }
  return undefined;
}

const sorted = (members: readonly Omit<Members, "count">[]): string[] =>
  members.map((one) => `${one.class}/${one.promotionTier}/${one.parameterGroup}`).sort();
