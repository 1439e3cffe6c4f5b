import { describe, expect, test } from "@jest/globals";
import { CHECKS } from "../../../cli/doctor/checks";
import type { Facts } from "../../../cli/doctor/facts";
import { findingsOf } from "../../../cli/doctor/findings";
import { known } from "../../../cli/doctor/known";
import type { Denying } from "../../../cli/doctor/look/role";
import { TROUBLE_KINDS, type Trouble, type TroubleKind } from "../../../handlers/core/coverage/model";
import { INITIAL_TEXT } from "../../../handlers/core/told/told";
import { row } from "../../handlers/core/told/coverages";
import {
  ACCOUNT,
  alarmsWith,
  confirmed,
  DEPLOYMENT,
  database,
  deployed,
  estate,
  facts,
  NAME,
  quota,
  SOURCE,
  TARGET,
  troubled,
  unknown,
} from "./facts";

test("a healthy deployment is in order, by each check", () => {
  const found = findingsOf(facts());
  expect(found.filter(({ result }) => result !== "ok")).toEqual([]);
  expect([...new Set(found.map(({ check }) => check))]).toEqual(Object.keys(CHECKS));
});

/** Of the only thing that is not in order. */
function finds(
  more: Partial<Facts>,
  expected: { check: string; result?: string; cause?: RegExp; remedy?: RegExp; command?: string; subject?: string },
) {
  const found = troubled(more);
  expect(found).toHaveLength(1);
  const [one] = found;
  expect(one?.check).toBe(expected.check);
  expect(one?.result).toBe(expected.result ?? "mend");
  if (expected.subject) expect(one?.subject).toBe(expected.subject);
  if (expected.cause) expect(one?.cause).toMatch(expected.cause);
  if (expected.remedy) expect(one?.remedy).toMatch(expected.remedy);
  if (expected.command) expect(one?.commands?.map((words) => words.join(" "))).toContain(expected.command);
}

describe("functions", () => {
  const healthy = facts().functions;
  const sweep = (change: Partial<Facts["functions"]["sweep"]>): Partial<Facts> => ({
    functions: { ...healthy, sweep: { ...healthy.sweep, ...change } },
  });
  const backupFinished = (change: Partial<Facts["functions"]["sweep"]>): Partial<Facts> => ({
    functions: { ...healthy, "backup-finished": { ...healthy["backup-finished"], ...change } },
  });
  const shown = (more: object) => known({ $metadata: {}, State: "Active" as const, ...more });
  const policy = (bundle: "sweep" | "backup-finished") => {
    const fact = healthy[bundle].policy;
    return fact.is === "known" ? (fact.value ?? "") : "";
  };

  test("is gone: nothing else of it is said", () =>
    finds(backupFinished({ configuration: known(undefined), policy: known(undefined) }), {
      check: "functions",
      cause: /^there is no function prod-backup-finished$/,
      remedy: /^apply the module again/,
    }));
  test("has failed to be made", () =>
    finds(sweep({ configuration: shown({ State: "Failed", StateReason: "the image is gone" }) }), {
      check: "functions",
      cause: /^prod-sweep is Failed: the image is gone$/,
    }));
  test("its update has failed", () =>
    finds(sweep({ configuration: shown({ LastUpdateStatus: "Failed", LastUpdateStatusReason: "no subnet" }) }), {
      check: "functions",
      cause: /^the last update of prod-sweep failed: no subnet$/,
    }));
  test("is being made: that passes", () =>
    expect(troubled(sweep({ configuration: shown({ State: "Pending" }) }))).toEqual([]));
  test("may never run", () =>
    finds(sweep({ concurrency: known(0) }), {
      check: "functions",
      cause: /never runs: its reserved concurrency is 0$/,
      command: "aws lambda delete-function-concurrency --region eu-west-1 --function-name prod-sweep",
    }));
  test("has some concurrency of its own: that is enough", () =>
    expect(troubled(sweep({ concurrency: known(1) }))).toEqual([]));
  test("loses the events that it gives up", () =>
    finds(backupFinished({ invocation: known(undefined) }), {
      check: "functions",
      cause: /has no failure destination$/,
    }));
  test("one of its rules may not invoke it", () =>
    finds(sweep({ policy: known(policy("sweep").replace("rule/prod-follow-up", "rule/other")) }), {
      check: "functions",
      cause: /^arn:aws:events:eu-west-1:111122223333:rule\/prod-follow-up may not invoke prod-sweep$/,
    }));
  test("nobody may invoke it", () =>
    finds(backupFinished({ policy: known(undefined) }), {
      check: "functions",
      cause: /^arn:aws:sns:eu-west-1:111122223333:prod-rds-events may not invoke prod-backup-finished$/,
    }));
  test("another service may invoke it, and it is denied to its own", () => {
    const denied = policy("backup-finished").replace('"Allow"', '"Deny"');
    finds(backupFinished({ policy: known(denied) }), { check: "functions", cause: /may not invoke/ });
    const other = policy("backup-finished").replace("sns.amazonaws.com", "s3.amazonaws.com");
    finds(backupFinished({ policy: known(other) }), { check: "functions", cause: /may not invoke/ });
  });
  test("its policy cannot be read", () =>
    finds(sweep({ policy: known("<html>") }), { check: "functions", result: "unknown", cause: /is not JSON$/ }));
  test.each(["configuration", "concurrency", "invocation", "policy"])("its %s is not known", (what) =>
    finds(sweep({ [what]: unknown }), { check: "functions", result: "unknown", cause: /^x:Y is not allowed/ }),
  );
});

