import { alphabetical } from "../alphabetical";
import type { Coverage, Covered, Trouble } from "../coverage/model";
import { standingIn } from "../coverage/troubles";
import { groupBy } from "../identity";
import type { Kind } from "../model";
import { OPTION_GROUP_QUOTA } from "../option-group";
import type { QuotaUse } from "../quota";
import { sentence } from "../sentence";
import { shortened } from "../shown";
import type { Origin } from "./command";
import { hindering } from "./hindering";
import { moreThan, wrapped } from "./lines";
import { header, type Message, messageIn } from "./message";
import { hash } from "./message-id";
import { notificationOf } from "./notification";
import { paragraphs } from "./paragraphs";
import { quotaLine } from "./quota-line";
import { runbookLink } from "./runbook";
import { subjectOfDigest } from "./subject";
import { troubleId } from "./trouble-id";
import { counted, listed, moment, nameOf, notKnownToBeOver } from "./words";

/** What a digest says beside the coverage, as far as it is known. */
export interface DigestFacts {
  /** Number of troubles that were told before, and of which this run cannot say whether they stand. */
  readonly unsure?: number;
  readonly quotas?: readonly QuotaUse[];
  /** A sentence for each key and engine version of which nothing is known. */
  readonly unknownNeeds?: readonly string[];
  /** Copies that retention has deleted in this run, of databases of which more than usual went. */
  readonly deleted?: readonly Leaving[];
  /** Databases whose newest backup is younger than the daily run, which comes before the end of their backup window. */
  readonly backedUpLater?: readonly { readonly kind: Kind; readonly database: string }[];
}

/** Copies of a database that have gone, or are going to. */
export type Leaving = Pick<Covered, "route" | "database" | "deletions">;

const ROOM = 3_100;
const MOST_ROWS = 10;
const MOST_IDS = 3;

const MOST_HOLDS = 5;

const HOW_TO_HOLD = "npx rds-cross-region-backup copies hold, whose --help has examples";

/**
 * What stands, and what is going to happen, once a day; undefined if nothing stands and no more is deleted than new copies make
 * superfluous. It has ids only, nothing of what is in databases or their tags.
 */
export function digestOf(coverage: Coverage, facts: DigestFacts, origin: Origin, now: Date): Message | undefined {
  const standing = standingIn(coverage);
  const { unsure = 0 } = facts;
  const leaving = coverage.databases.filter(isLosingMore);
  const deleted = facts.deleted ?? [];
  const ended = holdsEnded(coverage, now);
  const warned = coverage.databases.filter(({ warnings }) => warnings.length > 0);
  if ([standing, leaving, deleted, ended, warned].every(({ length }) => length === 0)) return undefined;
  const id = hash([
    `digest ${now.toISOString().slice(0, 10)}`,
    ...standing.map((one) => troubleId(one, one.resourceId, one.trouble)),
    ...[...leaving, ...deleted].flatMap(({ deletions }) => deletions),
    ...ended.map(({ id: copy, until }) => `${copy} ${until}`),
    ...warned.flatMap(({ route, resourceId, warnings }) =>
      warnings.map(({ reason, about }) => [route.kind, route.targetRegion, resourceId, reason, about].join(" ")),
    ),
  ]);
  const title = subjectOfDigest(origin, {
    troubles: standing.length,
    leaving: copiesIn(leaving),
    hindered: warned.length,
    endedHolds: ended.length,
  });
  const holds = endedHolds(ended);
  const sections = [
    `${header(origin)}\nDaily digest, ${moment(now)}`,
    ...inTrouble(standing, origin, ROOM - holds.join().length),
    ...(unsure > 0 ? [wrapped("", notKnownToBeOver(unsure))] : []),
    ...unread(coverage),
    ...hindered(warned),
    ...goingCopies("RETENTION HAS DELETED MORE THAN USUAL", deleted, ""),
    ...goingCopies("THE NEXT DAILY RUN DELETES MORE THAN USUAL", leaving, TO_KEEP),
    ...holds,
    ...quotas(facts.quotas ?? []),
    ...list("OPTION GROUPS THAT COPIES HAVE BROUGHT", broughtGroups(coverage).map(sentence)),
    ...list("NOT KNOWN WHETHER COPIES CAN BE RESTORED", (facts.unknownNeeds ?? []).map(sentence), ["need-unknown"]),
    ...late(facts.backedUpLater ?? []),
  ];
  const news = { type: "digest", id, title, troubles: standing, over: [], standing, unsure } as const;
  return messageIn(sections, notificationOf(news, origin));
}

/** One superfluous copy is what each new copy makes. */
export const isLosingMore = ({ deletions: { length } }: Leaving): boolean => length > 1;

const copiesIn = (rows: readonly Leaving[]): number => rows.reduce((sum, row) => sum + row.deletions.length, 0);

function inTrouble(standing: readonly Trouble[], origin: Origin, room: number): string[] {
  if (standing.length === 0) return ["IN TROUBLE: nothing that this run could see"];
  return [`IN TROUBLE: ${counted(standing.length, "trouble")}`, ...paragraphs(standing, origin, { room })];
}

