import { expect, test } from "@jest/globals";
import { familyOf } from "../../../cli/restore/family";

test.each([
  ["postgres", "16.4", "postgres16"],
  ["postgres", "9.6.24", "postgres9.6"],
  ["postgres", "10.23", "postgres10"],
  ["aurora-postgresql", "15.10", "aurora-postgresql15"],
  ["mysql", "8.0.39", "mysql8.0"],
  ["mysql", "8.4.3", "mysql8.4"],
  ["mariadb", "10.11.8", "mariadb10.11"],
  ["aurora-mysql", "8.0.mysql_aurora.3.07.1", "aurora-mysql8.0"],
  ["oracle-ee", "19.0.0.0.ru-2024-07.rur-2024-07.r1", "oracle-ee-19"],
  ["oracle-se2-cdb", "21.0.0.0.ru-2024-07.rur-2024-07.r1", "oracle-se2-cdb-21"],
  ["sqlserver-se", "15.00.4395.2.v1", "sqlserver-se-15.0"],
  ["sqlserver-ex", "16.00.4165.4.v1", "sqlserver-ex-16.0"],
  ["db2-se", "11.5.9.0.sb00045005.r1", "db2-se-11.5"],
  ["something", "1.2", undefined],
  ["postgres", undefined, undefined],
])("%s %s has parameter groups of the family %s", (engine, version, family) => {
  expect(familyOf(engine, version)).toBe(family);
});
