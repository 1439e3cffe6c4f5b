import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Coverage, Trouble } from "../../../../handlers/core/coverage/model";
import type { Origin } from "../../../../handlers/core/told/command";
import { compare, type NotKnown } from "../../../../handlers/core/told/compare";
import { type Message, messageOf } from "../../../../handlers/core/told/message";
import { NOTHING_TOLD, type Told } from "../../../../handlers/core/told/told";
import { anyCoverage, coverage, read, row, trouble } from "./coverages";

const MEMORY = "1 -";
const NOW = new Date("2026-02-02T09:15:00Z");
const ORIGIN: Origin = {
  name: "prod",
  account: "123456789012",
  sourceRegion: "eu-west-1",
  logGroup: "/aws/lambda/prod-eu-west-1-sweep",
};

function told(run: Coverage, before: Told | NotKnown = NOTHING_TOLD, now = NOW, memory = MEMORY): Message {
  const message = messageOf(compare(before, run), memory, ORIGIN, now);
  if (message === undefined) throw new Error("nothing to tell");
  return message;
}
const lines = ({ text }: Message) => text.split("\n");
const many = (count: number, over: Partial<Trouble> = {}) =>
  Array.from({ length: count }, (_, at) =>
    row(`shop-${at}`, [trouble({ database: `shop-${at}`, resourceId: `db-${at}`, ...over })], {
      resourceId: `db-${at}`,
    }),
  );

