import type { Fault } from "../core/actions";
import { alphabetical } from "../core/alphabetical";
import type { Kind, TargetSnapshot } from "../core/model";
import type { Inventory } from "../core/plan";
import { type RdsError, type RdsErrorCode, toRdsError } from "../rds/errors";
import type { Listing } from "../rds/port";
import { causeAndRemedy, faultOf } from "./cause-and-remedy";
import { readHiddenTags } from "./hidden-tags";
import { inHalves } from "./in-halves";
import type { Outcome } from "./outcome";
import { type Run, STOP_STARTING_MS } from "./run";

/** Failures of a list that a person must mend. All others have the reason `list-failed`. */
const OWN_REASON: ReadonlySet<RdsErrorCode> = new Set(["denied", "region-not-enabled"]);

/** Failed lists, of the source region and of target regions. */
export interface ListFailures {
  readonly ofSource: readonly Outcome[];
  readonly ofTargets: ReadonlyMap<string, readonly Outcome[]>;
}

/** What is listed, where, and the database that it is about; `*` for all. */
interface Subject {
  readonly what: string;
  readonly region: string;
  readonly database: string;
}

/** RDS refuses a filter without values. */
const NOTHING: Listing<never> = { items: [], unreadable: [] };

/** Lists of one kind. A list that fails becomes a failure and takes only itself out of the run. */
export class Lister implements ListFailures {
  readonly ofSource: Outcome[] = [];
  readonly ofTargets = new Map<string, Outcome[]>();
  /** Target regions in which RDS listed something that cannot be read. */
  readonly hidesCopies = new Set<string>();

  constructor(
    readonly kind: Kind,
    readonly run: Run,
  ) {}

  /** Makes a list of the source region. @param database the one that it is about; `*` for all */
  listSource<T>(what: string, database: string, listing: Promise<Listing<T>>): Promise<readonly T[] | undefined> {
    return this.#list({ what, region: this.run.deployment.sourceRegion, database }, listing, this.ofSource);
  }

  /**
   * Lists the manual snapshots in each target region, with their tags.
   *
   * @param databaseId whose alone; default: all
   * @param stopWith time in milliseconds to leave for what follows: with less than that, no more tags are read that lists do not show
   */
  async listTargets(databaseId?: string, stopWith = STOP_STARTING_MS): Promise<Inventory["targets"]> {
    const service = this.run.services[this.kind];
    const only = databaseId === undefined ? undefined : { databaseId };
    const targets = new Map<string, readonly TargetSnapshot[]>();
    await Promise.all(
      this.run.settings.targets.map(async (region) => {
        const failures: Outcome[] = [];
        this.ofTargets.set(region, failures);
        const subject = { what: `manual ${this.kind} snapshots`, region, database: databaseId ?? "*" };
        const listing = service.listCopies(region, only);
        const listed = await this.#list(subject, listing, failures);
        if (listed === undefined) return;
        if ((await listing).unreadable.length > 0) this.hidesCopies.add(region);
        const { snapshots, unread, error } = await readHiddenTags(listed, service, this.run, stopWith);
        if (unread.length > 0) failures.push(this.#tagsUnread(subject, unread, error));
        targets.set(region, snapshots);
      }),
    );
    return new Map([...targets].sort(([a], [b]) => alphabetical(a, b)));
  }

  #tagsUnread({ what, region, database }: Subject, unread: readonly string[], error: RdsError | undefined): Outcome {
    const which = `the tags of ${unread.length} ${what} in ${region} that may be copies, ${unread[0]} among them`;
    const kept = "they are neither deleted nor copied again meanwhile";
    if (error === undefined) {
      const message = `no time was left to read ${which}, as lists do not show them: ${kept}`;
      return { outcome: "deferred", database, reason: "unread", message };
    }
    const reason = OWN_REASON.has(error.code) ? error.code : "tags-unread";
    const message = `cannot read ${which} (${kept}): ${causeAndRemedy(error, region, this.run)}`;
    const fault = this.#fault(reason, `${which} cannot be read`, region, error);
    return { outcome: "failed", database, reason, message, fault, error };
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
    { what, region, database }: Subject,
    listing: Promise<Listing<T>>,
    failures: Outcome[],
  ): Promise<readonly T[] | undefined> {
    try {
      const { items, unreadable } = await listing;
      for (const sentence of unreadable) {
        const message = `${sentence}: it is left out of this run`;
        const remedy = "each run tries again; if it stays, ask AWS Support why RDS leaves that out";
        const fault = { reason: "unreadable", cause: sentence, remedy, about: region };
        failures.push({ outcome: "failed", database, reason: "unreadable", message, fault });
      }
      return items;
    } catch (cause) {
      const error = toRdsError(cause);
      const message = `cannot list the ${what} in ${region}: ${causeAndRemedy(error, region, this.run)}`;
      const reason = OWN_REASON.has(error.code) ? error.code : "list-failed";
      const fault = this.#fault(reason, `the ${what} in ${region} cannot be listed`, region, error);
      failures.push({ outcome: "failed", database, reason, message, fault, error });
      return undefined;
    }
  }

  #fault(reason: string, what: string, region: string, error: RdsError): Fault {
    const fault = faultOf(error, region, this.run);
    return { ...fault, reason, cause: `${what}: ${fault.cause}` };
  }
}
