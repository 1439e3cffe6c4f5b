import fc from "fast-check";
import {
  type Coverage,
  type Covered,
  type Reach,
  type RouteCoverage,
  TROUBLE_KINDS,
  type Trouble,
  type TroubleKind,
} from "../../../../handlers/core/coverage/model";
import type { Route } from "../../../../handlers/core/route";

const ROUTES: readonly Route[] = [
  { kind: "instance", targetRegion: "eu-central-1" },
  { kind: "cluster", targetRegion: "eu-central-1" },
  { kind: "instance", targetRegion: "eu-north-1" },
];

export const FRANKFURT: Route = { kind: "instance", targetRegion: "eu-central-1" };

export function trouble(over: Partial<Trouble> = {}): Trouble {
  return {
    trouble: "stale",
    kind: "instance",
    database: "orders",
    resourceId: over.database === "*" ? undefined : `db-${(over.database ?? "orders").toUpperCase()}`,
    targetRegion: "eu-central-1",
    reason: "key-not-accessible",
    cause: "the key arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab is disabled",
    remedy: "enable the key",
    about: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    since: new Date("2026-02-01T03:10:00Z"),
    ...over,
  };
}

/** A row of a database that has these troubles. */
export function row(
  database: string,
  troubles: readonly (TroubleKind | Trouble)[] = [],
  over: Partial<Covered> = {},
): Covered {
  const route = over.route ?? FRANKFURT;
  const resourceId = over.resourceId ?? `db-${database.toUpperCase()}`;
  return {
    route,
    database,
    resourceId,
    selected: true,
    exists: true,
    age: 3600,
    restingAge: undefined,
    newest: undefined,
    kept: 3,
    held: 0,
    endedHolds: [],
    unrestorable: 0,
    keys: [],
    optionGroups: [],
    inProgress: undefined,
    deletions: [],
    troubles: troubles.map((one) =>
      typeof one === "string"
        ? trouble({ trouble: one, database, resourceId, ...route, ...(one !== "stale" && { reason: one, about: one }) })
        : one,
    ),
    warnings: [],
    unsure: [],
    ...over,
  };
}

/** Everything was read of all routes of the rows, unless said otherwise. */
export function coverage(databases: readonly Covered[], routes?: readonly RouteCoverage[]): Coverage {
  return { databases, routes: routes ?? ROUTES.map((route) => read("whole", [], route)) };
}

export const read = (
  reach: Reach,
  troubles: readonly Trouble[] = [],
  route = FRANKFURT,
  unsure: readonly TroubleKind[] = reach === "whole" ? [] : TROUBLE_KINDS,
): RouteCoverage => ({
  route,
  reach,
  troubles,
  unsure,
  areAgesKnown: reach !== "none",
  age: reach === "none" ? undefined : 3600,
});

/** A run of a few databases, in which anything may stand, be unsure or unread. */
export const anyCoverage: fc.Arbitrary<Coverage> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { maxLength: 10 }),
    fc.array(fc.integer({ min: 0, max: 63 }), { minLength: 15, maxLength: 15 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 2, 4, 8, 63), { minLength: 15, maxLength: 15 }),
    fc.array(fc.constantFrom<Reach>("whole", "whole", "whole", "brief", "none"), { minLength: 3, maxLength: 3 }),
    fc.array(fc.constantFrom(0, 0, 1, 4), { minLength: 3, maxLength: 3 }),
  )
  .map(([present, standing, unsure, reaches, ofRoutes]) => {
    const databases = present.map((at) => {
      const route = ROUTES[at % 3] ?? FRANKFURT;
      const stands = kindsIn(standing[at] ?? 0);
      return row(`db-${Math.floor(at / 3)}`, stands, {
        route,
        unsure: kindsIn(unsure[at] ?? 0).filter((kind) => !stands.includes(kind)),
      });
    });
    const routes = ROUTES.map((route, at) =>
      read(
        reaches[at] ?? "whole",
        kindsIn(ofRoutes[at] ?? 0).map((kind) => trouble({ trouble: kind, database: "*", ...route })),
        route,
      ),
    );
    return coverage(databases, routes);
  });

export const kindsIn = (bits: number): TroubleKind[] => TROUBLE_KINDS.filter((_, at) => bits & (1 << at));
