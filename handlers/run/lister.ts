import { alphabetical } from "../core/alphabetical";
import type { Kind, TargetSnapshot } from "../core/model";
import type { Inventory } from "../core/plan";
import { toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";
import { inHalves } from "./in-halves";
import type { Outcome } from "./outcome";
import type { Run } from "./run";

/** Failed lists, of the source region and of target regions. */
export interface ListFailures {
  readonly ofSource: readonly Outcome[];
  readonly ofTargets: ReadonlyMap<string, readonly Outcome[]>;
}

/** RDS refuses a filter without values. */
const NOTHING: Listing<never> = { items: [], unreadable: [] };

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
    return this.#list(`${what} in ${this.run.deployment.sourceRegion}`, database, listing, this.ofSource);
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
        const what = `manual ${this.kind} snapshots in ${region}`;
        const listed = await this.#list(what, databaseId ?? "*", service.listCopies(region, only), failures);
        if (listed !== undefined) targets.set(region, listed);
      }),
    );
    return new Map([...targets].sort(([a], [b]) => alphabetical(a, b)));
  }

  /**
   * Asks each target region for manual snapshots with certain ids. What fails is no failure of the run, which then lists them all.
   *
   * @returns undefined if anything could not be read
   */
  async findInTargets(ids: readonly string[]): Promise<Inventory["targets"] | undefined> {
    const service = this.run.services[this.kind];
    const targets = new Map<string, readonly TargetSnapshot[]>();
    for (const region of this.run.settings.targets) {
      try {
        const list = (some: readonly string[]) => service.listCopies(region, { ids: some });
        const { items, unreadable } = ids.length === 0 ? NOTHING : await inHalves(ids, list);
        if (unreadable.length > 0) return undefined;
        targets.set(region, items);
      } catch {
        return undefined;
      }
    }
    return targets;
  }

  async #list<T>(
    what: string,
    database: string,
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
      const message = `cannot list the ${what}: ${error.awsCode}: ${error.message}`;
      failures.push({ outcome: "failed", database, reason: "list-failed", message, error });
      return undefined;
    }
  }
}
