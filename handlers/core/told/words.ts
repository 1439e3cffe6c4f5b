import type { Trouble, TroubleKind } from "../coverage/model";
import { shortened } from "../shown";

/** A kind of trouble as a heading, and as what one database or several do. */
interface Words {
  readonly heading: string;
  readonly one: string;
  readonly many: string;
}

export const WORDS: Readonly<Record<TroubleKind, Words>> = {
  stale: { heading: "No fresh copy", one: "has no fresh copy", many: "have no fresh copy" },
  unrestorable: {
    heading: "Kept copies cannot be restored",
    one: "has copies that cannot be restored",
    many: "have copies that cannot be restored",
  },
  failing: { heading: "Copying fails", one: "fails to be copied", many: "fail to be copied" },
  uncovered: {
    heading: "Selected, but cannot be copied",
    one: "is selected but cannot be copied",
    many: "are selected but cannot be copied",
  },
  deselected: {
    heading: "Not backed up any more",
    one: "is not backed up any more",
    many: "are not backed up any more",
  },
  orphaned: {
    heading: "Database gone, copies stay",
    one: "is gone, its copies stay",
    many: "are gone, their copies stay",
  },
};

type Named = Pick<Trouble, "kind" | "database">;

/** The name of a database, or of all of a kind, for people. Names of databases that are gone come from tags, so they may be anything. */
export const nameOf = ({ kind, database }: Named): string =>
  database === "*" ? `all ${kind}s` : `${shortened(database)}${kind === "cluster" ? " (cluster)" : ""}`;

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `1 Feb 2026, 03:10 UTC` */
export function moment(date: Date): string {
  const [day, time] = [date.toISOString().slice(0, 10), date.toISOString().slice(11, 16)];
  const [year = "", month = "", ofMonth = ""] = day.split("-");
  return `${Number(ofMonth)} ${MONTHS[Number(month) - 1]} ${year}, ${time} UTC`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The first of several names, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more <= 1 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${more} more`;
}

/** Of troubles that were told before, and of which a run could not say whether they stand; empty without any. */
export const notKnownToBeOver = (unsure: number): string =>
  unsure > 0 ? ` ${unsure} more, told before, ${unsure === 1 ? "is" : "are"} not known to be over.` : "";
