import { describe, expect, test } from "@jest/globals";
import type { Coverage } from "../../../../handlers/core/coverage/model";
import type { Kind } from "../../../../handlers/core/model";
import type { QuotaUse } from "../../../../handlers/core/quota";
import { type DigestFacts, digestOf, isLosingMore } from "../../../../handlers/core/told/digest";
import { SETTINGS } from "../../../../settings/settings";
import { coverage, FRANKFURT, read, row, trouble } from "./coverages";

const NOW = new Date("2026-02-02T06:05:00Z");
const ORIGIN = { name: "prod", account: "123456789012", sourceRegion: "eu-west-1", logGroup: "/aws/lambda/prod" };

function digest(of: Coverage, facts: DigestFacts = {}, now = NOW) {
  const message = digestOf(of, facts, ORIGIN, now);
  if (message === undefined) throw new Error("no digest");
  return message;
}
const broken = coverage([row("orders", ["stale"]), row("billing")]);

const use = (kind: Kind, over: Partial<QuotaUse>): QuotaUse => ({
  route: { kind, targetRegion: "eu-central-1" },
  used: 11,
  maximum: 100,
  ours: 6,
  oursOrphaned: 2,
  others: 3,
  databases: 2,
  share: 3,
  needed: 8,
  headroom: 5,
  fullOn: undefined,
  ...over,
});

