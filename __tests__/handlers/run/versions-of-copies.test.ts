import { describe, expect, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { RdsError } from "../../../handlers/rds/errors";
import type { Offers as AllOffers, Offered } from "../../../handlers/rds/offers";
import { MOST_VERSIONS, versionsOfCopies } from "../../../handlers/run/versions-of-copies";
import { copyOf, database, FRANKFURT, IRELAND, snapshotOf } from "./estate";

type Offers = Pick<AllOffers, "versions">;

const orders = snapshotOf(database("orders"));
const copyOfVersion = (engineVersion: string | undefined, region = FRANKFURT, engine = "postgres"): TargetSnapshot =>
  copyOf(orders, region, { engine, engineVersion });

/** RDS, which lists these versions of any engine, and what it was asked. */
function listing(versions: Readonly<Record<string, Offered>>, all = versions): Offers & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    versions: async (region, engine, version) => {
      asked.push([region, engine, version ?? "*"].join(" "));
      const found = version === undefined ? all : { [version]: versions[version] };
      return new Map(Object.entries(found).flatMap(([one, offered]) => (offered ? [[one, offered]] : [])));
    },
  };
}

const MUCH_TIME = { timeLeft: () => 900_000 };
const look = (copies: readonly TargetSnapshot[], offers: Offers, run = MUCH_TIME) =>
  versionsOfCopies(copies, offers, run);

describe("each engine version of our copies", () => {
  test("is asked for once in each target region, those of most copies first", async () => {
    const offers = listing({ "16.4": "available", "15.8": "available" });
    const copies = [
      copyOfVersion("15.8"),
      copyOfVersion("16.4"),
      copyOfVersion("16.4"),
      copyOfVersion("16.4", IRELAND),
      copyOfVersion("16.4", FRANKFURT, "mysql"),
      copyOfVersion(undefined),
    ];
    const found = await look(copies, offers);
    expect(offers.asked).toEqual([
      `${FRANKFURT} postgres 16.4`,
      `${FRANKFURT} postgres 15.8`,
      `${IRELAND} postgres 16.4`,
      `${FRANKFURT} mysql 16.4`,
    ]);
    expect(found).toEqual({ missing: new Map(), unknown: new Map(), deprecated: new Map() });
  });

  test("is fine while RDS lists it, be it as deprecated", async () => {
    const { missing, unknown } = await look([copyOfVersion("11.4")], listing({ "11.4": "deprecated" }));
    expect([missing.size, unknown.size]).toEqual([0, 0]);
  });

  test("is retired if RDS does not list it, asked for it and for all of its engine", async () => {
    const offers = listing({ "16.4": "available" });
    const { missing } = await look([copyOfVersion("11.4"), copyOfVersion("11.5")], offers);
    expect(missing.get("postgres 11.4 in eu-central-1")).toEqual({
      reason: "version-retired",
      about: "postgres 11.4",
      cause:
        "RDS does not list postgres 11.4 in eu-central-1, not even as deprecated, so that it refuses to restore a copy of it there, or restores it as another version",
      remedy:
        "upgrade databases that still run it, so that new copies can be restored; upgrade copies that are needed with aws rds modify-db-snapshot --engine-version, as far as RDS knows a way; delete those that nobody needs",
    });
    expect(missing.size).toBe(2);
    expect(offers.asked).toEqual([
      `${FRANKFURT} postgres 11.4`,
      `${FRANKFURT} postgres 11.5`,
      `${FRANKFURT} postgres *`,
    ]);
  });

  test("is not retired if the list of all has it", async () => {
    const { missing, unknown } = await look([copyOfVersion("11.4")], listing({}, { "11.4": "available" }));
    expect([missing.size, unknown.size]).toEqual([0, 0]);
  });

  test("is not known where RDS lists no version of its engine at all", async () => {
    const { missing, unknown } = await look([copyOfVersion("11.4")], listing({}));
    expect(missing.size).toBe(0);
    expect([...unknown]).toEqual([
      [
        "postgres 11.4 in eu-central-1",
        "the engine version postgres 11.4 in eu-central-1 could not be looked at: RDS lists no version of postgres there",
      ],
    ]);
  });

  test.each(["AccessDenied", "Throttling"])("is not known where RDS answers %s", async (code) => {
    const versions = () => Promise.reject(new RdsError("denied", code, "no"));
    const { missing, unknown } = await look([copyOfVersion("11.4")], { versions });
    expect(missing.size).toBe(0);
    expect([...unknown.values()]).toEqual([
      `the engine version postgres 11.4 in eu-central-1 could not be looked at: ${code}: no`,
    ]);
  });

  test("is one of 200 at most, and the rest is said", async () => {
    const versions = Array.from({ length: MOST_VERSIONS + 3 }, (_, at) => `16.${at}`);
    const offers = listing(Object.fromEntries(versions.map((version) => [version, "available" as const])));
    const { unknown } = await look(
      versions.map((version) => copyOfVersion(version)),
      offers,
    );
    expect(offers.asked).toHaveLength(MOST_VERSIONS);
    expect([...unknown.keys()]).toEqual(["16.200", "16.201", "16.202"].map((one) => `postgres ${one} in eu-central-1`));
    expect([...unknown.values()][0]).toContain("was not looked at, as a run looks at 200 at most");
  });

  test("is not asked for without time, which is said", async () => {
    const offers = listing({ "16.4": "available" });
    const { unknown } = await look([copyOfVersion("16.4")], offers, { timeLeft: () => 20_000 });
    expect(offers.asked).toEqual([]);
    expect([...unknown.values()]).toEqual([
      "the engine version postgres 16.4 in eu-central-1 was not looked at, as there was no time left",
    ]);
  });
});

test.each([
  ["mysql", "modify-db-snapshot"],
  ["oracle-se2-cdb", "modify-db-snapshot"],
  ["aurora-mysql", "restore copies that are needed with the --engine-version"],
  ["sqlserver-se", "where RDS still lists it"],
])("of %s the remedy is what RDS knows: %s", async (engine, way) => {
  const offers: Offers = {
    versions: async (_region, _engine, version) => new Map(version ? [] : [["99", "available"]]),
  };
  const { missing } = await look([copyOfVersion("5.7", FRANKFURT, engine)], offers);
  expect(missing.get(`${engine} 5.7 in eu-central-1`)?.remedy).toContain(way);
});
