import type { Fault } from "../actions";
import type { Route } from "../route";
import type { Trouble, TroubleKind } from "./model";

/** What is in trouble, and where. */
export interface Place {
  readonly route: Route;
  readonly database: string;
  readonly resourceId: string | undefined;
}

export function troubleOf(
  trouble: TroubleKind,
  { route, database, resourceId }: Place,
  { reason, cause, remedy, about = database, passing }: Fault,
  since?: Date,
): Trouble {
  const { kind, targetRegion } = route;
  const mayPass = passing && database === "*" ? { passing } : {};
  return { trouble, kind, database, resourceId, targetRegion, reason, cause, remedy, about, since, ...mayPass };
}
