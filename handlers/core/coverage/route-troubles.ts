import type { Route } from "../route";
import { faultIn } from "./failing";
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
  const troubles = where.flatMap(({ region, deeds }) =>
    deeds
      .filter(({ database, outcome }) => database === "*" && outcome === "failed")
      .flatMap((deed) => {
        const fault = faultIn([deed]);
        const place = { route, database: "*", resourceId: undefined };
        return fault ? [troubleOf("failing", place, { about: region, ...fault })] : [];
      }),
  );
  return [...new Map(troubles.map((one) => [causeKey(one), one])).values()];
}
