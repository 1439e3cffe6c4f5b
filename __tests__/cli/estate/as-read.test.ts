import { expect, test } from "@jest/globals";
import { asRead } from "../../../cli/estate/as-read";
import type { EstateLook } from "../../../cli/estate/look";
import { RdsError } from "../../../handlers/rds/errors";
import { sweep } from "../../../handlers/run/sweep";
import {
  ALL_THERE,
  copyOf,
  DEPLOYMENT,
  database,
  FRANKFURT,
  IRELAND,
  runOn,
  snapshotOf,
} from "../../handlers/run/estate";

const orders = database("orders");
const old = snapshotOf(orders, new Date("2026-01-20T03:07:00Z"));
const DENIED = new RdsError(
  "denied",
  "AccessDenied",
  "User: person is not authorized to perform: rds:DescribeDBSnapshots on resource: * because no identity-based policy allows it",
);

async function look(deny: (run: ReturnType<typeof runOn>) => void) {
  const run = runOn(
    { databases: [orders], snapshots: [old], copies: [copyOf(old, FRANKFURT), copyOf(old, IRELAND)] },
    {},
  );
  deny(run);
  const seen = await sweep("daily", { ...run, readOnly: true }, ALL_THERE);
  const deployed = { deployment: DEPLOYMENT } as EstateLook["deployed"];
  return { before: seen, after: asRead({ ...seen, deployed }) };
}

test("a target region that may not be read is a fault of the credentials, not of the deployment", async () => {
  const { before, after } = await look(({ services }) => {
    services.instance.listCopies = async () => Promise.reject(DENIED);
  });
  expect(before.coverage.routes.flatMap(({ troubles }) => troubles).length).toBeGreaterThan(0);
  expect(after.coverage.routes.flatMap(({ troubles }) => troubles)).toEqual([]);
  expect(after.report.coverage).toBe(after.coverage);
  expect(after.unread).toEqual(
    [FRANKFURT, IRELAND].map((region) => ({
      of: `instances in ${region}`,
      cause: expect.stringContaining(`rds:DescribeDBSnapshots is not allowed in ${region}`),
      remedy: expect.stringContaining("--print-policy"),
    })),
  );
  expect(after.report.kinds.flatMap(({ routes }) => routes.flatMap(({ outcomes }) => outcomes))).toEqual([]);
});

test("why a database is late is not known where its snapshots may not be read; that it is late stands", async () => {
  const { after } = await look(({ services }) => {
    services.instance.listSnapshots = async () => Promise.reject(DENIED);
  });
  expect(after.coverage.databases.map(({ troubles }) => troubles)).toMatchObject([
    [{ trouble: "stale", reason: "unread", cause: expect.stringContaining("not known") }],
    [{ trouble: "stale", reason: "unread" }],
  ]);
  expect(after.unread).toMatchObject([{ of: `instances in ${DEPLOYMENT.sourceRegion}` }]);
});

test("the action is named also where AWS does not name it", async () => {
  const hidden = new RdsError("denied", "AccessDenied", "Access denied");
  const { after } = await look(({ services }) => {
    services.cluster.listDatabases = async () => Promise.reject(hidden);
    services.instance.listSnapshots = async () => Promise.reject(hidden);
  });
  expect(after.unread.map(({ cause }) => cause.split(" ")[0]).sort()).toEqual([
    "rds:DescribeDBClusters",
    "rds:DescribeDBSnapshots",
  ]);
});

test("what all can read is as the run saw it", async () => {
  const { before, after } = await look(() => undefined);
  expect(after).toEqual({ coverage: before.coverage, report: before.report, unread: [] });
});
