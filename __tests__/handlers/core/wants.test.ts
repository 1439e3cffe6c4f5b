import { describe, expect, test } from "@jest/globals";
import type { Shape } from "../../../handlers/core/sheet/shape";
import { sheetTags } from "../../../handlers/core/sheet/sheet";
import { wantKey, wantsOf } from "../../../handlers/core/wants";
import { copyOf, today } from "./builders";

const wantsIn = (shape: Shape, engineVersion: string | undefined = "16.4") =>
  wantsOf(copyOf(today, { engine: "postgres", engineVersion, tags: sheetTags(shape).tags })).map(wantKey);

describe("what a restore wants", () => {
  test("of an instance are its class and its groups, in the target region", () => {
    const shape: Shape = {
      kind: "instance",
      class: "db.m7g.large",
      parameterGroup: "orders-pg16",
      optionGroup: "orders-options",
      subnetGroup: "private",
      securityGroups: ["sg-0a1b2c3d4e5f67890"],
    };
    expect(wantsIn(shape)).toEqual([
      "db.m7g.large for postgres 16.4 in eu-central-1",
      "DB parameter group orders-pg16 in eu-central-1",
      "option group orders-options in eu-central-1",
      "DB subnet group private in eu-central-1",
    ]);
  });

  test("of a cluster are the classes and groups of its members too", () => {
    const members = [
      { class: "db.r6g.large", count: 1, parameterGroup: "writer" },
      { class: "db.serverless", count: 2, parameterGroup: "default.aurora-postgresql16" },
    ];
    expect(wantsIn({ kind: "cluster", parameterGroup: "shop", subnetGroup: "default", members })).toEqual([
      "db.r6g.large for postgres 16.4 in eu-central-1",
      "db.serverless for postgres 16.4 in eu-central-1",
      "DB parameter group writer in eu-central-1",
      "DB cluster parameter group shop in eu-central-1",
      "DB subnet group default in eu-central-1",
    ]);
  });

  test("are no default parameter or option groups, which RDS makes itself", () => {
    const groups = { parameterGroup: "default.postgres16", optionGroup: "default:postgres-16" };
    expect(wantsIn({ kind: "instance", ...groups })).toEqual([]);
  });

  test("are no option group where the copy has brought one, whatever RDS calls it", () => {
    const { tags } = sheetTags({ kind: "instance", optionGroup: "orders-options" });
    const wants = (optionGroup: string) => wantsOf(copyOf(today, { tags, optionGroup })).map(wantKey);
    expect(wants("orders-options-7f")).toEqual([]);
    expect(wants("default:postgres-16")).toEqual(["option group orders-options in eu-central-1"]);
  });

  test("are no classes where the version is not known", () => {
    expect(
      wantsOf({ ...copyOf(today, { tags: sheetTags({ kind: "instance", class: "db.m7g.large" }).tags }) }),
    ).toEqual([]);
  });

  test("are not known of a copy without a sheet, or with one that was changed", () => {
    const { tags } = sheetTags({ kind: "instance", class: "db.m7g.large" });
    const forged = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value.replace("m7g", "x2g")]));
    const engine = { engine: "postgres", engineVersion: "16.4" };
    expect(wantsOf(copyOf(today, engine))).toEqual([]);
    expect(wantsOf(copyOf(today, { ...engine, tags: forged }))).toEqual([]);
  });
});
