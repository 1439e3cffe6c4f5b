import { describe, expect, test } from "@jest/globals";
import { summaryText } from "../../../cli/summary/text";
import type { Origin } from "../../../handlers/core/told/command";
import { BAD_DAY, returned, toldTrouble } from "./returned";

const ORIGIN: Origin = {
  name: "prod",
  account: "123456789012",
  sourceRegion: "eu-west-1",
  logGroup: "/aws/lambda/prod-sweep",
};

describe("the summary of a run, for people", () => {
  test("has numbers, then what failed and is no trouble, then troubles, the worst first", () => {
    expect(
      summaryText(BAD_DAY, 80, ORIGIN),
    ).toBe(`Daily run of prod in eu-west-1: 3 copies started, 2 deleted, 3 failures

Databases     214 listed, 200 selected, 1 of them cannot be copied
Copies        3 started, 2 deleted, 12 in progress
Left behind   4 of databases that are gone or not selected: nothing deletes them
Waiting       33: slots 31, one-at-a-time 2
Left out      14: excluded 10, cluster-member 4
To be copied  1234 GiB, as if each were the first of its database
Greatest age  eu-central-1 23.4 h
Quota         instances in eu-central-1: 97 of 100 (80 ours, 4 ours of databases
              that are gone or not selected, 13 of others); the settings need
              600 in the long run: full on 4 Feb 2026, if it goes on so

FAILED: 3, 2 of them told below
- shop (cluster) in eu-central-1: shop-eu-west-1-2026-01-26-03-07 was not
  deleted: AccessDenied: an explicit deny in a service control policy.
Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#denied

IN TROUBLE: 3 troubles

1. No fresh copy: orders in eu-central-1
   Since 2 Feb 2026, 15:07 UTC.
   Why: RDS has taken no backup since 2026-02-01 03:07 UTC.
   What to do: look at its status (storage-full) and its RDS events.
   Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#no-backup
   To see more:
     aws logs tail /aws/lambda/prod-sweep --region eu-west-1 --since 1d \\
       --filter-pattern '{ ($.database = "orders") || ($.database = "*") }'

2. Copying fails: 2 databases in eu-central-1
   billing, ledger.
   Why: RDS refused its copy: the key
   arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
   is disabled.
   What to do: enable it.
   Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#key-not-accessible
   To see more:
     aws kms describe-key --region eu-central-1 \\
       --key-id arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
`);
  });

  test.each([60, 80, 120, 160, Number.POSITIVE_INFINITY])(
    "has no line of more than %s columns, nor than 120, but for single words and their label",
    (columns) => {
      const isLong = (line: string) => line.length > Math.min(columns, 120) && !/^\s*(\S+: |--key-id )?\S+$/.test(line);
      const long = summaryText(BAD_DAY, columns, ORIGIN).split("\n").filter(isLong);
      expect(long.filter((line) => !line.includes("--filter-pattern"))).toEqual([]);
    },
  );

  test("of a dry run says that nothing was done, and what would be", () => {
    const dry = returned({ dry_run: true, copied: 0, deleted: 0, planned: { retention: 2, "new-snapshot": 7 } });
    const text = summaryText(dry, 80);
    expect(text).toMatch(/^Follow-up, dry: 9 actions planned; nothing was started, deleted or told\n/);
    expect(text).toContain("\nPlanned       9: new-snapshot 7, retention 2\n");
    expect(text).not.toContain("started, 0 deleted");
  });

  test("has no command that shows more where nothing is deployed", () => {
    expect(summaryText(BAD_DAY, 80)).not.toContain("To see more");
  });

  test("says that nothing is in trouble only as far as the run could see, and where it could not", () => {
    const text = summaryText(
      returned({
        unseen_target_regions: ["eu-north-1"],
        briefly_seen_kinds: ["cluster"],
        recovery_point_age_seconds: {},
      }),
      80,
    );
    expect(text).toContain("\nNothing that this run could see is in trouble.\n");
    expect(text).toContain("\nNot seen      eu-north-1: not in full");
    expect(text).toContain("\nSeen briefly  clusters: only");
    expect(text).not.toContain("Greatest age");
  });

  test("counts failures and troubles that it does not list", () => {
    const failed = Array.from({ length: 30 }, (_, at) => ({
      kind: "instance" as const,
      database: `shop-${at}`,
      target_region: null,
      reason: "denied",
      message: `message ${at}`,
    }));
    const text = summaryText(returned({ failed, troubles: [toldTrouble()], troubles_by_kind: { stale: 1500 } }), 80);
    expect(text).toContain("FAILED: 30\n- shop-0: message 0.");
    expect(text).toContain("\n- and 10 more\nRunbook: https://");
    expect(text).toContain("IN TROUBLE: 1500 troubles, of which 1 are known here");
  });

  test("tells what failed for one reason in one item", () => {
    const failed = ["a", "b", "c"].map((database) => ({
      kind: "cluster" as const,
      database,
      target_region: "eu-central-1",
      reason: "denied",
      message: "no",
    }));
    expect(summaryText(returned({ failed }), 120)).toContain(
      "FAILED: 3\n- a (cluster), b (cluster), c (cluster) in eu-central-1: no.\nRunbook:",
    );
  });
});
