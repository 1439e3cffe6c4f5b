import type { Route } from "../route";
import { faultOf } from "./failing";
import type { Trouble } from "./model";
import type { Deed } from "./seen";
import { troubleOf } from "./trouble";
import { causeKey } from "./troubles";

/** What went wrong in one region, without being about one database. */
interface Where {
  readonly region: string;
  readonly deeds: readonly Deed[];
}

/** What is wrong with a whole route: what could not be read of the source region or the target region, once for each reason. */
export function routeTroubles(route: Route, where: readonly Where[]): Trouble[] {
  const place = { route, database: "*", resourceId: undefined };
  const troubles = where.flatMap(({ region, deeds }) =>
    deeds
      .filter(({ database, outcome }) => database === "*" && outcome === "failed")
      .map((deed) => troubleOf("failing", place, { about: region, ...faultOf(deed) })),
  );
  return [...new Map(troubles.map((one) => [causeKey(one), one])).values()];
}
