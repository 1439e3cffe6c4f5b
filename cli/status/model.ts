import type { Coverage } from "../../handlers/core/coverage/model";
import type { Deployment } from "../../handlers/core/deployment";
import type { Inventory } from "../../handlers/core/plan";
import type { Settings } from "../../handlers/settings/settings";
import type { Problem } from "../problem";

/** What is known of one deployment's databases × target regions, as of one moment. */
export interface Status {
  readonly deployment: Deployment;
  readonly targets: readonly string[];
  /** Undefined: only its copies were looked at, so that selection, limit and databases are not known. */
  readonly settings: Settings | undefined;
  /** Hours, above which a recovery point age is too high; undefined: nobody has said it. */
  readonly maxAgeHours: number | undefined;
  /** Number of databases that RDS lists; undefined as settings are, or where it could not be listed. */
  readonly listed: number | undefined;
  readonly coverage: Coverage;
  readonly inventories: readonly Inventory[];
  /** What could not be read with these credentials. */
  readonly unread: readonly Problem[];
  /** What else people should know, in sentences. */
  readonly notes: readonly string[];
  readonly now: Date;
}

/** All that was asked for. */
export interface Seen {
  readonly statuses: readonly Status[];
  /** What was asked for and is not there. */
  readonly notFound: readonly Problem[];
  /** Deployments whose settings cannot be read. */
  readonly unreadable: readonly Problem[];
}
