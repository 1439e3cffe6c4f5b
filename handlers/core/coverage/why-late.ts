import type { Fault } from "../actions";
import { minuteText } from "../day";
import { clause } from "../sentence";
import type { Situation } from "../situation";
import type { Covered, Trouble } from "./model";
import type { Deed } from "./seen";

/** What is known of a database whose age is above the limit. */
export interface Late {
  readonly situation: Situation;
  /** What a run did about its next copy. */
  readonly deeds: readonly Deed[];
  readonly inProgress: Covered["inProgress"];
  /** What keeps its next copy from being made, worst first. */
  readonly faults: readonly Fault[];
  /** What is wrong with its whole route. */
  readonly ofRoute: readonly Trouble[];
  readonly isUnread: boolean;
  /** Whether the deployment starts no copies, by its settings. */
  readonly isDryRun: boolean;
}

/** Why there is no newer copy of a database: ours is late, or RDS has taken no backup. */
export function whyLate(late: Late): Fault {
  const { situation, faults, isUnread } = late;
  const { database, newest, newestCopy } = situation;
  const [fault] = faults;
  if (fault) return asLate(fault);
  const isCopied = newest === undefined || (newestCopy !== undefined && newestCopy.sourceTime >= newest.takenAt);
  if (!isCopied || isUnread) return asLate(whyNotCopied(late));
  return {
    reason: "no-backup",
    cause: whyNoBackup(situation),
    remedy: `look at its status (${database.status}) and its RDS events: RDS takes backups only of what is available, in its backup window${database.backupWindow ? `, ${database.backupWindow} UTC` : ""}`,
  };
}

/** Where none is listed there may have been some: under the name that it had before, or deleted since. */
function whyNoBackup({ database: { id, createdAt }, newest, newestCopy }: Situation): string {
  if (newest) return `RDS has taken no backup since ${minute(newest.takenAt)}`;
  if (newestCopy) return `RDS lists no backup of ${id}, and its newest copy is of ${minute(newestCopy.sourceTime)}`;
  return `RDS lists no backup of ${id}${createdAt ? `, which was made ${minute(createdAt)}` : ""}`;
}

const asLate = (fault: Fault): Fault => ({ ...fault, cause: `our copy is late because ${fault.cause}` });

function whyNotCopied({ situation, deeds, inProgress, ofRoute, isUnread, isDryRun }: Late): Fault {
  const { targetRegion } = situation.route;
  if (inProgress) {
    const { id, since, percent } = inProgress;
    const how = percent === undefined ? "" : `, and is at ${percent} %`;
    return {
      reason: "in-progress",
      cause: `${id} is in progress${since ? ` since ${minute(since)}` : ""}${how}`,
      remedy: `wait until it ends; the RDS events of ${targetRegion} tell if it fails`,
    };
  }
  const waiting = deeds.find(({ outcome, snapshot }) => outcome === "deferred" && snapshot !== undefined);
  if (waiting) return whyDeferred(waiting, targetRegion);
  const isPlanned = deeds.some(({ outcome, copy }) => outcome === "planned" && copy);
  if (isPlanned && !isDryRun) {
    return {
      reason: "due",
      cause: "its newest snapshot is not copied yet",
      remedy: "the next run starts it; if it has tried before, the log of the sweep tells why there is none",
    };
  }
  if (isPlanned) {
    return {
      reason: "dry-run",
      cause: "a dry run starts none",
      remedy: "set dry_run = false",
      about: "dry_run",
    };
  }
  const [whole] = ofRoute;
  if (whole) return whole;
  if (isUnread) {
    return {
      reason: "unread",
      cause: "its snapshots could not be read",
      remedy: "the next runs go on with them; if it stays, the log of the sweep tells which list failed",
      about: "unread",
    };
  }
  return {
    reason: "not-copied",
    cause: "none of its newest snapshot has been started",
    remedy: "look for the database in the log of the sweep",
  };
}

/** What helps where a copy waits, and what all have in common that wait for the same. */
function whyDeferred({ reason, message }: Deed, targetRegion: string): Fault {
  const cause = clause(message);
  switch (reason) {
    case "slots":
      return {
        reason,
        cause: `it waits for a copy slot of ${targetRegion}`,
        remedy: "raise max_copies_in_progress, as far as RDS lets you, or start fewer copies there by other means",
        about: "max_copies_in_progress",
      };
    case "transient":
    case "region-unavailable":
    case "out-of-time":
      return { reason, cause, remedy: "each run tries again; look at the AWS Health Dashboard", about: targetRegion };
    default:
      return { reason, cause, remedy: "each run tries again; look for the database in the log of the sweep" };
  }
}

const minute = (time: Date): string => `${minuteText(time)} UTC`;
