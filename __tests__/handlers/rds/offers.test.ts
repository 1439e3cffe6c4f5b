import { describe, expect, test } from "@jest/globals";
import { rdsClients } from "../../../handlers/rds/clients";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { type Offers, offers } from "../../../handlers/rds/offers";
import { type Answer, answer, FakeRds, type RdsCall } from "./fake-rds";

async function asking<T>(respond: (call: RdsCall) => Answer, ask: (offers: Offers) => Promise<T>) {
  const rds = new FakeRds(respond);
  const deadline = deadlineIn(60_000);
  try {
    return { rds, found: await ask(offers(rdsClients(rds.requestHandler), deadline)) };
  } finally {
    deadline.clear();
  }
}

interface Version {
  readonly Engine?: string;
  readonly EngineVersion?: string;
  readonly Status?: string;
}
const listed = (versions: readonly Version[], Marker?: string) =>
  answer("DescribeDBEngineVersions", {
    Marker,
    DBEngineVersions: versions.map((one) => ({ Engine: "postgres", ...one })),
  });

describe("engine versions", () => {
  test("are asked for in their region, deprecated ones too", async () => {
    const { rds, found } = await asking(
      () => listed([{ EngineVersion: "11.4", Status: "deprecated" }]),
      ({ versions }) => versions("eu-central-1", "postgres", "11.4"),
    );
    expect(rds.calls).toEqual([
      {
        region: "eu-central-1",
        action: "DescribeDBEngineVersions",
        params: { Engine: "postgres", EngineVersion: "11.4", IncludeAll: "true" },
      },
    ]);
    expect([...found]).toEqual([["11.4", "deprecated"]]);
  });

  test("are read from all pages", async () => {
    const { rds, found } = await asking(
      ({ params }) =>
        params.Marker
          ? listed([{ EngineVersion: "16.4" }])
          : listed([{ EngineVersion: "15.8", Status: "available" }], "m"),
      ({ versions }) => versions("eu-central-1", "postgres"),
    );
    expect(rds.calls).toHaveLength(2);
    expect([...found]).toEqual([
      ["15.8", "available"],
      ["16.4", "available"],
    ]);
  });

  test("are offered if one of their modes is, and are of the engine", async () => {
    const { found } = await asking(
      () =>
        listed([
          { EngineVersion: "5.7", Status: "available" },
          { EngineVersion: "5.7", Status: "deprecated" },
          { EngineVersion: "5.8", Status: "deprecated" },
          { EngineVersion: "5.8", Status: "available" },
          { Engine: "mysql", EngineVersion: "5.9" },
          {},
        ]),
      ({ versions }) => versions("eu-central-1", "postgres"),
    );
    expect([...found]).toEqual([
      ["5.7", "available"],
      ["5.8", "available"],
    ]);
  });

  test("may be none", async () => {
    const { found } = await asking(
      () => listed([]),
      ({ versions }) => versions("eu-central-1", "postgres", "1"),
    );
    expect(found.size).toBe(0);
  });

  test("are not known from an answer without a list, which is cut off", async () => {
    const ask = asking(
      () => answer("DescribeDBEngineVersions", {}),
      ({ versions }) => versions("eu-central-1", "postgres", "1"),
    );
    await expect(ask).rejects.toMatchObject({ code: "transient", awsCode: "UnreadableAnswer" });
  });
});

describe("a class", () => {
  const of = { engine: "postgres", version: "16.4", region: "eu-central-1" };
  const options = (count: number, Marker?: string) =>
    answer("DescribeOrderableDBInstanceOptions", {
      Marker,
      OrderableDBInstanceOptions: Array.from({ length: count }, () => ({ DBInstanceClass: "db.m7g.large" })),
    });

  test("is offered if RDS has any option of it, as the first page tells", async () => {
    const { rds, found } = await asking(
      () => options(20, "more"),
      ({ hasClass }) => hasClass("db.m7g.large", of),
    );
    expect(found).toBe(true);
    expect(rds.calls).toEqual([
      {
        region: "eu-central-1",
        action: "DescribeOrderableDBInstanceOptions",
        params: { Engine: "postgres", EngineVersion: "16.4", DBInstanceClass: "db.m7g.large", MaxRecords: "20" },
      },
    ]);
  });

  test("is not offered where no page has one", async () => {
    const { rds, found } = await asking(
      ({ params }) => options(0, params.Marker ? undefined : "more"),
      ({ hasClass }) => hasClass("db.m7g.large", of),
    );
    expect([found, rds.calls.length]).toEqual([false, 2]);
  });
});

describe("groups", () => {
  test.each([
    ["parameters", "DescribeDBParameterGroups", "DBParameterGroups", "DBParameterGroupName"],
    [
      "cluster parameters",
      "DescribeDBClusterParameterGroups",
      "DBClusterParameterGroups",
      "DBClusterParameterGroupName",
    ],
    ["options", "DescribeOptionGroups", "OptionGroupsList", "OptionGroupName"],
    ["subnets", "DescribeDBSubnetGroups", "DBSubnetGroups", "DBSubnetGroupName"],
  ] as const)("of %s are listed by %s, over all pages", async (of, action, list, name) => {
    const { rds, found } = await asking(
      ({ params }) => {
        const Marker = params.Marker ? undefined : "more";
        const family = of.endsWith("parameters") ? { DBParameterGroupFamily: "postgres16" } : {};
        return answer(action, { Marker, [list]: [{ [name]: params.Marker ? "second" : "First", ...family }] });
      },
      ({ groups }) => groups("eu-central-1", of),
    );
    expect(rds.log).toEqual([`${action} eu-central-1`, `${action} eu-central-1`]);
    const family = of.endsWith("parameters") ? "postgres16" : undefined;
    expect([...found]).toEqual([
      ["first", family],
      ["second", family],
    ]);
  });

  test("are not known from an answer without a list", async () => {
    const ask = asking(
      () => answer("DescribeDBSubnetGroups", {}),
      ({ groups }) => groups("eu-central-1", "subnets"),
    );
    await expect(ask).rejects.toMatchObject({ awsCode: "UnreadableAnswer" });
  });
});
