import type { Trouble } from "../coverage/model";
import { sentence } from "../sentence";
import { causesOf, namesOf, regionsOf } from "./causes";
import type { Origin } from "./command";
import type { Changes, Ended } from "./compare";
import { runbookLink } from "./runbook";
import { troubleId } from "./trouble-id";
import { counted, listed, nameOf, notKnownToBeOver, WORDS } from "./words";

/** A custom notification of Amazon Q Developer in chat applications, with our own fields in `additionalContext` (docs/messages.md). */
export interface Notification {
  readonly version: "1.0";
  readonly source: "custom";
  readonly id: string;
  readonly content: {
    readonly textType: "client-markdown";
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly summary: string;
    readonly eventType: string;
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** Version of our own fields. Within one, fields are added only. */
const SCHEMA = "1";

/** A chat shows a few lines; what it takes is not documented (docs/aws-facts.md#custom-notifications). */
const MOST_CAUSES = 5;
const MOST_NAMES = 10;
const MOST_TROUBLES = 50;

/** What is told. */
export interface News extends Partial<Pick<Changes, "notKnown">> {
  readonly type: "changes" | "digest";
  readonly id: string;
  readonly title: string;
  /** What this message names. */
  readonly troubles: readonly Trouble[];
  readonly over: readonly Ended[];
  /** All that stands now. */
  readonly standing: readonly Trouble[];
  /** With troubles that a run is unsure of, 0 standing is no all-clear. */
  readonly unsure: number;
}

export function notificationOf(news: News, { name, account, sourceRegion }: Origin): Notification {
  const { type, id, title, troubles, over, standing, unsure, notKnown } = news;
  const causes = causesOf(troubles);
  const lines = causes.slice(0, MOST_CAUSES).flatMap(({ kinds, troubles: [first] }) => [
    ...kinds.map((ofKind) => {
      const where = regionsOf(ofKind).length === 1 ? ` in ${regionsOf(ofKind)[0]}` : "";
      return `*${WORDS[ofKind[0].trouble].heading}${where}*: ${listed(namesOf(ofKind), MOST_NAMES)}`;
    }),
    `Why: ${sentence(first.cause)}`,
  ]);
  const more = causes.slice(MOST_CAUSES).flatMap(({ troubles: ofOne }) => ofOne).length;
  const regions = [...regionsOf(troubles), ...over.map(({ route }) => route.targetRegion)];
  const ends = over.map(
    ({ route, database, trouble }) =>
      `${nameOf({ kind: route.kind, database })} in ${route.targetRegion} (${WORDS[trouble].heading})`,
  );
  return {
    version: "1.0",
    source: "custom",
    id,
    content: {
      textType: "client-markdown",
      title,
      description: [
        ...lines,
        ...(more > 0 ? [`And ${counted(more, "more trouble")}.`] : []),
        ...(ends.length > 0 ? [`*Over*: ${listed(ends, MOST_NAMES)}`] : []),
        `Standing now: ${counted(standing.length, "trouble")}.${notKnownToBeOver(unsure)}`,
      ].join("\n"),
      nextSteps: [...new Set(causes.slice(0, MOST_CAUSES).map(({ troubles: [first] }) => step(first)))],
      keywords: [...new Set([name, sourceRegion, ...regions])].slice(0, 10),
    },
    metadata: {
      summary: title,
      eventType: `rds-cross-region-backup/${type}`,
      additionalContext: {
        schema: SCHEMA,
        type,
        message_id: id,
        deployment: name,
        account,
        source_region: sourceRegion,
        troubles: JSON.stringify(troubles.slice(0, MOST_TROUBLES).map(described)),
        troubles_count: String(troubles.length),
        over: JSON.stringify(over.slice(0, MOST_TROUBLES).map(describedEnd)),
        over_count: String(over.length),
        standing_count: String(standing.length),
        unsure_count: String(unsure),
        ...(notKnown && { first_look: notKnown }),
      },
    },
  };
}

const step = ({ remedy, reason }: Trouble): string => `${sentence(remedy)} ${runbookLink(reason)}`;

const described = (one: Trouble) => ({
  id: troubleId(one, one.resourceId, one.trouble),
  trouble: one.trouble,
  kind: one.kind,
  database: one.database,
  target_region: one.targetRegion,
  reason: one.reason,
  about: one.about,
  runbook: runbookLink(one.reason),
  since: one.since?.toISOString() ?? null,
});

const describedEnd = ({ id, route, database, trouble }: Ended) => ({
  id,
  trouble,
  kind: route.kind,
  database,
  target_region: route.targetRegion,
});