describe("a message", () => {
  test("is not sent if nothing has changed", () => {
    const broken = coverage([row("orders", ["stale"])]);
    expect(messageOf(compare(compare(NOTHING_TOLD, broken).next, broken), MEMORY, ORIGIN, NOW)).toBeUndefined();
    expect(messageOf(compare(NOTHING_TOLD, coverage([row("orders")])), MEMORY, ORIGIN, NOW)).toBeUndefined();
    // Daily, while nobody can read it.
    expect(messageOf(compare("unread", coverage([row("orders")])), MEMORY, ORIGIN, NOW)).toBeUndefined();
  });

  test("names the database, its target region, since when, why, what to do, and a command", () => {
    expect(
      told(coverage([row("orders", ["stale"])])).text,
    ).toBe(`Copies of the RDS backups of eu-west-1, by prod in account 123456789012
2 Feb 2026, 09:15 UTC

BEGAN: 1 trouble

1. No fresh copy: orders in eu-central-1
   Since 1 Feb 2026, 03:10 UTC.
   Why: the key
   arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
   is disabled.
   What to do: enable the key.
   Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#key-not-accessible
   To see more:
     aws kms describe-key --region eu-central-1 \\
       --key-id arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab

IN TROUBLE NOW: 1 trouble.

Message ${told(coverage([row("orders", ["stale"])])).id}. A repetition bears the same id.
`);
  });

  test("is one paragraph for all behind one cause, with their number and the first names", () => {
    const message = told(coverage(many(500)));
    expect(message.text).toContain("1. No fresh copy: 500 databases in eu-central-1\n   shop-0, shop-1,");
    expect(message.text).toContain("shop-9 and 490 more.");
    expect(message.text).not.toContain("\n2. ");
    expect(message.subject).toBe("500 databases in eu-central-1 have no fresh copy");
  });

  test("is one paragraph for all that one cause does, and counts each database once", () => {
    const [one, two] = ["orders", "billing"].map((database) => {
      const fault = { database, about: "arn:key", reason: "key-not-accessible" };
      const late =
        database === "orders" ? [trouble({ ...fault, cause: "our copy is late because the key is disabled" })] : [];
      return row(database, [...late, trouble({ ...fault, trouble: "failing", cause: "the key is disabled" })]);
    });
    if (!one || !two) throw new Error("too few");
    const message = told(coverage([one, two]));
    expect(message.subject).toBe("orders in eu-central-1 has no fresh copy, and 1 more");
    expect(message.text).toContain(
      "1. No fresh copy: orders in eu-central-1\n   And: Copying fails: 2 databases in eu-central-1\n   orders, billing.\n" +
        "   Since 1 Feb 2026, 03:10 UTC.\n   Why: our copy is late because the key is disabled.\n",
    );
    expect(message.text).not.toContain("\n2. ");
  });

  test("says of whom the cause is, where causes of one subject differ", () => {
    const [one, two] = many(2);
    const other = row("shop-1", [trouble({ database: "shop-1", cause: "something else" })]);
    if (!one || !two) throw new Error("too few");
    expect(told(coverage([one, two])).text).toContain("   Why: the key");
    expect(told(coverage([one, other])).text).toContain("   Why, of the first: the key");
    const otherRemedy = row("shop-1", [trouble({ database: "shop-1", remedy: "something else" })]);
    expect(told(coverage([one, otherRemedy])).text).toContain("   Why, of the first: the key");
  });

  test("is about 6 kB at most, whatever there is to tell, and counts what it leaves out", () => {
    const message = told(
      coverage(many(300).map((one, at) => ({ ...one, troubles: one.troubles.map((t) => ({ ...t, about: `${at}` })) }))),
    );
    expect(message.text.length).toBeGreaterThan(4_000);
    expect(message.text.length).toBeLessThan(6_144);
    const shown = lines(message).filter((line) => /^\d+\. /.test(line)).length;
    expect(message.text).toContain(`And ${300 - shown} more troubles of ${300 - shown} causes: shop-${shown},`);
    expect(JSON.stringify(message.notification).length).toBeLessThan(30_000);
  });

  test("has no line that is longer than 72 characters, but where a word of it is", () => {
    const bad = trouble({ trouble: "failing", cause: "a ".repeat(100), remedy: "b ".repeat(100), about: "x" });
    const message = told(coverage([row("orders", [bad]), ...many(30)]));
    const long = lines(message).filter((line) => line.length > 72);
    expect(long.filter((line) => !/arn:|^ +Runbook: \S+$/.test(line) && !line.includes("--filter-pattern"))).toEqual(
      [],
    );
  });

  test("names the worst first", () => {
    const message = told(coverage([row("a", ["orphaned"]), row("b", ["uncovered"]), row("orders", ["stale"])]));
    expect(message.subject).toBe("orders in eu-central-1 has no fresh copy, and 2 more");
    expect(lines(message).filter((line) => /^\d\. /.test(line))).toEqual([
      "1. No fresh copy: orders in eu-central-1",
      "2. Selected, but cannot be copied: b in eu-central-1",
      "3. Database gone, copies stay: a in eu-central-1",
    ]);
  });

  test("names the target regions of one cause in several", () => {
    const about = "orders";
    const north = { kind: "instance", targetRegion: "eu-north-1" } as const;
    const message = told(
      coverage([
        row("orders", [trouble({ trouble: "uncovered", about })]),
        row("orders", [trouble({ trouble: "uncovered", about, ...north })], { route: north }),
      ]),
    );
    expect(message.text).toContain("1. Selected, but cannot be copied: orders in eu-central-1 and eu-north-1\n");
    expect(message.subject).toBe("orders in 2 regions is selected but cannot be copied");
  });

  test("speaks of all of a kind where that is in trouble", () => {
    const all = trouble({ trouble: "failing", database: "*", kind: "cluster", about: "eu-central-1" });
    const message = told(coverage([], [read("none", [all], { kind: "cluster", targetRegion: "eu-central-1" })]));
    expect(message.subject).toBe("all clusters in eu-central-1 fail to be copied");
    expect(message.text).toContain(`--filter-pattern '{ $.database = "*" }'`);
  });

  test("speaks of all of both kinds where a region is in trouble as a whole", () => {
    const routes = (["instance", "cluster"] as const).map((kind) => {
      const all = trouble({ trouble: "failing", database: "*", kind, about: "eu-central-1" });
      return read("none", [all], { kind, targetRegion: "eu-central-1" });
    });
    const message = told(coverage([], routes));
    expect(message.subject).toBe("all instances and all clusters in eu-central-1 fail to be copied");
    expect(message.text).toContain("1. Copying fails: all instances and all clusters in eu-central-1\n");
  });

  test("never counts all of a kind as one database", () => {
    const of = (kind: "instance" | "cluster", database: string) =>
      trouble({ trouble: "failing", database, kind, about: "eu-central-1" });
    const mixed = told(coverage([row("orders", [of("instance", "orders")])], [read("whole", [of("cluster", "*")])]));
    expect(mixed.subject).toBe("all clusters and 1 database in eu-central-1 fail to be copied");
    expect(mixed.text).toContain(
      "1. Copying fails: all clusters and 1 database in eu-central-1\n   orders, all clusters.\n",
    );
  });
});

