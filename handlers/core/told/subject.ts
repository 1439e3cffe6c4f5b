import type { Trouble } from "../coverage/model";
import { causesOf, countOf, crowdOf, namesOf, regionsOf, whoOf } from "./causes";
import type { Origin } from "./command";
import type { Changes } from "./compare";
import { counted, nameOf, WORDS } from "./words";

/** What Amazon SNS takes (docs/aws-facts.md#messages): fewer than 100 ASCII characters, without control characters. */
const LONGEST = 99;

/** The worst of what has begun, and how many more databases there are: `orders in eu-central-1 has no fresh copy, and 3 more`. */
export function subjectOfNews(news: readonly Trouble[]): string {
  const [cause] = causesOf(news);
  if (cause === undefined) return fitted("", "nothing has begun", "");
  const [worst] = cause.kinds;
  const named = new Set(worst.map(whoOf));
  const more = countOf(news.filter((one) => !named.has(whoOf(one))));
  return fitted(namesIn(worst), whatOf(worst), more > 0 ? `, and ${more} more` : "");
}

/** What is over, and never without what still stands: `over: orders in eu-central-1, 2 still in trouble`. */
export function subjectOfOver({ over, standing, unsure }: Changes): string {
  const [first] = over;
  const who = first
    ? `over: ${nameOf({ ...first, ...first.route })} in ${first.route.targetRegion}`
    : "over: many troubles of one kind";
  const more = over.length > 1 ? ` and ${over.length - 1} more` : "";
  const left = standing.length > 0 ? `, ${counted(standing.length, "trouble")} left` : "";
  return fitted(who, more, left || (unsure > 0 ? `, ${unsure} not known` : ""));
}

/** The record of what was told before is gone, and nothing is to be named. */
export const subjectOfLoss = ({ standing }: Changes): string =>
  fitted(
    "what was told before was lost",
    standing.length > 0 ? `, ${counted(standing.length, "trouble")} may pass` : "; nothing seen in trouble now",
    "",
  );

/** How many there are of what a digest tells. */
interface Counts {
  readonly troubles: number;
  /** Copies that are going to be deleted. */
  readonly leaving: number;
  /** Databases whose restore something may hinder. */
  readonly hindered: number;
  /** Copies whose hold has ended, and which people may hold anew. */
  readonly endedHolds: number;
}

/** `Digest of prod in eu-west-1: 3 troubles, 12 copies to be deleted` */
export function subjectOfDigest(
  { name, sourceRegion }: Pick<Origin, "name" | "sourceRegion">,
  { troubles, leaving, hindered, endedHolds }: Counts,
): string {
  const all = [
    ...(troubles > 0 ? [counted(troubles, "trouble")] : []),
    ...(leaving > 0 ? [`${leaving} copies to be deleted`] : []),
    ...(endedHolds > 0 ? [`${counted(endedHolds, "hold")} ended`] : []),
    ...(hindered > 0 ? [`${counted(hindered, "database")} with warnings`] : []),
  ];
  const what = all.join(", ") || "copies deleted";
  return fitted(`Digest of ${name} in ${sourceRegion}`, ": ", what);
}

function namesIn(cause: readonly Trouble[]): string {
  const [region, ...others] = regionsOf(cause);
  const names = [...new Set(cause.map(nameOf))];
  const where = others.length > 0 ? `${others.length + 1} regions` : region;
  return `${names.length === 1 ? names[0] : crowdOf(cause)} in ${where}`;
}

function whatOf(cause: readonly Trouble[]): string {
  const [first] = cause;
  if (first === undefined) return "";
  const { one, many } = WORDS[first.trouble];
  return namesOf(cause).length === 1 && first.database !== "*" ? ` ${one}` : ` ${many}`;
}

/** What can be shortened is whose trouble it is. */
function fitted(who: string, what: string, end: string): string {
  const room = LONGEST - what.length - end.length;
  const short = who.length <= room ? who : `${who.slice(0, room - 3)}...`;
  return `${short}${what}${end}`.replace(/[^\x20-\x7e]/g, "?").trim();
}
