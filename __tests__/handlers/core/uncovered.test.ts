import { describe, expect, test } from "@jest/globals";
import { saying } from "../../../handlers/core/actions";
import type { Database } from "../../../handlers/core/model";
import { uncovered } from "../../../handlers/core/uncovered";
import { cluster, database } from "./builders";

describe("can be copied:", () => {
  test.each<[string, Database]>([
    ["an instance", database()],
    ["an Oracle instance", database({ engine: "oracle-ee" })],
    ["an instance that is stopped", database({ status: "stopped" })],
    ["an instance with backups of one day", database({ backupRetentionDays: 1 })],
    ["an Aurora MySQL cluster", cluster({ engine: "aurora-mysql" })],
    ["an Aurora PostgreSQL cluster", cluster({ engine: "aurora-postgresql" })],
    ["an old Aurora cluster", cluster({ engine: "aurora" })],
  ])("%s", (_, given) => {
    expect(uncovered(given)).toBeUndefined();
  });
});

describe("is uncovered, with what to do:", () => {
  test.each<[string, Database, { reason: string; message: string }]>([
    [
      "a database without automated backups",
      database({ backupRetentionDays: 0 }),
      {
        reason: "backups-disabled",
        message: "automated backups are disabled: set its backup retention period to at least 1 day, or exclude it",
      },
    ],
    [
      "a Multi-AZ DB cluster",
      cluster({ engine: "mysql" }),
      {
        reason: "multi-az-cluster",
        message: "RDS cannot copy snapshots of Multi-AZ DB clusters (mysql): exclude it, or protect it in another way",
      },
    ],
    [
      "RDS Custom",
      database({ engine: "custom-oracle-ee" }),
      {
        reason: "rds-custom",
        message: "snapshots of RDS Custom (custom-oracle-ee) cannot be copied by this tool: exclude it",
      },
    ],
    [
      "a database on an Outpost",
      database({ backupTarget: "outposts" }),
      { reason: "not-in-region", message: 'its backups are kept in "outposts", not in the region: exclude it' },
    ],
    [
      "a database in a local zone",
      database({ backupTarget: "local" }),
      { reason: "not-in-region", message: 'its backups are kept in "local", not in the region: exclude it' },
    ],
  ])("%s", (_, given, expected) => {
    const gap = uncovered(given);
    expect(gap && saying(gap)).toMatchObject(expected);
  });
});
