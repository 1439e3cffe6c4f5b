import { clusterEvents, instanceEvents } from "../../rds/events";
import { type DatabaseRecord, KINDS } from "../../rds/model";
import { HOUR } from "../../time/clock";
import type { World } from "../../world";
import { SOURCE_REGION } from "../scenario";

/** After a start the next window passes within a day and its length, and the copy of that backup has half a day (decisions/0022-coverage.md). */
const UNTIL_COPIED = 38 * HOUR;

const STARTED: ReadonlySet<string> = new Set([instanceEvents.started.id, clusterEvents.started.id]);

/** Which databases may have no newer backup, as they are stopped or have been started again. */
export class Rests {
  /** By ARN. */
  readonly #startedAt = new Map<string, number>();

  constructor(readonly world: World) {
    world.aws.onEvent(({ id, region, sourceArn, time }) => {
      if (region !== SOURCE_REGION || !STARTED.has(id)) return;
      const database = this.#databases.find(({ arn }) => arn === sourceArn);
      if (database) this.#startedAt.set(database.resourceId, time);
    });
  }

  /** Whether the age of its newest copy may not count now. */
  mayRest({ status, resourceId }: DatabaseRecord): boolean {
    const startedAt = this.#startedAt.get(resourceId) ?? Number.NEGATIVE_INFINITY;
    return status !== "available" || this.world.clock.now() - startedAt < UNTIL_COPIED;
  }

  get #databases(): DatabaseRecord[] {
    const { databases } = this.world.aws.region(SOURCE_REGION);
    return KINDS.flatMap((kind) => [...databases[kind].values()]);
  }
}
