import type { Coverage, Covered } from "../handlers/core/coverage/model";
import { troubleOf } from "../handlers/core/coverage/trouble";
import type { Database } from "../handlers/core/model";
import { compare } from "../handlers/core/told/compare";
import { digestOf } from "../handlers/core/told/digest";
import { type Message, messageOf } from "../handlers/core/told/message";
import { NOTHING_TOLD } from "../handlers/core/told/told";
import { uncovered } from "../handlers/core/uncovered";
import { type Want, wantKey } from "../handlers/core/wants";
import { retired } from "../handlers/run/versions-of-copies";
import { lacking } from "../handlers/run/wants-of-copies";

/** Messages as people get them, for the documents: made by the code that makes all. */

const ORIGIN = {
  name: "prod",
  account: "123456789012",
  sourceRegion: "eu-west-1",
  logGroup: "/aws/lambda/prod-sweep",
};

const NOW = new Date("2026-02-02T15:15:00Z");
const ROUTE = { kind: "instance", targetRegion: "eu-central-1" } as const;

const NO_BACKUP = {
  reason: "no-backup",
  cause: "RDS has taken no backup since 2026-02-01 03:07 UTC",
  remedy:
    "look at its status (storage-full) and its RDS events: RDS takes backups only of what is available, in its backup window, 03:00-03:30 UTC",
};

/** Copies that a retention that was lowered makes superfluous. */
const SUPERFLUOUS = ["2026-01-26-03-07", "2026-01-27-03-07", "2026-01-28-03-07"].map((at) => `shop-eu-west-1-${at}`);

/** Copies of an engine version that RDS does not list any more. */
const OF_OLD_VERSION = ["2026-02-01-03-07", "2026-01-31-03-07"].map((at) => `ledger-eu-west-1-${at}`);

/** What a restore of the newest copy wants and the target region does not have. */
const MISSING_GROUP = { is: "group", of: "parameters", name: "orders-postgres16", region: ROUTE.targetRegion } as const;

const warning = (want: Want): Covered["warnings"][number] => ({ about: wantKey(want), ...lacking(want) });

function row(database: string, troubles: Covered["troubles"], deletions: readonly string[] = []): Covered {
  return {
    route: ROUTE,
    database,
    resourceId: `db-${database}`,
    selected: true,
    exists: true,
    age: undefined,
    restingAge: undefined,
    newest: undefined,
    kept: 3,
    held: 0,
    endedHolds: [],
    unrestorable: 0,
    warnings: [],
    keys: [],
    optionGroups: [],
    inProgress: undefined,
    deletions,
    troubles,
    unsure: [],
  };
}

function sampleCoverage(): Coverage {
  const place = (database: string) => ({ route: ROUTE, database, resourceId: `db-${database}` });
  const late = troubleOf("stale", place("orders"), NO_BACKUP, new Date("2026-02-02T15:07:00Z"));
  const disabled = uncovered(database("wiki"));
  const old = retired({ engine: "postgres", version: "11.4", region: ROUTE.targetRegion });
  const lost = { ...troubleOf("unrestorable", place("ledger"), old), copies: OF_OLD_VERSION };
  const databases = [
    { ...row("orders", [late]), warnings: [warning(MISSING_GROUP)] },
    row("ledger", [lost]),
    row("wiki", disabled ? [troubleOf("uncovered", place("wiki"), disabled)] : []),
    row("shop", [], SUPERFLUOUS),
  ];
  const route = { route: ROUTE, reach: "whole", troubles: [], unsure: [], areAgesKnown: true, age: 0 } as const;
  return { databases, routes: [route] };
}

const database = (id: string): Database => ({
  kind: "instance",
  id,
  resourceId: `db-${id}`,
  engine: "mysql",
  status: "available",
  createdAt: undefined,
  backupRetentionDays: 0,
  backupTarget: "region",
  memberOf: undefined,
  tags: {},
});

const fenced = (message: Message | undefined): string =>
  ["```", `Subject: ${message?.subject}`, "", message?.text.trimEnd(), "```"].join("\n");

export const sampleChanges = (): string =>
  fenced(messageOf(compare(NOTHING_TOLD, sampleCoverage()), "1 -", ORIGIN, NOW));

export const sampleDigest = (): string =>
  fenced(digestOf(sampleCoverage(), {}, ORIGIN, new Date("2026-02-03T06:00:00Z")));

/** The subject and what a database is told with. */
export function samplePiece(): string {
  const text = sampleChanges();
  const subject = /^Subject: .*$/m.exec(text)?.[0];
  const paragraph = /^1\. [\s\S]*?\n(?=\n)/m.exec(text)?.[0].trimEnd();
  return ["```", subject, "", paragraph, "```"].join("\n");
}