describe("a digest", () => {
  test("says what retention takes beyond the usual, however few a daily run may delete", () => {
    const deletions = Array.from({ length: SETTINGS.max_deletions_per_daily_run.is.min }, (_, at) => `copy-${at}`);
    expect(isLosingMore(row("orders", [], { deletions }))).toBe(true);
    expect(digest(coverage([row("orders", [], { deletions })])).text).toContain("DELETES MORE THAN USUAL");
  });

  test("is not sent while nothing stands and nothing but the usual is deleted", () => {
    const usual = coverage([row("orders", [], { deletions: ["orders-eu-west-1-2026-01-28-03-07"] })]);
    const facts = { quotas: [use("instance", { used: 10 })] };
    expect(digestOf(usual, facts, ORIGIN, NOW)).toBeUndefined();
  });

  test("says what stands, why, since when, and what to do", () => {
    const { text, subject } = digest(broken);
    expect(subject).toBe("Digest of prod in eu-west-1: 1 trouble");
    expect(text).toContain(
      "Daily digest, 2 Feb 2026, 06:05 UTC\n\nIN TROUBLE: 1 trouble\n\n1. No fresh copy: orders in",
    );
    expect(text).toContain("   Since 1 Feb 2026, 03:10 UTC.\n   Why: the key");
  });

  test("names what is de-selected and orphaned, and what is of all of a kind", () => {
    const { text } = digest(
      coverage(
        [row("a", ["deselected"]), row("b", ["orphaned"])],
        [read("none", [trouble({ trouble: "failing", database: "*", about: "eu-central-1" })])],
      ),
    );
    expect(text).toContain("1. Copying fails: all instances in eu-central-1");
    expect(text).toContain("2. Not backed up any more: a in eu-central-1");
    expect(text).toContain("3. Database gone, copies stay: b in eu-central-1");
  });

  test("says what could not be read, as that is no good news", () => {
    const { text } = digest(
      coverage([row("a", ["uncovered"])], [read("none"), read("brief", [], { ...FRANKFURT, kind: "cluster" })]),
    );
    expect(text).toContain("NOT KNOWN, AS IT COULD NOT BE READ\n- instances in eu-central-1.\n");
  });

  test("says of how many it is not known that they are over, as that is no good news either", () => {
    const { text, notification } = digest(broken, { unsure: 2 });
    expect(text).toContain("\n\n2 more, told before, are not known to be over.\n\n");
    expect(notification.metadata.additionalContext.unsure_count).toBe("2");
    expect(notification.content.description).toContain("Standing now: 1 trouble. 2 more, told before, are not known");
    expect(digest(broken).text).not.toContain("not known to be over");
  });

  test("is sent if more is superfluous than usual, with ids and how to keep a copy", () => {
    const ids = ["orders-1", "orders-2", "orders-3", "orders-4", "orders-5"];
    const { text, subject } = digest(coverage([row("orders", [], { deletions: ids })]));
    expect(subject).toBe("Digest of prod in eu-west-1: 5 copies to be deleted");
    expect(text).toContain("IN TROUBLE: nothing that this run could see");
    expect(text).toContain("- orders in eu-central-1: orders-1, orders-2, orders-3 and 2 more\n");
    expect(text).toContain("THE NEXT DAILY RUN DELETES MORE THAN USUAL: 5 copies\n- orders");
    expect(text.replace(/\s+/g, " ")).toContain(
      "To keep a copy: npx rds-cross-region-backup copies hold, whose --help has examples.",
    );
  });

  test("is sent while a hold has ended that retention does not count yet, with its copy and how to hold that anew", () => {
    const ended = (id: string, countsFrom: string) => ({ id, until: "2026-01-31", countsFrom: new Date(countsFrom) });
    const { text, subject } = digest(
      coverage([
        row("orders", [], {
          endedHolds: [ended("orders-1", "2026-02-08T00:00:00Z"), ended("orders-0", "2026-02-01T00:00:00Z")],
        }),
        row("shop", [], { endedHolds: [ended("shop-1", "2026-02-08T00:00:00Z")], selected: false, exists: false }),
      ]),
    );
    expect(subject).toBe("Digest of prod in eu-west-1: 2 holds ended");
    expect(text.replace(/\s+/g, " ")).toContain(
      "HOLDS THAT HAVE ENDED - orders-1, held until 2026-01-31 (orders in eu-central-1): counted from 8 Feb 2026 on. " +
        "- shop-1, held until 2026-01-31 (shop in eu-central-1): not selected: it stays. " +
        "Retention counts such a copy like any other from the day on that stands beside it. " +
        "To hold one anew: npx rds-cross-region-backup copies hold, whose --help has examples.",
    );
    expect(text).not.toContain("orders-0");
  });

  test("is sent too when more has gone than usual", () => {
    const deleted = [{ route: FRANKFURT, database: "orders", deletions: ["orders-1", "orders-2"] }];
    const { text, subject } = digest(coverage([row("orders")]), { deleted });
    expect(subject).toBe("Digest of prod in eu-west-1: copies deleted");
    expect(text).toContain(
      "RETENTION HAS DELETED MORE THAN USUAL: 2 copies\n- orders in eu-central-1: orders-1, orders-2\n",
    );
  });

  test("says how full the quotas are, the fullest first, and when they will be full", () => {
    const { text } = digest(broken, {
      quotas: [
        use("instance", { route: { kind: "instance", targetRegion: "eu-north-1" }, used: 40 }),
        use("instance", { used: 95, fullOn: new Date("2026-02-09T00:00:00Z") }),
        use("cluster", { used: 100 }),
        use("cluster", { maximum: undefined }),
      ],
    });
    expect(text.replace(/\s+/g, " ")).toContain(
      "MANUAL SNAPSHOTS, OF WHAT THE ACCOUNT ALLOWS " +
        "- clusters in eu-central-1: 100 of 100 (6 ours, 2 ours of databases that are gone or not selected, 3 of others); " +
        "the settings need 8 in the long run: full. - instances in eu-central-1: 95 of 100 ",
    );
    expect(text.replace(/\s+/g, " ")).toContain(
      "in the long run: full on 9 Feb 2026, if it goes on so. - instances in eu-north-1: 40",
    );
  });

  test("says nothing of quotas that nobody uses, and no zeros of others", () => {
    const { text } = digest(broken, {
      quotas: [
        use("instance", { used: 8, ours: 8, oursOrphaned: 0, others: 0 }),
        use("cluster", { used: 0, needed: 0 }),
      ],
    });
    expect(text.replace(/\s+/g, " ")).toContain("- instances in eu-central-1: 8 of 100 (8 ours); the settings need");
    expect(text).not.toContain("clusters in eu-central-1");
  });

  test("warns of what may hinder a restore, once for each cause, and is sent for that alone", () => {
    const missing = {
      reason: "group-missing",
      about: "option group tde",
      cause: "there is no option group tde in eu-central-1",
      remedy: "make it there",
    };
    const other = { ...missing, about: "class", cause: "RDS does not offer it", remedy: "choose another" };
    const of = coverage([
      row("a", [], { warnings: [other, missing] }),
      row("b", [], { warnings: [missing] }),
      row("c"),
    ]);
    const { text, subject, id, notification } = digest(of);
    expect(subject).toBe("Digest of prod in eu-west-1: 2 databases with warnings");
    expect(text).toContain(`IN TROUBLE: nothing that this run could see

MAY HINDER A RESTORE
- there is no option group tde in eu-central-1 (a, b): make it there.
- RDS does not offer it (a): choose another.
Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#group-missing
`);
    expect(notification.metadata.additionalContext.troubles_count).toBe("0");
    expect(digest(coverage([row("a", [], { warnings: [missing] })])).id).not.toBe(id);
  });

  test("warns of what is missing in each target region, though it has one name", () => {
    const missing = (region: string) => ({
      reason: "group-missing",
      about: "option group tde",
      cause: `there is no option group tde in ${region}`,
      remedy: "make it there",
    });
    const route = { kind: "instance", targetRegion: "eu-north-1" } as const;
    const { text } = digest(
      coverage([
        row("a", [], { warnings: [missing("eu-central-1")] }),
        row("a", [], { route, warnings: [missing("eu-north-1")] }),
      ]),
    );
    expect(text).toContain(`
- there is no option group tde in eu-central-1 (a): make it there.
- there is no option group tde in eu-north-1 (a): make it there.
`);
  });

  test("says which keys are not known, and which databases are backed up after the daily run", () => {
    const { text } = digest(broken, {
      unknownNeeds: ["the key x in eu-central-1 could not be looked at: AccessDenied: no"],
      backedUpLater: [{ kind: "cluster", database: "shop" }],
    });
    expect(text).toContain("NOT KNOWN WHETHER COPIES CAN BE RESTORED\n- the key x in eu-central-1");
    expect(text).toContain("BACKED UP AFTER THE DAILY RUN: shop (cluster). Their");
  });

  test("says how many kept copies brought an option group, and that those stay", () => {
    const having = [
      row("orders", ["stale"], { optionGroups: ["tde", "tde", undefined] }),
      row("billing", [], { optionGroups: ["tde-2"] }),
      row("shop"),
    ];
    const { text } = digest(coverage(having));
    expect(text.replace(/\n {2}/g, " ")).toContain(
      "OPTION GROUPS THAT COPIES HAVE BROUGHT\n- eu-central-1: 4 kept copies of 2 databases (tde, tde-2). The groups stay " +
        "when the copies go; an account may have 20 in a region (L-9FA33840) unless that was raised.\n",
    );
    expect(digest(broken).text).not.toContain("OPTION GROUPS");
  });

  test("has the same id on the same day for the same content, and another the next day", () => {
    const later = new Date("2026-02-02T07:00:00Z");
    expect(digest(broken, {}, later).id).toBe(digest(broken).id);
    expect(digest(broken, {}, new Date("2026-02-03T06:05:00Z")).id).not.toBe(digest(broken).id);
  });

  test("is bounded", () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      row(
        `database-with-quite-a-long-name-${at}`,
        [trouble({ about: `${at}`, database: `database-with-quite-a-long-name-${at}` })],
        {
          warnings: [
            { reason: "group-missing", about: `${at}`, cause: `there is no ${at}`.repeat(6), remedy: "make it" },
          ],
          endedHolds: [
            {
              id: `database-with-quite-a-long-name-${at}-eu-west-1-2026-01-31-03-07`,
              until: "2026-01-31",
              countsFrom: new Date("2026-02-08T00:00:00Z"),
            },
          ],
          deletions: Array.from(
            { length: 30 },
            (_unused, copy) => `database-with-quite-a-long-name-${at}-eu-west-1-${copy}`,
          ),
        },
      ),
    );
    const keys = Array.from({ length: 50 }, (_, at) => `the key ${at} could not be looked at`);
    const { text, notification } = digest(coverage(many), { unknownNeeds: keys });
    expect(text.length).toBeLessThan(8_192);
    expect(text).toContain("- and 490 more");
    expect(JSON.stringify(notification).length).toBeLessThan(40_000);
  });

  test("is a custom notification for chats", () => {
    const { notification, id } = digest(broken);
    expect(notification.metadata.eventType).toBe("rds-cross-region-backup/digest");
    expect(notification.metadata.additionalContext).toMatchObject({
      type: "digest",
      message_id: id,
      standing_count: "1",
    });
  });
});
