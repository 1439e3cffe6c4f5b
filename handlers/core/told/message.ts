import { namesOf } from "./causes";
import type { Origin } from "./command";
import type { Changes, Ended, Group, NotKnown } from "./compare";
import { moreThan, wrapped } from "./lines";
import { messageId } from "./message-id";
import { type Notification, notificationOf } from "./notification";
import { paragraphs } from "./paragraphs";
import { subjectOfLoss, subjectOfNews, subjectOfOver } from "./subject";
import { counted, moment, nameOf, notKnownToBeOver, WORDS } from "./words";

/** What people are sent. */
export interface Message {
  /** The same for a repetition. */
  readonly id: string;
  readonly subject: string;
  /** For e-mail. */
  readonly text: string;
  /** For other protocols (docs/messages.md). */
  readonly notification: Notification;
}

/** Characters of the paragraphs of a text, so that the whole is about 6 kB at most. */
const ROOM = 4_500;
const MOST_OVER = 20;

/**
 * One message of all that has begun and all that is over; undefined if there is nothing to tell.
 *
 * @param memory which of all memories the changes come from
 */
export function messageOf(changes: Changes, memory: string, origin: Origin, now: Date): Message | undefined {
  const { begun, over, regrouped, notKnown } = changes;
  const news = [...begun, ...regrouped.flatMap(({ troubles }) => troubles)];
  const emptied = regrouped.filter(({ troubles }) => troubles.length === 0);
  // What was told before a loss can never be told to be over: people must know that, even if nothing stands.
  const isLoss = notKnown === "lost";
  if (news.length === 0 && over.length === 0 && emptied.length === 0 && !isLoss) return undefined;
  const id = messageId(changes, memory, now);
  const title = news.length > 0 ? subjectOfNews(news) : isLoss ? subjectOfLoss(changes) : subjectOfOver(changes);
  const sections = [
    `${header(origin)}\n${moment(now)}`,
    ...(notKnown ? [wrapped("", `FIRST LOOK. ${FIRST_LOOK[notKnown]}`)] : []),
    ...(news.length > 0
      ? [
          `${notKnown ? "STANDS" : regrouped.length > 0 ? "NEW OR CHANGED" : "BEGAN"}: ${counted(news.length, "trouble")}`,
        ]
      : []),
    ...grouped(regrouped),
    ...paragraphs(news, origin, { room: ROOM }),
    ...overSection(over, emptied, changes.gone),
    wrapped("", standsSentence(changes, news.length)),
  ];
  return messageIn(sections, notificationOf({ ...changes, type: "changes", id, title, troubles: news }, origin));
}

/** A message of these sections, with the id and the title of its notification. */
export function messageIn(sections: readonly string[], notification: Notification): Message {
  const { id, content } = notification;
  const text = [...sections, `Message ${id}. A repetition bears the same id.`].join("\n\n");
  return { id, subject: content.title, text: `${text}\n`, notification };
}

/** Which deployment it is about. */
export const header = ({ name, sourceRegion, account }: Origin): string =>
  wrapped("", `Copies of the RDS backups of ${sourceRegion}, by ${name} in account ${account}`);

const FIRST_LOOK: Readonly<Record<NotKnown, string>> = {
  lost:
    "The record of what was told before was lost or is damaged. All that stands now is named here, whether or not you have been told. " +
    "Of what else you were told nobody will say that it is over.",
  unread:
    "The record of what was told before cannot be read. " +
    "So this names all that stands now, whether or not you have been told.",
};

/** A group is told as a whole, as its members are too many to be remembered. */
const grouped = (groups: readonly Group[]): string[] =>
  groups
    .filter(({ troubles }) => troubles.length > 0)
    .map(({ trouble, route, troubles }) => {
      const { heading } = WORDS[trouble];
      const now = `now ${counted(namesOf(troubles).length, "database")}`;
      return wrapped("", `${heading} in ${route.targetRegion} (${route.kind}s): ${now}, not the same as before.`);
    });

function overSection(over: readonly Ended[], emptied: readonly Group[], gone: number): string[] {
  const lines = [
    ...over.slice(0, MOST_OVER).map((one) => wrapped("- ", overLine(one))),
    ...moreThan(MOST_OVER, over.length),
    ...emptied.map(({ route, trouble }) => wrapped("- ", overLine({ route, trouble, database: "*" }))),
    ...(gone > 0 ? [wrapped("- ", `${counted(gone, "trouble")} of what is gone, or not selected any more`)] : []),
  ];
  if (lines.length === 0) return [];
  // How many were in a group nobody remembers.
  const count = emptied.length > 0 ? "many troubles" : counted(over.length + gone, "trouble");
  return [`OVER: ${count}\n${lines.join("\n")}`];
}

const overLine = ({ route, database, trouble }: Pick<Ended, "route" | "database" | "trouble">): string =>
  `${WORDS[trouble].heading}: ${nameOf({ kind: route.kind, database })} in ${route.targetRegion}`;

/** Never an all-clear while anything stands, or may. */
function standsSentence({ standing, waiting, unsure }: Changes, news: number): string {
  const before = standing.length - news - waiting;
  const rest = `${mayPass(waiting)}${notKnownToBeOver(unsure)}`;
  if (standing.length === 0) {
    return unsure > 0 ? `NOT ALL CLEAR.${rest}` : "Nothing that this run could see is in trouble now.";
  }
  const told =
    before > 0 && before === standing.length
      ? ", all told before"
      : before > 0
        ? `, ${before} of them told before`
        : "";
  const digest = before > 0 ? " The daily digest lists all." : "";
  return `IN TROUBLE NOW: ${counted(standing.length, "trouble")}${told}.${digest}${rest}`;
}

/** The next run names it, or finds it gone. */
const mayPass = (waiting: number): string =>
  waiting > 0
    ? ` ${waiting} of them may pass by ${waiting === 1 ? "itself" : "themselves"}: told if the next run sees it too.`
    : "";
