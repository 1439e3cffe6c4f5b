import type { ENVIRONMENT } from "../../settings/environment";
import type { Values } from "../../settings/kinds";
import type { Kind } from "../core/model";
import type { Wiring } from "./wiring";

type Environment = Values<typeof ENVIRONMENT>;

/** Which databases of one kind are backed up: any `include`, no `exclude`, and all `tags`, exactly. */
export type Selection = Environment["instances"];

/** How many recovery points to keep per database and target region: the union of the five rules. */
export type Retention = Environment["retention"];

/** The keys of one target region. Without any, only unencrypted databases can be copied there. */
export type TargetKeys = Environment["targetKmsKeys"][string];

/** The settings of the functions. Those of both kinds are grouped by kind. */
export interface Settings extends Omit<Environment, "instances" | "clusters" | "maxCopiesInProgress" | "logLevel"> {
  readonly selection: Readonly<Record<Kind, Selection>>;
  readonly maxCopiesInProgress: Readonly<Record<Kind, number>>;
}

/** What a function starts with: the settings, and the standard variables that Lambda sets. */
export interface Startup {
  readonly settings: Settings;
  readonly sourceRegion: string;
  readonly logLevel: Environment["logLevel"];
  readonly wiring: Wiring;
}
