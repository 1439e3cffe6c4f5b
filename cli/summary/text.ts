import type { Trouble } from "../../handlers/core/coverage/model";
import { groupBy } from "../../handlers/core/identity";
import { sentence } from "../../handlers/core/sentence";
import type { Origin } from "../../handlers/core/told/command";
import { moreThan, wrap, wrapped } from "../../handlers/core/told/lines";
import { paragraphs } from "../../handlers/core/told/paragraphs";
import { quotaLine } from "../../handlers/core/told/quota-line";
import { runbookLink } from "../../handlers/core/told/runbook";
import { counted, listed, nameOf } from "../../handlers/core/told/words";
import type { ByReason, Failure, Returned, ToldTrouble } from "../../handlers/run/summary";
import { WIDEST } from "../prose";

/** Characters of troubles, some 60 of them: what is left out is counted, and in `--json`. */
const ROOM = 30_000;
const MOST_FAILURES = 20;
const MOST_NAMES = 10;

/** Of the column of labels. */
const LABEL = 14;

/**
 * What a run returns, for people: what is in trouble comes last, the worst of it first, so that it stands where the eye is.
 *
 * @param columns of the terminal
 * @param origin of whom a command could show more; undefined: nothing is deployed
 */
export function summaryText(returned: Returned, columns: number, origin?: Origin): string {
  const width = Math.min(columns, WIDEST);
  const facts = factsOf(returned).map((fact) => hanging(fact, width));
  const sections = [
    wrapped("", headline(returned, origin), width),
    facts.join("\n"),
    ...failuresIn(returned, width),
    ...troublesIn(returned, width, origin),
  ];
  return `${sections.join("\n\n")}\n`;
}

const RUNS: Readonly<Record<Returned["run"], string>> = {
  daily: "Daily run",
  "follow-up": "Follow-up",
  event: "Run after an event",
  look: "Look of a run that waits",
};

function headline({ run, dry_run, copied, deleted, planned, failed }: Returned, origin: Origin | undefined): string {
  const of = origin === undefined ? "" : ` of ${origin.name} in ${origin.sourceRegion}`;
  if (dry_run) {
    return `${RUNS[run]}${of}, dry: ${counted(total(planned), "action")} planned; nothing was started, deleted or told`;
  }
  return `${RUNS[run]}${of}: ${counted(copied, "copy", "copies")} started, ${deleted} deleted, ${counted(failed.length, "failure")}`;
}

type Fact = readonly [label: string, text: string];

function factsOf(returned: Returned): Fact[] {
  const { dry_run, seen, selected, uncovered, copied, in_progress, deleted, orphaned, held, gib_to_copy } = returned;
  const { planned, deferred, skipped, unseen_target_regions, briefly_seen_kinds } = returned;
  const cannot = uncovered > 0 ? `, ${uncovered} of them cannot be copied` : "";
  const left: Fact[] =
    orphaned > 0
      ? [["Left behind", `${orphaned} of databases that are gone or not selected: nothing deletes them`]]
      : [];
  const holds: Fact[] = held > 0 ? [["Held", `${held} copies, which retention does not delete`]] : [];
  const unseen: Fact[] =
    unseen_target_regions.length > 0
      ? [["Not seen", `${unseen_target_regions.join(", ")}: not in full, so that something may be wrong there unsaid`]]
      : [];
  const brief: Fact[] =
    briefly_seen_kinds.length > 0
      ? [["Seen briefly", `${briefly_seen_kinds.join("s, ")}s: only copies of the newest snapshots, none was missing`]]
      : [];
  return [
    ["Databases", `${seen} listed, ${selected} selected${cannot}`],
    ["Copies", `${dry_run ? "" : `${copied} started, ${deleted} deleted, `}${in_progress} in progress`],
    ...left,
    ...holds,
    ...byReason("Planned", planned),
    ...byReason("Waiting", deferred),
    ...byReason("Left out", skipped),
    ["To be copied", `${gib_to_copy} GiB, as if each were the first of its database`],
    ...agesOf(returned),
    ...quotasOf(returned),
    ...unseen,
    ...brief,
  ];
}

const total = (counts: ByReason): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function byReason(label: string, counts: ByReason): Fact[] {
  const reasons = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return [];
  return [[label, `${total(counts)}: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(", ")}`]];
}

const HOUR = 3600;

function agesOf({ recovery_point_age_seconds: ages }: Returned): Fact[] {
  const each = Object.entries(ages).map(([region, age]) => `${region} ${(age / HOUR).toFixed(1)} h`);
  return each.length > 0 ? [["Greatest age", each.join(", ")]] : [];
}

const quotasOf = ({ manual_snapshots }: Returned): Fact[] =>
  manual_snapshots
    .filter(({ used, needed }) => used + needed > 0)
    .map(({ kind, target_region, allowed, orphaned, full_on, ...places }) => {
      const route = { kind, targetRegion: target_region };
      const fullOn = full_on === null ? undefined : new Date(full_on);
      return ["Quota", quotaLine({ ...places, route, maximum: allowed, oursOrphaned: orphaned, fullOn })];
    });

function hanging([label, text]: Fact, width: number): string {
  const lines = wrap(text, width - LABEL);
  return lines.map((line, index) => `${(index === 0 ? label : "").padEnd(LABEL)}${line}`).join("\n");
}

/** Most failures are troubles too, and told as those. What failed for one reason is one item. */
function failuresIn({ failed, troubles }: Returned, width: number): string[] {
  if (failed.length === 0) return [];
  const told = new Set(troubles.map(identityOf));
  const others = failed.filter((one) => !told.has(identityOf(one)));
  const causes = [...groupBy(others, ({ reason, message, target_region }) => `${reason} ${target_region} ${message}`)];
  const shown = causes.slice(0, MOST_FAILURES).map(([, ofOne]) => ofOne);
  const items = shown.map((ofOne) => {
    const [{ message, target_region }] = ofOne;
    const where = target_region === null ? "" : ` in ${target_region}`;
    return wrapped("- ", `${listed(ofOne.map(nameOf), MOST_NAMES)}${where}: ${sentence(message)}`, width);
  });
  const links = [...new Set(shown.map(([{ reason }]) => `Runbook: ${runbookLink(reason)}`))];
  const below = failed.length - others.length;
  const rest = below === 0 ? "" : below === failed.length ? ", told below" : `, ${below} of them told below`;
  const more = moreThan(MOST_FAILURES, causes.length);
  return [[`FAILED: ${failed.length}${rest}`, ...items, ...more, ...links].join("\n")];
}

const identityOf = ({ kind, database, target_region, reason }: Failure | ToldTrouble): string =>
  JSON.stringify([kind, database, target_region, reason]);

function troublesIn({ troubles, troubles_by_kind }: Returned, width: number, origin: Origin | undefined): string[] {
  const standing = total(troubles_by_kind);
  if (standing === 0) return [wrapped("", "Nothing that this run could see is in trouble.", width)];
  const first = troubles.length < standing ? `, of which ${troubles.length} are known here` : "";
  return [
    `IN TROUBLE: ${counted(standing, "trouble")}${first}`,
    ...paragraphs(troubles.map(asTrouble), origin, { room: ROOM, width }),
  ];
}

const asTrouble = ({ target_region, since, copies: _, ...told }: ToldTrouble): Trouble => ({
  ...told,
  targetRegion: target_region,
  resourceId: undefined,
  since: since === null ? undefined : new Date(since),
});
