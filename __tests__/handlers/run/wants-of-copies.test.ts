import { describe, expect, test } from "@jest/globals";
import { type Copy, ownership } from "../../../handlers/core/ownership";
import type { Shape } from "../../../handlers/core/sheet/shape";
import { sheetTags } from "../../../handlers/core/sheet/sheet";
import { RdsError } from "../../../handlers/rds/errors";
import type { Offers } from "../../../handlers/rds/offers";
import { needsOfCopies } from "../../../handlers/run/needs-of-copies";
import { MOST_CLASSES, wantsOfCopies } from "../../../handlers/run/wants-of-copies";
import {
  ALL_OFFERED,
  copyOf,
  DEPLOYMENT,
  database,
  FRANKFURT,
  IRELAND,
  runOn,
  snapshotOf,
  TONIGHT,
  USABLE_KEYS,
} from "./estate";

const SHAPE: Shape = {
  kind: "instance",
  class: "db.m7g.large",
  parameterGroup: "Tuned",
  subnetGroup: "private",
};
const MUCH_TIME = { timeLeft: () => 900_000 };

function copy(id: string, shape: Shape = SHAPE, region = FRANKFURT, daysAgo = 0, version = "16.4"): Copy {
  const source = snapshotOf(database(id), new Date(TONIGHT.getTime() - daysAgo * 86_400_000));
  const tags = sheetTags(shape).tags;
  const owned = ownership(copyOf(source, region, { engine: "postgres", engineVersion: version, tags }), {
    deployment: DEPLOYMENT,
    now: TONIGHT,
  });
  if (owned.owner !== "ours") throw new Error("not ours");
  return owned.copy;
}

/** RDS, which has these classes and groups, and what it was asked. */
function having(names: readonly string[]): Offers & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    ...ALL_OFFERED,
    asked,
    hasClass: async (name, { engine, version, region }) => {
      asked.push(`${name} ${engine} ${version} ${region}`);
      return names.includes(name);
    },
    groups: async (region, of) => {
      asked.push(`${of} ${region}`);
      return new Map(names.map((name) => [name, undefined]));
    },
  };
}

describe("what the newest copies want", () => {
  test("is asked for once for each version and class, and by one list for each kind of group in a region", async () => {
    const offers = having(["db.m7g.large", "tuned", "private"]);
    const copies = [
      copy("a"),
      copy("b"),
      copy("c", { ...SHAPE, parameterGroup: "private" }),
      copy("a", SHAPE, IRELAND),
    ];
    const found = await wantsOfCopies(copies, offers, MUCH_TIME);
    expect(offers.asked.sort()).toEqual([
      "db.m7g.large postgres 16.4 eu-central-1",
      "db.m7g.large postgres 16.4 eu-west-1",
      "parameters eu-central-1",
      "parameters eu-west-1",
      "subnets eu-central-1",
      "subnets eu-west-1",
    ]);
    expect(found).toEqual({ missing: new Map(), unknown: new Map() });
  });

  test("is missing where RDS does not have it", async () => {
    const { missing } = await wantsOfCopies([copy("a")], having(["private"]), MUCH_TIME);
    expect([...missing.values()]).toEqual([
      {
        reason: "group-missing",
        about: "DB parameter group Tuned",
        cause: "there is no DB parameter group Tuned in eu-central-1",
        remedy: "make it there, as a copy has only its name; or choose another on the day",
      },
      {
        reason: "class-not-offered",
        about: "db.m7g.large for postgres 16.4",
        cause: "RDS does not offer db.m7g.large for postgres 16.4 in eu-central-1",
        remedy: "choose another class that it may be restored with, and note it where people look on the day",
      },
    ]);
  });

  test("is what the newest available copy of each database has, not what older ones had", async () => {
    const offers = having([]);
    const failed = copy("a", { kind: "instance", class: "db.of-failed" });
    const copies = [
      copy("a", { kind: "instance", class: "db.old" }, FRANKFURT, 2),
      copy("a", { kind: "instance", class: "db.new" }, FRANKFURT, 1),
      { ...failed, snapshot: { ...failed.snapshot, status: "failed" } },
    ];
    await wantsOfCopies(copies, offers, MUCH_TIME);
    expect(offers.asked).toEqual(["db.new postgres 16.4 eu-central-1"]);
  });

  test("is no class of a version that RDS does not list", async () => {
    const offers = having(["tuned", "private"]);
    const { missing } = await wantsOfCopies([copy("a")], offers, MUCH_TIME, new Set(["postgres 16.4 in eu-central-1"]));
    expect(missing.size).toBe(0);
  });

  test("is not known where RDS does not answer, or there is no time", async () => {
    const refuse = () => Promise.reject(new RdsError("denied", "AccessDenied", "no"));
    const denied = await wantsOfCopies([copy("a")], { ...ALL_OFFERED, hasClass: refuse, groups: refuse }, MUCH_TIME);
    expect(denied.missing.size).toBe(0);
    expect([...denied.unknown.values()]).toEqual([
      "the DB parameter group Tuned in eu-central-1 could not be looked at: AccessDenied: no",
      "the DB subnet group private in eu-central-1 could not be looked at: AccessDenied: no",
      "the class db.m7g.large for postgres 16.4 in eu-central-1 could not be looked at: AccessDenied: no",
    ]);
    const late = await wantsOfCopies([copy("a")], having([]), { timeLeft: () => 20_000 });
    expect([...late.unknown.values()][0]).toContain("was not looked at, as there was no time left");
  });

  test("is of 200 classes at most, and the rest is said", async () => {
    const offers = having([]);
    const copies = Array.from({ length: MOST_CLASSES + 2 }, (_, at) =>
      copy(`db-${at}`, { kind: "instance", class: `db.c${at}.large` }),
    );
    const { missing, unknown } = await wantsOfCopies(copies, offers, MUCH_TIME);
    expect([offers.asked.length, missing.size, unknown.size]).toEqual([MOST_CLASSES, MOST_CLASSES, 2]);
    expect([...unknown.values()][0]).toContain("as a run looks at 200 classes at most");
  });
});

describe("restore_checks", () => {
  const deprecating: Offers = {
    ...having([]),
    versions: async (_r, _e, version = "") => new Map([[version, "deprecated"]]),
  };
  const found = (restoreChecks: "keys" | "all" | "off") =>
    needsOfCopies([copy("a")], { keys: USABLE_KEYS, offers: deprecating }, runOn({}, { restoreChecks }));

  test("= off looks at nothing", async () => {
    expect(await found("off")).toBeUndefined();
  });

  test("= keys warns of nothing", async () => {
    expect((await found("keys"))?.warnings.size).toBe(0);
  });

  test("= all warns of versions that are deprecated, of classes and of groups", async () => {
    const { warnings, missing } = (await found("all")) ?? {};
    expect([...(warnings?.values() ?? [])].map(({ reason }) => reason)).toEqual([
      "version-deprecated",
      "group-missing",
      "group-missing",
      "class-not-offered",
    ]);
    expect(missing?.size).toBe(0);
  });
});
