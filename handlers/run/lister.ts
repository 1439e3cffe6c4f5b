import type { Fail } from "../core/actions";
import { alphabetical } from "../core/alphabetical";
import type { Kind, TargetSnapshot } from "../core/model";
import type { Inventory } from "../core/plan";
import { toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";
import type { Run } from "./run";

/** Lists of one kind. A list that fails becomes a failure and takes only itself out of the run. */
export class Lister {
  readonly failures: Fail[] = [];

  constructor(
    readonly kind: Kind,
    readonly run: Run,
  ) {}

  /** @param database the one that the list is about; `*` for all */
  async list<T>(
    what: string,
    region: string,
    database: string,
    listing: Promise<Listing<T>>,
  ): Promise<readonly T[] | undefined> {
    const where = region === this.run.deployment.sourceRegion ? {} : { targetRegion: region };
    const fail = (reason: string, message: string) =>
      this.failures.push({ action: "fail", kind: this.kind, database, ...where, reason, message });
    try {
      const { items, unreadable } = await listing;
      for (const sentence of unreadable) fail("unreadable", `${sentence}: it is left out of this run`);
      return items;
    } catch (cause) {
      const { awsCode, message } = toRdsError(cause);
      fail("list-failed", `cannot list the ${what} in ${region}: ${awsCode}: ${message}`);
      return undefined;
    }
  }

  /** Manual snapshots of each target region, of one database if named. */
  async listTargets(databaseId?: string): Promise<Inventory["targets"]> {
    const service = this.run.services[this.kind];
    const only = databaseId === undefined ? undefined : { databaseId };
    const targets = new Map<string, readonly TargetSnapshot[]>();
    await Promise.all(
      this.run.settings.targets.map(async (region) => {
        const what = `manual ${this.kind} snapshots`;
        const listed = await this.list(what, region, databaseId ?? "*", service.listCopies(region, only));
        if (listed !== undefined) targets.set(region, listed);
      }),
    );
    return new Map([...targets].sort(([a], [b]) => alphabetical(a, b)));
  }
}
