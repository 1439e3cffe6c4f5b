import { groupBy, type NonEmpty } from "../../handlers/core/identity";
import { shortened } from "../../handlers/core/shown";
import { wrapped } from "../../handlers/core/told/lines";
import { counted, listed, nameOf } from "../../handlers/core/told/words";
import { asSentence } from "../capital";
import { type Column, leastWidth, table } from "../table";
import type { Action } from "./actions";

/** The parts of a plan, in the order in which a run would do them. What fails or is not covered is told with the troubles. */
const SECTIONS: readonly { readonly heading: string; readonly has: (one: Action) => boolean }[] = [
  { heading: "TO BE DELETED", has: ({ action, outcome }) => action === "delete" && outcome === "planned" },
  { heading: "TO BE COPIED", has: ({ action, outcome }) => action === "copy" && outcome === "planned" },
  { heading: "LATER", has: ({ outcome }) => outcome === "deferred" },
  { heading: "LEFT OUT", has: ({ outcome, uncovered }) => outcome === "skipped" && !uncovered },
];

const MOST_NAMES = 10;

/** What has one reason in one region is one item. */
export const actionGroups = (actions: readonly Action[], width: number): string[] =>
  SECTIONS.flatMap(({ heading, has }) => {
    const own = actions.filter(has);
    if (own.length === 0) return [];
    const groups = groupBy(own, ({ reason, target_region }) => `${reason} ${target_region}`);
    const items = [...groups.values()].sort((a, b) => b.length - a.length).map((ofOne) => item(ofOne, width));
    return [[`${heading}: ${own.length}${gib(own)}`, ...items].join("\n")];
  });

function item(actions: NonEmpty<Action>, width: number): string {
  const [{ target_region, reason, message }] = actions;
  const isSame = actions.every((one) => one.message === message);
  const where = target_region === null ? "" : ` in ${target_region}`;
  const why = `${isSame ? "" : "Of the first: "}${asSentence(message)}`;
  const databases = [...new Set(actions.map(nameOf))];
  const many = databases.length > 1 ? `${counted(databases.length, "database")}${gib(actions)}: ` : "";
  // Which copies go must be said; their names begin with that of their database.
  const copies = actions.flatMap(({ action, snapshot }) =>
    action === "delete" && snapshot ? shortened(snapshot) : [],
  );
  const names = listed(copies.length > 0 ? copies : databases, MOST_NAMES);
  return wrapped("- ", `${reason}${where}: ${many}${names}. ${why}`, width);
}

function gib(actions: readonly Action[]): string {
  const sum = actions.reduce((total, { size_gib }) => total + (size_gib ?? 0), 0);
  return sum > 0 ? `, ${sum} GiB` : "";
}

const FIRST: readonly Column<Action>[] = [
  { title: "ACTION", of: ({ action, outcome }) => (outcome === "planned" ? action : outcome) },
  { title: "DATABASE", of: nameOf, atLeast: 12 },
  { title: "REGION", of: ({ target_region }) => target_region ?? "" },
];
/** `--json` has all. */
const WHERE_THERE_IS_ROOM: readonly Column<Action>[] = [
  { title: "SNAPSHOT", of: ({ snapshot }) => snapshot ?? "", atLeast: 12 },
  { title: "GIB", of: ({ size_gib }) => (size_gib === null ? "" : String(size_gib)), align: "right" },
];
const LAST: Column<Action> = { title: "WHY", of: ({ reason }) => reason, atLeast: 12 };

/** Each action on a line. */
export function actionTable(actions: readonly Action[], width: number): string {
  const fits = (columns: readonly Column<Action>[]) => leastWidth(actions, [...columns, LAST]) <= width;
  let columns = FIRST;
  for (const column of WHERE_THERE_IS_ROOM) if (fits([...columns, column])) columns = [...columns, column];
  return table(actions, [...columns, LAST], width).trimEnd();
}
