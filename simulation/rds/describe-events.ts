import { MINUTE } from "../time/clock";
import { invalidCombination, invalidValue } from "../wire/errors";
import { element, parent, timeElement } from "../wire/xml";
import type { RaisedEvent } from "./events";
import { type Operation, requireAccess } from "./operation";

/** How long RDS keeps events (docs/aws-facts.md#stopped-databases). */
const LONGEST = 14 * 24 * 60;
/** Minutes that are looked back over where nobody says how many. */
const USUAL = 60;

export const describeEvents: Operation = async ({ region, parameters, caller }) => {
  const { rds } = region;
  // IAM knows no resource of it.
  await requireAccess(caller, { action: "rds:DescribeEvents", resource: "*" });
  const [type, id] = [parameters.optional("SourceType"), parameters.optional("SourceIdentifier")];
  if (id !== undefined && type === undefined) throw invalidCombination("SourceIdentifier needs a SourceType");
  const since = rds.clock.now() - parameters.integer("Duration", 1, LONGEST, USUAL) * MINUTE;
  const categories = parameters.list("EventCategories.EventCategory");
  const matches = (event: RaisedEvent) =>
    event.time >= since &&
    (type === undefined || event.sourceType === type) &&
    (id === undefined || event.sourceId === id) &&
    (categories.length === 0 || categories.includes(event.category));
  const found = region.events.filter(matches);
  const asked = parameters.integer("MaxRecords", 20, 100, 100);
  const size = rds.faults.pageSize?.(asked) ?? asked;
  const from = Number(parameters.optional("Marker") ?? 0);
  if (!Number.isInteger(from)) throw invalidValue("Invalid Marker");
  const marker = from + size < found.length ? String(from + size) : undefined;
  const events = found.slice(from, from + size).map(eventElement);
  return { body: element("Marker", marker) + parent("Events", ...events) };
};

const eventElement = ({ sourceId, sourceType, message, category, time, sourceArn }: RaisedEvent): string =>
  parent(
    "Event",
    element("SourceIdentifier", sourceId),
    element("SourceType", sourceType),
    element("Message", message),
    parent("EventCategories", element("EventCategory", category)),
    timeElement("Date", time),
    element("SourceArn", sourceArn),
  );
