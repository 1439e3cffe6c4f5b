import { troublesOf } from "../../handlers/core/coverage/troubles";
import { causesOf } from "../../handlers/core/told/causes";
import { hindering } from "../../handlers/core/told/hindering";
import { wrapped } from "../../handlers/core/told/lines";
import { paragraphs } from "../../handlers/core/told/paragraphs";
import { counted, moment } from "../../handlers/core/told/words";
import type { Paint } from "../colour";
import { originOf } from "../deployments/origin";
import { problemBullets } from "../problem";
import { bullets, WIDEST } from "../prose";
import { table } from "../table";
import { colourOf, columnsFor } from "./columns";
import { copiesOfWhom } from "./copies-alone";
import type { Seen, Status } from "./model";
import { rowsOf } from "./rows";
import { isWell, STATES } from "./state";
import { headline, overall, type Verdict, verdictOn } from "./verdict";

/** More that are well are counted. */
const MOST_WELL = 50;

/** Characters of causes, some thirty of them, unless all are wanted: the table has whose they are. */
const ROOM = 15_000;

export interface Layout {
  readonly columns: number;
  readonly paint: Paint;
  /** Whether to show all that are well and all causes, however many. */
  readonly all: boolean;
}

export interface Asked {
  readonly region: string;
  readonly now: Date;
}

/** The answer for people: what matters first, then the databases, the worst first, then causes and remedies. */
export function statusText({ statuses, notFound, unreadable }: Seen, { region, now }: Asked, layout: Layout): string {
  const width = Math.min(layout.columns, WIDEST);
  const judged = statuses.map((status) => ({ status, verdict: verdictOn(status), name: status.deployment.name }));
  const illFirst = judged.sort((a, b) => Number(a.verdict.isWell) - Number(b.verdict.isWell));
  const isAlone = statuses.some(({ settings }) => settings === undefined);
  const sections = [
    ...problemBullets("DEPLOYMENTS THAT COULD NOT BE READ", unreadable, width),
    ...(statuses.length > 1
      ? [wrapped("", overall(judged.map(({ name, verdict }) => ({ name, isWell: verdict.isWell }))), width)]
      : []),
    ...(isAlone ? [wrapped("", copiesOfWhom(statuses, region), width)] : []),
    ...illFirst.map(({ status, verdict }) => oneText(status, verdict, layout, width)),
    ...problemBullets("NOT FOUND", notFound, width),
    `Looked at ${moment(now)}.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function oneText(status: Status, verdict: Verdict, layout: Layout, width: number): string {
  const { coverage, deployment, settings, unread, notes } = status;
  const standing = troublesOf(coverage);
  const worst = STATES.find((state) => (verdict.inState.get(state) ?? 0) > 0);
  const colour = verdict.isWell ? "green" : ((worst && colourOf(worst)) ?? "yellow");
  const room = layout.all ? Number.POSITIVE_INFINITY : ROOM;
  // Where the source region may be gone, its log is no help.
  const origin = settings && originOf(deployment);
  return [
    wrapped("", headline(status, verdict), width)
      .split("\n")
      .map((line) => layout.paint(line, colour))
      .join("\n"),
    ...tableOf(status, layout),
    ...(standing.length > 0
      ? [
          `IN TROUBLE: ${counted(standing.length, "trouble")} of ${counted(causesOf(standing).length, "cause")}`,
          ...paragraphs(standing, origin, { room, width }),
        ]
      : []),
    ...bullets("MAY HINDER A RESTORE", hindering(coverage.databases), width),
    ...problemBullets("COULD NOT BE READ", unread, width),
    ...bullets("NOTES", notes, width),
  ].join("\n\n");
}

function tableOf({ coverage, maxAgeHours }: Status, { columns, paint, all }: Layout): string[] {
  const rows = rowsOf(coverage);
  const well = rows.filter(({ state }) => isWell(state));
  const isShort = all || well.length <= MOST_WELL;
  const shown = isShort ? rows : rows.filter(({ state }) => !isWell(state));
  const more = isShort ? [] : [`${well.length} ${shown.length > 0 ? "more " : ""}are well: --all shows them.`];
  const drawn =
    shown.length > 0 ? [table(shown, columnsFor(shown, columns, maxAgeHours, paint), columns).trimEnd()] : [];
  return drawn.length + more.length > 0 ? [[...drawn, ...more].join("\n")] : [];
}
