import { expect, test } from "@jest/globals";
import type { QuotaUse } from "../../../handlers/core/quota";
import { quotaMessage } from "../../../handlers/run/quota-message";
import { FRANKFURT } from "./estate";

const TEXT = "Cannot create more than 100 manual snapshots";
const route = { kind: "instance", targetRegion: FRANKFURT } as const;
const use: QuotaUse = {
  route,
  used: 100,
  maximum: 100,
  ours: 1,
  oursOrphaned: 0,
  others: 99,
  databases: 1,
  share: 3,
  needed: 3,
  headroom: 5,
  fullOn: undefined,
};

test("says who has the places, and how many would be enough, also where nearly all are somebody else's", () => {
  expect(quotaMessage({ route, quota: use }, TEXT)).toBe(
    "Cannot create more than 100 manual snapshots. The run began with 100 of 100 allowed manual instance snapshots in eu-central-1: " +
      "1 copies of selected databases, 0 of databases that are gone or not selected any more, 99 not ours; " +
      "1 databases with 3 copies each need 3, and manual_snapshot_headroom leaves 5 free. " +
      "To remedy, raise L-272F1212 in eu-central-1 to 107 or more, or keep fewer copies",
  );
});

test("does no sum that is false while some have more copies than they keep", () => {
  expect(quotaMessage({ route, quota: { ...use, databases: 4, needed: 15 } }, TEXT)).toContain(
    "4 databases with at least 3 copies each need 15",
  );
});

test("advises only what can help", () => {
  const orphaned = quotaMessage({ route, quota: { ...use, share: 1, oursOrphaned: 60, others: 39 } }, TEXT);
  expect(orphaned).toContain("or more, or delete those of the 60 orphaned copies that you do not need");
  expect(orphaned).not.toContain("keep fewer");
});

test("names the quota of the kind, and does no sum of what it does not know", () => {
  expect(quotaMessage({ route: { ...route, kind: "cluster" } }, TEXT)).toBe(
    "Cannot create more than 100 manual snapshots. To remedy, raise L-9B510759 in eu-central-1, or keep fewer copies",
  );
  expect(quotaMessage({ route, quota: { ...use, maximum: undefined } }, TEXT)).toContain(
    "began with 100 manual instance",
  );
});