describe("rules", () => {
  const healthy = facts().rules;
  const shown = (more: object) => known({ $metadata: {}, State: "ENABLED" as const, ...more });
  const followUp = (change: Partial<Facts["rules"]["sweep"]>): Partial<Facts> => ({
    rules: { ...healthy, "follow-up": { ...healthy["follow-up"], ...change } },
  });
  const daily = (change: Partial<Facts["rules"]["sweep"]>): Partial<Facts> => ({
    rules: { ...healthy, sweep: { ...healthy.sweep, ...change } },
  });
  const Arn = `arn:aws:lambda:${SOURCE}:${ACCOUNT}:function:${NAME}-sweep`;

  test("is gone", () =>
    finds(followUp({ rule: known(undefined), targets: known(undefined) }), {
      check: "rules",
      cause: /^there is no rule prod-follow-up/,
    }));
  test("is disabled", () =>
    finds(daily({ rule: shown({ State: "DISABLED", ScheduleExpression: "cron(0 6 * * ? *)" }) }), {
      check: "rules",
      cause: /^the rule prod-sweep is disabled, so there is no daily run/,
      command: "aws events enable-rule --region eu-west-1 --name prod-sweep",
    }));
  test("invokes something else", () =>
    finds(followUp({ targets: known([{ Id: "sweep", Arn: `${Arn}-2` }]) }), {
      check: "rules",
      cause: /does not invoke arn:aws:lambda:eu-west-1:111122223333:function:prod-sweep$/,
    }));
  test("the daily rule starts follow-ups", () =>
    finds(daily({ targets: known([{ Id: "sweep", Arn }]) }), { check: "rules", cause: /starts follow-ups/ }));
  test("the other starts daily runs", () =>
    finds(followUp({ targets: known([{ Id: "sweep", Arn, Input: '{ "run": "daily" }' }]) }), {
      check: "rules",
      cause: /each follow-up of the rule prod-follow-up is a daily run/,
    }));
  test("is not known", () => finds(followUp({ targets: unknown }), { check: "rules", result: "unknown" }));
});

