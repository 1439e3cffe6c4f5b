import { type Event, paginateDescribeEvents, type RDSClient, type SourceType } from "@aws-sdk/client-rds";
import { latest } from "../core/recovery-point-age";
import type { StopAndStart } from "../core/resting";
import type { Deadline } from "./deadline";
import { listAll } from "./reading";

/** As long as RDS keeps events. */
const TWO_WEEKS_IN_MINUTES = 14 * 24 * 60;

/** "DB instance stopped." */
const STOPPED = /^DB (instance|cluster)\b.*\bstopped\.?$/i;
/** "DB cluster started", "DB instance is being started due to …"; not "Recovery of the DB instance has started". */
const STARTED = /^DB (instance|cluster)\b.*\bstarted\b/i;

/** When a database was last stopped and started, by RDS's events (docs/aws-facts.md#stopped-databases). */
export async function lastStopAndStart(
  deadline: Deadline,
  client: RDSClient,
  type: SourceType,
  databaseId: string,
): Promise<StopAndStart> {
  const pages = paginateDescribeEvents(
    { client },
    {
      SourceType: type,
      SourceIdentifier: databaseId,
      EventCategories: ["notification"],
      Duration: TWO_WEEKS_IN_MINUTES,
    },
    { abortSignal: deadline.signal },
  );
  const { items } = await listAll(deadline, pages, ({ Events }) => Events, readEvent);
  const last = (isIt: (message: string) => boolean) =>
    latest(items.flatMap(({ message, at }) => (at && isIt(message) ? at : [])));
  const isStart = (message: string) => STARTED.test(message);
  return { startedAt: last(isStart), stoppedAt: last((message) => !isStart(message) && STOPPED.test(message)) };
}

function readEvent({ Date: at, Message = "" }: Event): { item: { id: string; message: string; at: Date | undefined } } {
  const message = Message.trim();
  return { item: { id: `${at?.toISOString()} ${message}`, message, at } };
}