describe("an end", () => {
  const before = compare(NOTHING_TOLD, coverage([row("orders", ["stale"]), row("billing", ["uncovered"])])).next;

  test("is never an all-clear while something stands", () => {
    const message = told(coverage([row("orders"), row("billing", ["uncovered"])]), before);
    expect(message.subject).toBe("over: orders in eu-central-1, 1 trouble left");
    expect(message.text).toContain("OVER: 1 trouble\n- No fresh copy: orders in eu-central-1\n");
    expect(message.text).toContain("IN TROUBLE NOW: 1 trouble, all told before.");
  });

  test("is no all-clear either while a run cannot say whether something stands", () => {
    const message = told(coverage([row("orders"), row("billing", [], { unsure: ["uncovered"] })]), before);
    expect(message.subject).toBe("over: orders in eu-central-1, 1 not known");
    expect(message.text).toContain("NOT ALL CLEAR. 1 more, told before, is not known to be over.");
    const { content, metadata } = message.notification;
    expect(content.description).toContain("Standing now: 0 troubles. 1 more, told before, is not known to be over.");
    expect(metadata.additionalContext).toMatchObject({ standing_count: "0", unsure_count: "1" });
  });

  test("of all says so of what was seen", () => {
    const message = told(coverage([row("orders"), row("billing")]), before);
    expect(message.subject).toBe("over: orders in eu-central-1 and 1 more");
    expect(message.text).toContain("Nothing that this run could see is in trouble now.");
    expect(message.notification.content.description).toContain(
      "*Over*: orders in eu-central-1 (No fresh copy), billing",
    );
    expect(message.notification.metadata.additionalContext).toMatchObject({ over_count: "2", standing_count: "0" });
  });

  test("of what has no row any more is counted, and not called gone, as it may be a database that was excluded", () => {
    expect(told(coverage([row("orders")]), before).text).toContain(
      "OVER: 2 troubles\n- No fresh copy: orders in eu-central-1\n- 1 trouble of what is gone, or not selected any more\n",
    );
  });

  test("of all of a kind is called so for chats too", () => {
    const mute = compare(
      NOTHING_TOLD,
      coverage([], [read("none", [trouble({ trouble: "failing", database: "*" })])]),
    ).next;
    expect(told(coverage([], [read("whole")]), mute).notification.content.description).toContain(
      "*Over*: all instances in eu-central-1 (Copying fails)",
    );
  });

  test("and a beginning are one message, whose subject is what began", () => {
    const message = told(coverage([row("orders", ["failing"]), row("billing", ["uncovered"])]), before);
    expect(message.subject).toBe("orders in eu-central-1 fails to be copied");
    expect(message.text).toContain("OVER: 1 trouble");
    expect(message.text).toContain("IN TROUBLE NOW: 2 troubles, 1 of them told before.");
  });

  test("does not say that it was told before what waits, as it may pass", () => {
    const mute = read("none", [trouble({ trouble: "failing", database: "*", kind: "cluster", passing: true })], {
      kind: "cluster",
      targetRegion: "eu-central-1",
    });
    const { text } = told(coverage([row("orders", ["stale"])], [read("whole"), mute]));
    expect(text.replaceAll("\n", " ")).toContain("IN TROUBLE NOW: 2 troubles. 1 of them may pass by itself:");
  });
});

describe("without a memory", () => {
  test.each([
    ["lost", "was lost or is damaged"],
    ["unread", "cannot be read"],
  ] as const)("that is %s, a message says that it is a first look", (before, why) => {
    const { text, notification } = told(coverage([row("orders", ["stale"])]), before);
    expect(text).toContain("FIRST LOOK. The record of what was told before");
    expect(text.replaceAll("\n", " ")).toContain(why);
    expect(text).toContain("STANDS: 1 trouble");
    expect(notification.metadata.additionalContext.first_look).toBe(before);
  });

  test("a loss is told although nothing stands, as what was told before can never be told to be over", () => {
    const { subject, text } = told(coverage([row("orders")]), "lost");
    expect(subject).toBe("what was told before was lost; nothing seen in trouble now");
    expect(text).toContain(`FIRST LOOK. The record of what was told before was lost or is damaged.
All that stands now is named here, whether or not you have been told. Of
what else you were told nobody will say that it is over.

Nothing that this run could see is in trouble now.
`);
  });

  test("a loss is no all-clear while a region does not answer, which is told if the next run sees it too", () => {
    const mute = read("none", [trouble({ trouble: "failing", database: "*", passing: true })]);
    const { subject, text } = told(coverage([], [mute]), "lost");
    expect(subject).toBe("what was told before was lost, 1 trouble may pass");
    expect(text.replaceAll("\n", " ")).toContain(
      "IN TROUBLE NOW: 1 trouble. 1 of them may pass by itself: told if the next run sees it too.",
    );
  });
});

describe("too many to remember", () => {
  test("are told with their number now", () => {
    const { next } = compare(NOTHING_TOLD, coverage(many(1000)));
    const message = told(coverage(many(1001)), next);
    expect(message.text).toContain(
      "NEW OR CHANGED: 1001 troubles\n\nNo fresh copy in eu-central-1 (instances): now 1001 databases, not the",
    );
    expect(told(coverage([row("shop-1")]), next).text).toContain(
      "OVER: many troubles\n- No fresh copy: all instances in eu-central-1",
    );
  });
});

