import { describe, expect, test } from "@jest/globals";
import type { Database } from "../../../../handlers/core/model";
import { withMembers } from "../../../../handlers/core/sheet/members";
import type { ClusterShape, InstanceShape } from "../../../../handlers/core/sheet/shape";
import { cluster, database } from "../builders";

const member = (id: string, shape: Omit<InstanceShape, "kind">, fields: Partial<Database> = {}) =>
  database({ id, memberOf: "ledger", shape: { kind: "instance", ...shape }, ...fields });
const ledger = (shape: Omit<ClusterShape, "kind"> = {}, fields: Partial<Database> = {}) =>
  cluster({ id: "ledger", shape: { kind: "cluster", ...shape }, ...fields });
const shapeOf = (one: Database, members: readonly Database[]) => withMembers([one], members)[0]?.shape;

describe("the members of a cluster", () => {
  test("that are alike are one entry, by class, promotion tier and parameter group", () => {
    const large = { class: "db.r7g.large", parameterGroup: "ledger-16" };
    const members = [
      member("b", large, { promotionTier: 1 }),
      member("a", large, { promotionTier: 1 }),
      member("c", large, { promotionTier: 15 }),
      member("d", { ...large, class: "db.serverless" }, { promotionTier: 1 }),
      member("e", { class: "db.r7g.large" }, { promotionTier: 1 }),
    ];
    expect(shapeOf(ledger(), members)).toEqual({
      kind: "cluster",
      members: [
        { ...large, promotionTier: 1, count: 2 },
        { ...large, class: "db.serverless", promotionTier: 1, count: 1 },
        { class: "db.r7g.large", promotionTier: 1, count: 1 },
        { ...large, promotionTier: 15, count: 1 },
      ],
    });
  });

  test("begin with the writer, in whatever tier it is", () => {
    const members = [
      member("a", { class: "db.r7g.large" }, { promotionTier: 0 }),
      member("z", { class: "db.r7g.4xlarge" }, { promotionTier: 15 }),
    ];
    expect(shapeOf(ledger({}, { writer: "z" }), members)).toMatchObject({
      members: [{ class: "db.r7g.4xlarge" }, { class: "db.r7g.large" }],
    });
  });

  test("give it what they all have, and name that in which they differ", () => {
    const members = [
      member("a", { ca: "rds-ca-rsa2048-g1", minorUpgrades: true, monitoringSeconds: 60 }),
      member("b", { ca: "rds-ca-rsa2048-g1", minorUpgrades: false }),
    ];
    const shape = shapeOf(ledger(), members);
    expect(shape).toMatchObject({ ca: "rds-ca-rsa2048-g1", membersDiffer: ["minorUpgrades", "monitoringSeconds"] });
    expect(shape).not.toHaveProperty("minorUpgrades");
    expect(shape).not.toHaveProperty("monitoringSeconds");
  });

  test("do not change what RDS tells of the cluster itself", () => {
    const members = [member("a", { monitoringSeconds: 60 }), member("b", { monitoringSeconds: 30 })];
    const shape = shapeOf(ledger({ monitoringSeconds: 15 }), members);
    expect(shape).toMatchObject({ monitoringSeconds: 15 });
    expect(shape).not.toHaveProperty("membersDiffer");
  });

  test("say what they have where RDS tells of the cluster itself that it is off", () => {
    const of = (...seconds: number[]) =>
      shapeOf(
        ledger({ monitoringSeconds: 0, performanceInsights: false, minorUpgrades: false }),
        seconds.map((monitoringSeconds, index) =>
          member(`m${index}`, { monitoringSeconds, performanceInsights: true, minorUpgrades: true }),
        ),
      );
    expect(of(60, 60)).toMatchObject({ monitoringSeconds: 60, performanceInsights: true, minorUpgrades: true });
    expect(of(60, 30)).toMatchObject({ membersDiffer: ["monitoringSeconds"], minorUpgrades: true });
    expect(of(60, 30)).not.toHaveProperty("monitoringSeconds");
  });

  test("are those of this cluster alone", () => {
    const others = [member("a", {}, { memberOf: "other" }), member("b", {}, { memberOf: undefined })];
    expect(shapeOf(ledger(), others)).toEqual({ kind: "cluster" });
  });

  test("make no shape of a cluster that has none", () => {
    expect(shapeOf(ledger({}, { shape: undefined }), [member("a", {})])).toBeUndefined();
  });
});