/** What people can make or choose on the day. */
const hindered = (rows: readonly Covered[]): string[] =>
  list("MAY HINDER A RESTORE", hindering(rows), [
    ...new Set(rows.flatMap(({ warnings }) => warnings.map(({ reason }) => reason))),
  ]);

/** Where nothing is known, nothing in trouble is no good news. */
function unread({ routes }: Coverage): string[] {
  const closed = routes
    .filter(({ reach }) => reach === "none")
    .map(({ route }) => `${route.kind}s in ${route.targetRegion}`);
  return list("NOT KNOWN, AS IT COULD NOT BE READ", closed.map(sentence));
}

const TO_KEEP = `If you have not lowered retention, find out why before that run. To keep a copy: ${HOW_TO_HOLD}. Runbook: ${runbookLink("past-retention")}`;

/** Each hold that has ended while its copy stays for that, so that nobody learns of it by the deletion (decisions/0031-holds.md). */
const holdsEnded = ({ databases }: Coverage, now: Date) =>
  databases.flatMap(({ endedHolds: holds, ...row }) =>
    holds.filter(({ countsFrom }) => countsFrom > now).map((hold) => ({ ...hold, row })),
  );

function endedHolds(ended: ReturnType<typeof holdsEnded>): string[] {
  if (ended.length === 0) return [];
  const lines = ended.slice(0, MOST_HOLDS).map(({ id, until, countsFrom, row: { route, database, selected } }) => {
    const then = selected ? `counted from ${moment(countsFrom).split(",")[0]} on` : "not selected: it stays";
    const whose = `${nameOf({ kind: route.kind, database })} in ${route.targetRegion}`;
    return wrapped("- ", sentence(`${shortened(id)}, held until ${until} (${whose}): ${then}`));
  });
  const text = `Retention counts such a copy like any other from the day on that stands beside it. To hold one anew: ${HOW_TO_HOLD}.`;
  return [["HOLDS THAT HAVE ENDED", ...lines, ...moreThan(MOST_HOLDS, ended.length), wrapped("", text)].join("\n")];
}

function goingCopies(heading: string, rows: readonly Leaving[], advice: string): string[] {
  if (rows.length === 0) return [];
  const lines = rows
    .slice(0, MOST_ROWS)
    .map(({ route, database, deletions }) =>
      wrapped(
        "- ",
        `${nameOf({ kind: route.kind, database })} in ${route.targetRegion}: ${listed(deletions.map(shortened), MOST_IDS)}`,
      ),
    );
  const all = [
    wrapped("", `${heading}: ${copiesIn(rows)} copies`),
    ...lines,
    ...moreThan(MOST_ROWS, rows.length),
    ...(advice ? [wrapped("", advice)] : []),
  ];
  return [all.join("\n")];
}

/** The fullest first, where RDS has told how many there may be. */
function quotas(uses: readonly QuotaUse[]): string[] {
  const isOfConcern = ({ used, needed }: QuotaUse) => used > 0 || needed > 0;
  const known = uses
    .filter(isOfConcern)
    .flatMap(({ maximum, ...use }) => (maximum === undefined ? [] : { ...use, maximum }));
  const lines = known.sort((a, b) => b.used / b.maximum - a.used / a.maximum).map(quotaLine);
  return list("MANUAL SNAPSHOTS, OF WHAT THE ACCOUNT ALLOWS", lines.map(sentence));
}

/** How many there are in a region nobody has counted: RDS may make one for each copy (docs/aws-facts.md#option-groups). */
const broughtGroups = ({ databases }: Coverage): string[] =>
  [...groupBy(databases, ({ route }) => route.targetRegion)].flatMap(([region, rows]) => {
    const having = rows.filter(({ optionGroups }) => optionGroups.length > 0);
    if (having.length === 0) return [];
    const all = having.flatMap(({ optionGroups }) => optionGroups);
    const names = [...new Set(all.flatMap((name) => name ?? []))].sort(alphabetical);
    const called = names.length > 0 ? ` (${listed(names.map(shortened), MOST_IDS)})` : "";
    const copies = `${counted(all.length, "kept copy", "kept copies")} of ${counted(having.length, "database")}`;
    return `${region}: ${copies}${called}. The groups stay when the copies go; an account may have 20 in a region (${OPTION_GROUP_QUOTA}) unless that was raised`;
  });

function late(databases: NonNullable<DigestFacts["backedUpLater"]>): string[] {
  if (databases.length === 0) return [];
  const names = listed(databases.map(nameOf), MOST_ROWS);
  const text = `BACKED UP AFTER THE DAILY RUN: ${names}. Their backups are copied by events and follow-ups; to have the daily run after them, name their windows in backup_windows, or set schedule_expression later.`;
  return [wrapped("", text)];
}

/** @param items sentences */
function list(heading: string, items: readonly string[], reasons: readonly string[] = []): string[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, MOST_ROWS).map((item) => wrapped("- ", item));
  const links = reasons.map((reason) => `Runbook: ${runbookLink(reason)}`);
  return [[heading, ...lines, ...moreThan(MOST_ROWS, items.length), ...links].join("\n")];
}
