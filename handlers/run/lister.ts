import { alphabetical } from "../core/alphabetical";
import type { Kind, TargetSnapshot } from "../core/model";
import type { Inventory } from "../core/plan";
import { type RdsErrorCode, toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";
import { causeAndRemedy } from "./cause-and-remedy";
import type { Outcome } from "./outcome";
import type { Run } from "./run";

/** Failures of a list that a person must mend. All others have the reason `list-failed`. */
const OWN_REASON: ReadonlySet<RdsErrorCode> = new Set(["denied", "region-not-enabled"]);

/** Failed lists, of the source region and of target regions. */
export interface ListFailures {
  readonly ofSource: readonly Outcome[];
  readonly ofTargets: ReadonlyMap<string, readonly Outcome[]>;
}

/** Lists of one kind. A list that fails becomes a failure and takes only itself out of the run. */
export class Lister implements ListFailures {
  readonly ofSource: Outcome[] = [];
  readonly ofTargets = new Map<string, Outcome[]>();

  constructor(
    readonly kind: Kind,
    readonly run: Run,
  ) {}

  /** Makes a list of the source region. @param database the one that it is about; `*` for all */
  listSource<T>(what: string, database: string, listing: Promise<Listing<T>>): Promise<readonly T[] | undefined> {
    return this.#list({ what, region: this.run.deployment.sourceRegion, database }, listing, this.ofSource);
  }

  /** Lists the manual snapshots in each target region, of one database if given. */
  async listTargets(databaseId?: string): Promise<Inventory["targets"]> {
    const service = this.run.services[this.kind];
    const only = databaseId === undefined ? undefined : { databaseId };
    const targets = new Map<string, readonly TargetSnapshot[]>();
    await Promise.all(
      this.run.settings.targets.map(async (region) => {
        const failures: Outcome[] = [];
        this.ofTargets.set(region, failures);
        const subject = { what: `manual ${this.kind} snapshots`, region, database: databaseId ?? "*" };
        const listed = await this.#list(subject, service.listCopies(region, only), failures);
        if (listed !== undefined) targets.set(region, listed);
      }),
    );
    return new Map([...targets].sort(([a], [b]) => alphabetical(a, b)));
  }

  async #list<T>(
    { what, region, database }: { readonly what: string; readonly region: string; readonly database: string },
    listing: Promise<Listing<T>>,
    failures: Outcome[],
  ): Promise<readonly T[] | undefined> {
    try {
      const { items, unreadable } = await listing;
      for (const sentence of unreadable) {
        const message = `${sentence}: it is left out of this run`;
        failures.push({ outcome: "failed", database, reason: "unreadable", message });
      }
      return items;
    } catch (cause) {
      const error = toRdsError(cause);
      const message = `cannot list the ${what} in ${region}: ${causeAndRemedy(error, region, this.run)}`;
      const reason = OWN_REASON.has(error.code) ? error.code : "list-failed";
      failures.push({ outcome: "failed", database, reason, message, error });
      return undefined;
    }
  }
}