describe("schedule", () => {
  const against = (ScheduleExpression: string, ...windows: string[]): Partial<Facts> => {
    const { rules } = facts();
    const databases = windows.map((backupWindow, index) => database(`db-${index}`, { backupWindow }));
    return {
      rules: {
        ...rules,
        sweep: { ...rules.sweep, rule: known({ $metadata: {}, State: "ENABLED" as const, ScheduleExpression }) },
      },
      estate: known(estate({}, databases)),
    };
  };
  const early = (expression: string, windows: readonly string[], cause: RegExp, remedy: RegExp) =>
    finds(against(expression, ...windows), { check: "schedule", cause, remedy });

  test.each([
    ["after the only window", "cron(0 6 * * ? *)", ["03:00-03:30"]],
    ["at the minute in which it ends", "cron(30 3 * * ? *)", ["03:00-03:30"]],
    ["after a window over midnight", "cron(0 1 * * ? *)", ["23:45-00:15", "22:00-22:30"]],
    [
      "in the longest free part of the day, before the next window",
      "cron(0 21 * * ? *)",
      ["03:00-03:30", "22:00-22:30"],
    ],
    ["several times a day, once in it", "cron(0 3,15 * * ? *)", ["02:45-03:15"]],
    ["twice a day at a rate", "rate(12 hours)", ["03:00-03:30"]],
  ])("is right %s", (_, expression, windows) => {
    expect(troubled(against(expression, ...windows))).toEqual([]);
  });

  test("in a window", () =>
    early(
      "cron(0 6 * * ? *)",
      ["03:00-03:30", "05:45-06:15"],
      /^the daily run, cron\(0 6 \* \* \? \*\), starts in or before the backup windows of db-1 \(05:45-06:15\)$/,
      /^set schedule_expression = "cron\(15 7 \* \* \? \*\)", or backup_windows = \["03:00-03:30","05:45-06:15"\]$/,
    ));
  test("between windows: names those that are still to come", () =>
    early(
      "cron(0 4 * * ? *)",
      ["03:00-03:30", "07:00-07:30", "05:00-05:30"],
      /of db-1 \(07:00-07:30\), db-2 \(05:00-05:30\)$/,
      /cron\(30 8 /,
    ));
  test("many windows: the expression alone", () =>
    early(
      "cron(0 4 * * ? *)",
      ["01:00-01:30", "02:00-02:30", "03:00-03:30", "04:00-04:30", "05:00-05:30"],
      /of db-3 \(04:00-04:30\), db-4 \(05:00-05:30\)$/,
      /^set schedule_expression = "cron\(30 6 \* \* \? \*\)"$/,
    ));
  test("not on each day", () =>
    early("cron(0 6 ? * MON *)", ["03:00-03:30"], /does not run on each day/, /cron\(30 4 /));
  test("once a day at whatever hour the rule was made", () =>
    early("rate(1 day)", ["03:00-03:30"], /follows no backup window/, /cron\(30 4 /));
  test("windows all day", () =>
    early("cron(0 6 * * ? *)", ["00:00-12:00", "12:00-00:00"], /leave no part of the day free/, /^move some of them/));
  test("what cannot be read", () =>
    finds(against("cron(0 6L * * ? *)", "03:00-03:30"), {
      check: "schedule",
      result: "unknown",
      cause: /is not understood/,
    }));
  test("databases that are not selected do not count", () => {
    const own = deployed({ instances: { exclude: ["db-1"] } });
    const look = estate({ deployed: own }, [database("db-0"), database("db-1", { backupWindow: "05:45-06:15" })]);
    expect(troubled({ estate: known(look) })).toEqual([]);
  });
});

describe("events", () => {
  const healthy = facts().events;
  const instances = (change: object | undefined): Partial<Facts> => {
    const { instance } = healthy.subscriptions;
    const value = change === undefined || instance.is === "unknown" ? undefined : { ...instance.value, ...change };
    return { events: { ...healthy, subscriptions: { ...healthy.subscriptions, instance: known(value) } } };
  };
  test("is missing", () =>
    finds(instances(undefined), { check: "events", cause: /^there is no RDS event subscription prod-instances/ }));
  test("is disabled", () =>
    finds(instances({ Enabled: false }), {
      check: "events",
      cause: /is disabled, so backups are copied by the next follow-up/,
      command: "aws rds modify-event-subscription --region eu-west-1 --subscription-name prod-instances --enabled",
    }));
  test.each([
    ["may not publish", { Status: "no-permission" }, /has the status no-permission/],
    ["reports elsewhere", { SnsTopicArn: "arn:aws:sns:eu-west-1:111122223333:other" }, /reports to arn:\S+:other/],
    ["leaves backups out", { EventCategoriesList: ["failure"] }, /leaves backups out/],
    ["is of one database", { SourceIdsList: ["orders"] }, /is of orders alone/],
  ])("%s", (_, change, cause) => finds(instances(change), { check: "events", cause }));
  test("is disabled, as the settings select none of the kind: that is right", () =>
    expect(
      troubled({ ...instances({ Enabled: false }), deployed: deployed({ instances: { include: [] } }) }).filter(
        ({ check }) => check === "events",
      ),
    ).toEqual([]));
  test("the topic is gone", () =>
    finds(
      { events: { ...healthy, topic: known(undefined) } },
      { check: "events", cause: /^there is no topic prod-rds-events/ },
    ));
  test("the topic has lost its function", () =>
    finds(
      { events: { ...healthy, topic: known([confirmed("a@example.com")]) } },
      { check: "events", cause: /does not pass events on/ },
    ));
  test("is not known", () => finds({ events: { ...healthy, topic: unknown } }, { check: "events", result: "unknown" }));
});

describe("dead letters", () => {
  const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-dead-letters";
  test("lie in the queue", () =>
    finds(
      { deadLetters: known({ url, messages: 2, keyId: undefined }) },
      {
        check: "dead-letters",
        cause: /^2 events of finished backups were given up$/,
        command: `aws sqs purge-queue --region eu-west-1 --queue-url ${url}`,
      },
    ));
  test("have no queue", () =>
    finds({ deadLetters: known(undefined) }, { check: "dead-letters", cause: /there is no queue/ }));
  test("are not counted", () =>
    finds(
      { deadLetters: known({ url, messages: undefined, keyId: undefined }) },
      { check: "dead-letters", result: "unknown" },
    ));
});

describe("alarms", () => {
  test("are missing", () =>
    finds(
      {
        alarms: known(alarmsWith({ "prod-not-running": undefined, "prod-recovery-point-age-eu-central-1": undefined })),
      },
      { check: "alarms", cause: /^there is no alarm prod-recovery-point-age-eu-central-1, prod-not-running,/ },
    ));
  test("may not act", () =>
    finds(
      { alarms: known(alarmsWith({ "prod-not-running": { ActionsEnabled: false } })) },
      {
        check: "alarms",
        cause: /^the actions of prod-not-running are disabled/,
        command: "aws cloudwatch enable-alarm-actions --region eu-west-1 --alarm-names prod-not-running",
      },
    ));
  test("have nobody to tell", () =>
    finds(
      { alarms: known(alarmsWith({ "prod-not-running": { AlarmActions: [] } })) },
      { check: "alarms", cause: /^prod-not-running has no action: nobody is told$/ },
    ));
  test.each([
    ["prod-not-running", /rings: no run has come to its end in two hours$/, "run"],
    ["prod-recovery-point-age-eu-central-1", /rings: a database has no fresh copy$/, "status"],
  ])("%s rings", (name, cause, command) =>
    finds(
      { alarms: known(alarmsWith({ [name]: { StateValue: "ALARM" } })) },
      {
        check: "alarms",
        cause,
        command: `npx rds-cross-region-backup ${command} --region eu-west-1 --deployment prod`,
      },
    ),
  );
  test("of another deployment ring: that is not ours", () =>
    expect(troubled({ alarms: known(alarmsWith({ "prod-two-not-running": { StateValue: "ALARM" } })) })).toEqual([]));
  test("have no data yet: nothing is wrong, and nothing is known of runs", () => {
    const alarms = known(alarmsWith({ "prod-not-running": { StateValue: "INSUFFICIENT_DATA" } }));
    const [found] = findingsOf(facts({ alarms })).filter(({ check }) => check === "alarms");
    expect(found?.cause).toBe("10 alarms, all quiet");
  });
});

describe("notifications", () => {
  const waiting = { ...confirmed("oncall@example.com"), SubscriptionArn: "PendingConfirmation" };
  test("wait for a confirmation, whoever else is told", () =>
    finds(
      { notifications: known([waiting, confirmed("boss@example.com")]) },
      {
        check: "notifications",
        subject: "email oncall@example.com",
        cause: /^oncall@example.com is told nothing: the subscription \(email\) is not confirmed$/,
        command:
          "aws sns subscribe --region eu-west-1 --topic-arn arn:aws:sns:eu-west-1:111122223333:prod-notifications --protocol email --notification-endpoint oncall@example.com",
      },
    ));
  test("reach nobody", () =>
    finds(
      { notifications: known([{ ...waiting, SubscriptionArn: "Deleted" }]) },
      {
        check: "notifications",
        cause: /^nobody has subscribed to prod-notifications: no message and no alarm reaches/,
      },
    ));
  test("reach nobody by name, but alarms tell others: that may be meant", () => {
    const AlarmActions = ["arn:aws:sns:eu-west-1:111122223333:central"];
    const found = findingsOf(
      facts({ notifications: known([]), alarms: known(alarmsWith({ "prod-not-running": { AlarmActions } })) }),
    ).filter(({ check }) => check === "notifications");
    expect(found).toMatchObject([{ result: "ok", cause: expect.stringMatching(/alarms tell arn:\S+:central$/) }]);
  });
  test("have no topic any more", () =>
    finds(
      { notifications: known(undefined) },
      { check: "notifications", cause: /^there is no topic prod-notifications/ },
    ));
  test("never had one", () =>
    finds({ notifications: undefined }, { check: "notifications", cause: /have no topic to tell people/ }));
});

describe("memory", () => {
  const text = (value: string): Partial<Facts> => ({ memory: known({ text: value, version: 1 }) });
  test("is gone", () =>
    finds({ memory: known(undefined) }, { check: "memory", cause: /^there is no parameter \/prod\/told/ }));
  test("is of nobody here", () => finds(text("hello"), { check: "memory", cause: /a value that no run has written$/ }));
  test("is too old", () =>
    finds(text("1 2026-01-30T06:00Z - - -"), {
      check: "memory",
      cause: /^no daily run has come to its end since 30 Jan 2026, 06:00 UTC$/,
      command: "npx rds-cross-region-backup run --region eu-west-1 --deployment prod --daily",
    }));
  test("is too old, but a dry run writes none", () => {
    const own = deployed({ dryRun: true });
    expect(troubled({ ...text("1 2026-01-30T06:00Z - - -"), deployed: own })).toEqual([]);
  });
  test("is as Terraform has made it", () => expect(troubled(text(INITIAL_TEXT))).toEqual([]));
  test("never was", () => finds({ memory: undefined }, { check: "memory", cause: /have no parameter/ }));
});

describe("permissions", () => {
  const denied = (by: Denying, ...resources: string[]): Partial<Facts> => ({
    role: {
      arn: facts().role.arn,
      decisions: known(
        resources.map((resource) => ({ action: "rds:CopyDBSnapshot", resource, region: TARGET, isAllowed: false, by })),
      ),
    },
  });
  const ARN = `arn:aws:rds:${TARGET}:${ACCOUNT}:snapshot:orders`;
  test.each<[Denying, RegExp, RegExp]>([
    ["nothing", /: no policy of the role allows it$/, /^apply the module again/],
    ["explicit deny", /: a policy of the role denies it$/, /^take the other policy off the role/],
    ["permissions boundary", /: its permissions boundary does not allow it$/, /^add rds:CopyDBSnapshot to the policy/],
    [
      "service control policy",
      /: a service control policy of the organization denies it$/,
      /^have rds:CopyDBSnapshot taken out/,
    ],
  ])("are denied by %s", (by, cause, remedy) => finds(denied(by, ARN), { check: "permissions", cause, remedy }));
  test("are denied for several things: once for each action", () =>
    finds(denied("nothing", ARN, "*"), {
      check: "permissions",
      cause: /may not call rds:CopyDBSnapshot on snapshot:orders in eu-central-1, any resource in eu-central-1:/,
    }));
  test("have no role", () =>
    finds(
      { role: { arn: facts().role.arn, decisions: known(undefined) } },
      { check: "permissions", cause: /^there is no role/ },
    ));
  test("are not known", () =>
    finds({ role: { arn: facts().role.arn, decisions: unknown } }, { check: "permissions", result: "unknown" }));
});

const trouble = (more: Partial<Trouble>): Trouble => ({
  trouble: "failing",
  kind: "instance",
  database: "orders",
  resourceId: "db-ORDERS",
  targetRegion: TARGET,
  reason: "id-taken",
  cause: "it is taken",
  remedy: "rename it",
  about: "orders",
  since: undefined,
  ...more,
});

const withTroubles = (...troubles: Trouble[]): Partial<Facts> => {
  const coverage = {
    databases: [],
    routes: [{ troubles, unsure: [], route: { kind: "instance", targetRegion: TARGET } } as never],
  };
  return { estate: known(estate({ coverage })) };
};

describe("keys", () => {
  const ARN = `arn:aws:kms:${TARGET}:${ACCOUNT}:key/1234`;
  const fault = (reason: string) => ({ reason, cause: `the key ${ARN} is bad`, remedy: "mend it" });
  test.each([
    ["key-disabled", [`aws kms enable-key --region ${TARGET} --key-id ${ARN}`]],
    [
      "key-pending-deletion",
      [
        `aws kms cancel-key-deletion --region ${TARGET} --key-id ${ARN}`,
        `aws kms enable-key --region ${TARGET} --key-id ${ARN}`,
      ],
    ],
    ["key-gone", []],
  ])("of a target region has %s", (reason, commands) => {
    const [found, ...others] = troubled({
      targetKeys: { missing: new Map([[ARN, fault(reason)]]), unknown: new Map() },
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ check: "keys", result: "mend", subject: ARN, remedy: "mend it", runbook: reason });
    expect(found?.commands?.map((words) => words.join(" "))).toEqual(commands);
  });
  test("of a database cannot be used", () =>
    finds({ sourceKeys: { missing: new Map([[ARN, fault("key-disabled")]]), unknown: new Map() } }, { check: "keys" }));
  test("may not be looked at", () =>
    finds(
      { sourceKeys: { missing: new Map(), unknown: new Map([[ARN, "it could not be looked at"]]) } },
      { check: "keys", result: "unknown", remedy: /kms:DescribeKey/ },
    ));
  test("are missing for an encrypted database", () =>
    finds(withTroubles(trouble({ reason: "key-missing", cause: "it is encrypted", remedy: "set a key" })), {
      check: "keys",
      cause: /^orders: it is encrypted$/,
      remedy: /^set a key$/,
    }));
});

describe("databases", () => {
  test("fail to be copied", () =>
    finds(withTroubles(trouble({}), trouble({ database: "shop", resourceId: "db-SHOP" })), {
      check: "databases",
      cause: /^orders, shop: it is taken$/,
    }));
  test("cannot be copied", () =>
    finds(withTroubles(trouble({ trouble: "uncovered", reason: "multi-az-cluster" })), { check: "databases" }));
  test("wait for a place of the quota: another check says so", () =>
    expect(troubled(withTroubles(trouble({ reason: "waiting-for-quota" })))).toEqual([]));
  test("are none", () => {
    const own = estate({}, []);
    finds({ estate: known(own) }, { check: "databases", cause: /^the settings select no database$/ });
  });
  test("have option groups that may not come along", () => {
    const own = deployed({ copyOptionGroups: "never" });
    const look = estate({ deployed: own });
    const [seen] = look.seen;
    const snapshots = [
      { engine: "oracle-ee", optionGroup: "tde", databaseId: "ledger" },
      { engine: "oracle-ee", optionGroup: "default:oracle-ee-19", databaseId: "plain" },
      { engine: "mysql", optionGroup: "audited", databaseId: "shop" },
    ];
    const changed = { ...seen, inventory: { ...seen?.inventory, snapshots } } as never;
    finds(
      { deployed: own, estate: known({ ...look, seen: [changed] }) },
      { check: "databases", result: "unknown", cause: /RDS copies ledger without/, remedy: /copy_option_groups/ },
    );
  });
});

describe("copies", () => {
  test("are late", () =>
    finds(withTroubles(trouble({ trouble: "stale", reason: "no-backup" })), {
      check: "copies",
      cause: /^orders has no fresh copy$/,
      command: "npx rds-cross-region-backup status --region eu-west-1 --deployment prod",
    }));
  test("are under a key that cannot be used: that is said once", () => {
    const about = `arn:aws:kms:${TARGET}:${ACCOUNT}:key/1234`;
    const fault = { reason: "key-disabled", cause: "it is disabled", remedy: "enable it" };
    finds(
      {
        ...withTroubles(trouble({ trouble: "unrestorable", reason: "key-disabled", about })),
        targetKeys: { missing: new Map([[about, fault]]), unknown: new Map() },
      },
      { check: "keys" },
    );
  });
});

describe("copies that could not all be looked at", () => {
  const route = { kind: "instance", targetRegion: TARGET } as const;
  const unsure = (...kinds: TroubleKind[]) => ({
    databases: [row("orders", [], { route, age: undefined, unsure: kinds })],
    routes: [],
  });
  const whole = { route, troubles: [], areAgesKnown: false, age: undefined };

  test("may be late", () =>
    finds(
      { estate: known(estate({ coverage: unsure("stale") })) },
      { check: "copies", result: "unknown", cause: /^of orders it is not known whether the newest copy is fresh$/ },
    ));
  test("may not be restorable, and why that is not known", () =>
    finds(
      { estate: known(estate({ coverage: unsure("unrestorable"), unknownNeeds: ["kms:DescribeKey is denied"] })) },
      { check: "copies", result: "unknown", cause: /whether copies can be restored: kms:DescribeKey is denied$/ },
    ));
  test("are not looked at where nobody wants it", () =>
    expect(
      troubled({
        deployed: deployed({ restoreChecks: "off" }),
        estate: known(estate({ coverage: unsure("unrestorable", "failing") })),
      }),
    ).toEqual([]));
  test("of a region that could not be read leave leftovers unknown, too", () => {
    const coverage = { databases: [], routes: [{ ...whole, reach: "none" as const, unsure: TROUBLE_KINDS }] };
    const found = troubled({ estate: known(estate({ coverage })) });
    expect(found.map(({ check, result, subject }) => [check, result, subject])).toEqual([
      ["copies", "unknown", "all instances in eu-central-1"],
      ["copies", "unknown", "all instances in eu-central-1"],
      ["leftovers", "unknown", TARGET],
    ]);
  });
});

describe("quotas", () => {
  const of = (use: ReturnType<typeof quota>): Partial<Facts> => {
    const look = estate();
    const kinds = look.report.kinds.map((kind) => ({
      ...kind,
      routes: kind.routes.map((route) => ({ ...route, plan: route.plan && { ...route.plan, quota: use } })),
    }));
    return { estate: known({ ...look, report: { ...look.report, kinds } }) };
  };
  test("are too small", () =>
    finds(of(quota({ maximum: 7 })), {
      check: "quotas",
      cause: /^3 of 7 allowed manual instance snapshots in eu-central-1/,
      remedy: /^raise L-272F1212 in eu-central-1 to 8 or more, or keep fewer copies$/,
    }));
  test("are just large enough", () => expect(troubled(of(quota({ maximum: 8 })))).toEqual([]));
});

describe("regions", () => {
  const failed = (reason: string): Partial<Facts> => {
    const look = estate();
    const outcome = { outcome: "failed", database: "*", reason, message: "cannot list: do this" } as const;
    const kinds = look.report.kinds.map((kind) => ({
      ...kind,
      routes: kind.routes.map((route) => ({ ...route, outcomes: [outcome] })),
    }));
    return { estate: known({ ...look, report: { ...look.report, kinds } }) };
  };
  test("are not enabled", () => finds(failed("region-not-enabled"), { check: "regions", subject: TARGET }));
  test("could not be read", () => finds(failed("denied"), { check: "regions", result: "unknown" }));
});

describe("leftovers", () => {
  const copy = (region: string, day: number) =>
    ({ snapshot: { region, sizeGib: 10 }, sourceTime: new Date(Date.UTC(2025, 0, day)) }) as never;
  const left = (isDeployed: Facts["leftovers"][number]["isDeployed"]): Partial<Facts> => ({
    leftovers: [
      { deployment: { ...DEPLOYMENT, name: "old" }, copies: [copy(TARGET, 2), copy("us-east-1", 1)], isDeployed },
    ],
  });
  test("are of a deployment that is gone", () =>
    finds(left(known(false)), {
      check: "leftovers",
      cause:
        /^deployment old of eu-west-1 is gone, and has left 2 copies \(20 GiB\) in eu-central-1, us-east-1, the newest of 2 Jan 2025/,
      command:
        "npx rds-cross-region-backup copies delete --target-region eu-central-1 --target-region us-east-1 --deployment-gone --deployment old",
    }));
  test("are brought back from their own source region, as one of the same name may be in another", () =>
    finds(left(known(false)), {
      check: "leftovers",
      command:
        "npx rds-cross-region-backup restore --region us-east-1 --deployment old --source-region eu-west-1 --all",
    }));
  test("are of a deployment that is there: none", () => expect(troubled(left(known(true)))).toEqual([]));
  test("may be", () => finds(left(unknown), { check: "leftovers", result: "unknown", cause: /still is there/ }));
});

test("where nothing of the estate can be read, all that depends on it is not known", () => {
  const found = troubled({ estate: unknown });
  expect(found.map(({ check, result }) => `${check} ${result}`)).toEqual(
    ["regions", "schedule", "quotas", "databases", "copies", "leftovers"].map((check) => `${check} unknown`),
  );
});