describe("the id of a message", () => {
  const broken = coverage([row("orders", ["stale"])]);

  test("is the same for a repetition, at another time and in another order", () => {
    const later = new Date(NOW.getTime() + 86_400_000);
    expect(told(broken, NOTHING_TOLD, later).id).toBe(told(broken).id);
    const [a, b] = [row("a", ["stale"]), row("b", ["stale"])];
    expect(told(coverage([b, a])).id).toBe(told(coverage([a, b])).id);
  });

  test("is another after people have been told otherwise, although nobody knows when it began", () => {
    const refused = coverage([row("orders", [trouble({ trouble: "failing", since: undefined })])]);
    expect(told(refused, NOTHING_TOLD, NOW, "3 -").id).not.toBe(told(refused).id);
    expect(told(refused).id).toBe(told(refused).id);
  });

  test("is another for another database, and for a trouble that has begun once more", () => {
    const again = coverage([row("orders", [trouble({ since: new Date("2026-05-01T00:00:00Z") })])]);
    expect(told(again).id).not.toBe(told(broken).id);
    expect(told(coverage([row("billing", ["stale"])])).id).not.toBe(told(broken).id);
  });
});

describe("a subject", () => {
  test("is fewer than 100 ASCII characters on one line, and says the worst, whatever the names are", () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(anyCoverage, name, (run, database) => {
        const odd = row(database, [trouble({ database })], {
          route: { kind: "instance", targetRegion: "ap-southeast-7" },
        });
        const { subject } = told(coverage([odd, ...run.databases]));
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{1,98}$/);
        expect(subject).toMatch(/no fresh copy/);
      }),
    );
    const { subject } = told(coverage([row("a".repeat(200), ["stale"]), row("orders", ["failing"])]));
    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/^a+\.\.\. has no fresh copy, and 1 more$/);
  });
});

describe("copies that cannot be restored", () => {
  const retired = (database: string, copies: readonly string[]) =>
    row(database, [
      trouble({
        trouble: "unrestorable",
        database,
        reason: "version-retired",
        about: "postgres 11.4",
        cause: "RDS does not list postgres 11.4 in eu-central-1",
        remedy: "upgrade it",
        since: undefined,
        copies,
      }),
    ]);

  test("are named and counted, with a command that lists them all", () => {
    expect(told(coverage([retired("orders", ["orders-3", "orders-2"])])).text).toContain(`
1. Kept copies cannot be restored: orders in eu-central-1
   2 copies: orders-3, orders-2.
   Why: RDS does not list postgres 11.4 in eu-central-1.
   What to do: upgrade it.
   Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#version-retired
   To see more:
     aws rds describe-db-snapshots --region eu-central-1 \\
       --snapshot-type manual \\
       --query "DBSnapshots[?Engine=='postgres' && EngineVersion=='11.4'].DBSnapshotIdentifier"
`);
  });

  test("of one version are one paragraph, however many databases have some", () => {
    const all = Array.from({ length: 500 }, (_, at) => retired(`db-${at}`, [`db-${at}-1`]));
    const { text } = told(coverage(all));
    expect(text).toContain("1. Kept copies cannot be restored: 500 databases in eu-central-1");
    expect(text).toContain("500 copies: db-0-1, db-1-1, db-2-1 and 497 more.");
    expect(text).not.toContain("2. ");
  });
});

describe("a command", () => {
  test("takes nothing for shell syntax that stands in a tag", () => {
    const evil = row("", [trouble({ trouble: "orphaned", database: "x'; rm -rf ~ #", about: "x" })]);
    expect(told(coverage([evil])).text).toContain(String.raw`--db-instance-identifier 'x'\''; rm -rf ~ #'`);
  });
});

describe("for chats", () => {
  test("it is a custom notification, with our own fields", () => {
    const { notification, id, subject } = told(coverage([row("orders", ["stale"])]));
    expect(notification).toMatchObject({ version: "1.0", source: "custom", id, content: { title: subject } });
    const { troubles, ...context } = notification.metadata.additionalContext;
    expect(context).toEqual({
      schema: "1",
      type: "changes",
      message_id: id,
      deployment: "prod",
      account: "123456789012",
      source_region: "eu-west-1",
      troubles_count: "1",
      over: "[]",
      over_count: "0",
      standing_count: "1",
      unsure_count: "0",
    });
    expect(JSON.parse(troubles ?? "")).toMatchObject([
      { trouble: "stale", database: "orders", target_region: "eu-central-1", since: "2026-02-01T03:10:00.000Z" },
    ]);
  });
});
