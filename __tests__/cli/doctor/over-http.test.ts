import { describe, expect, test } from "@jest/globals";
import { CHECKS } from "../../../cli/doctor/checks";
import { DOCTOR_CALLS } from "../../../cli/doctor/policy";
import { LOOKING } from "../../../cli/estate/look";
import type { RdsCrossRegionBackupProps } from "../../../modules";
import { addDatabases } from "../../../simulation/estate/large-estate";
import { NAME, SOURCE, TARGET } from "../../../simulation/estate/plain-deployment";
import { OPERATOR } from "../../../simulation/iam/access";
import { type DeployedEstate, type EstateOptions, estateOfTests } from "../deployed-estate";
import { cli } from "../terminal";
import { longest } from "./longest";

// The command itself, over HTTP, against the simulated AWS.

const start = estateOfTests();

const ADDRESS = "oncall@example.com";
const TOLD: Partial<RdsCrossRegionBackupProps> = { notificationEmails: [ADDRESS] };

const started = (options: EstateOptions = {}) => start({ deployments: [{ props: TOLD }], ...options });

const doctor = (...args: string[]) => cli(["doctor", "--region", SOURCE, ...args]);

interface Said {
  readonly check: string;
  readonly result: string;
  readonly subject: string;
  readonly cause: string;
  readonly remedy: string | null;
  readonly runbook: string | null;
}

async function findings(...args: string[]): Promise<readonly Said[]> {
  const { out } = await doctor("--json", ...args);
  return JSON.parse(out).deployments.flatMap((one: { findings: readonly Said[] }) => one.findings);
}

const linesOf = (text: string) => text.split("\n");
test("says of a healthy deployment that all is in order, a line for each check, and ends with 0", async () => {
  const { asked } = await started();
  const { code, out, err } = await doctor();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(linesOf(out).slice(0, 2)).toEqual([
    `${NAME}: ${SOURCE} to ${TARGET}, account 111122223333`,
    "All in order: 19 answers",
  ]);
  expect(out).not.toMatch(/FIX|\?\?|Remedy/);
  expect([...out.matchAll(/^OK {4}([a-z-]+): /gm)].map(([, check]) => check)).toEqual(Object.keys(CHECKS));
  expect([...asked].filter((action) => !/:(Describe|Get|List|Simulate)/.test(action))).toEqual([]);
});

/** Ten faults, each by hand. */
async function breakAll({ world, aws }: DeployedEstate): Promise<void> {
  const [key] = aws.deployed.get(NAME)?.keys ?? [];
  if (key === undefined) throw new Error("the deployment has no key");
  aws.kms.setState(key.arn, "Disabled");
  aws.topics.leaveUnconfirmed(`arn:aws:sns:${SOURCE}:111122223333:${NAME}-notifications`, ADDRESS);
  world.change(NAME, (deployment) => ({
    ...deployment,
    rules: deployment.rules.map((rule) => ({ ...rule, enabled: rule.name !== `${NAME}-follow-up` })),
    eventSubscriptions: deployment.eventSubscriptions.map((one) => ({
      ...one,
      enabled: one.name !== `${NAME}-instances`,
    })),
    functions: deployment.functions.map((one) =>
      one.name === `${NAME}-sweep` ? { ...one, reservedConcurrency: 0 } : one,
    ),
  }));
  const role = world.permissions.get(`${NAME}-${SOURCE}`);
  role?.replace(role.policies.map((policy) => policy.replaceAll('"rds:CopyDBSnapshot"', '"rds:DescribeEvents"')));
  aws.region(SOURCE).changeDatabase("instance", "db-00001", { backupWindow: "07:00-07:30" });
  const target = aws.region(TARGET);
  target.quotas = { ...target.quotas, manualSnapshots: { ...target.quotas.manualSnapshots, instance: 12 } };
  const gone = { deployment: "payroll", sourceRegion: SOURCE, targets: new Map([[TARGET, undefined]]) };
  for (const id of addDatabases(aws, { databases: 2, snapshots: 1, copies: 1, prefix: "pay" }, gone)) {
    aws.region(SOURCE).deleteDatabase("instance", id);
  }
  await world.queues.send(`arn:aws:sqs:${SOURCE}:111122223333:${NAME}-dead-letters`, OPERATOR, {});
}

/** Of each: its check, and what it says. */
const TEN: readonly (readonly [string, RegExp])[] = [
  [
    "permissions",
    /may not call rds:CopyDBSnapshot on snapshot:rds:example-\S+ in eu-west-1, snapshot:example-\S+ in eu-central-1: no policy/,
  ],
  ["keys", /^the key arn:\S+ in eu-central-1 is disabled$/],
  ["functions", /-sweep never runs: its reserved concurrency is 0$/],
  ["rules", /^the rule \S+-follow-up is disabled/],
  ["schedule", /starts in or before the backup windows of db-00001 \(07:00-07:30\)$/],
  ["events", /^the RDS event subscription \S+-instances is disabled/],
  ["dead-letters", /^1 event of finished backups was given up$/],
  ["notifications", /^oncall@example\.com is told nothing/],
  ["quotas", /^11 of 12 allowed manual instance snapshots in eu-central-1/],
  ["leftovers", /^deployment payroll of eu-west-1 is gone, and has left 2 copies \(200 GiB\) in eu-central-1/],
];

test("finds ten faults of a broken deployment, each once with its remedy", async () => {
  const broken = await started();
  await breakAll(broken);
  const found = (await findings()).filter(({ result }) => result !== "ok");
  expect(found.map(({ check, result, cause }) => [check, result, cause])).toEqual(
    TEN.map(([check, cause]) => [check, "mend", expect.stringMatching(cause)]),
  );
  for (const { remedy } of found) expect(remedy).toMatch(/^[a-z]/);
  const { code, out, err } = await doctor();
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(linesOf(out)[1]).toBe("10 to fix, 8 in order");
  expect(longest(out)).toBeLessThanOrEqual(80);
  expect([...out.matchAll(/^FIX {3}([a-z-]+): /gm)].map(([, check]) => check)).toEqual(TEN.map(([check]) => check));
});

describe("asks for no more than its policy has", () => {
  const policyOfDoctor = async (): Promise<{ Statement: { Sid: string; Action: string[] }[] }> =>
    JSON.parse((await cli(["doctor", "--print-policy"])).out);

  test("and with that alone says the same of a healthy deployment", async () => {
    await started({ policy: await policyOfDoctor() });
    expect(await doctor()).toMatchObject({ code: 0, err: "" });
  });

  test("nor does the policy have what it does not ask for", async () => {
    const policy = await policyOfDoctor();
    const { asked, aws } = await started();
    aws.faults = { ...aws.faults, hidesTags: () => true };
    await doctor();
    await doctor("--deployment", NAME);
    const allowed = policy.Statement.flatMap(({ Action }) => Action);
    expect([...asked].filter((action) => !allowed.includes(action))).toEqual([]);
    // What a look at an estate may ask for beyond depends on what is wrong with it: `status` and `plan` call the same.
    const helpful: readonly string[] = LOOKING.helpful;
    expect(allowed.filter((action) => !asked.has(action) && !helpful.includes(action))).toEqual([]);
  });
});

describe("without permissions says what is not known and which are missing, and goes on", () => {
  const OWN = DOCTOR_CALLS.helpful?.filter((action) => !/^(kms|rds:(?!DescribeEventSubscriptions))/.test(action)) ?? [];
  test.each([
    [
      "its own",
      OWN,
      ["permissions", "functions", "rules", "schedule", "events", "dead-letters", "alarms", "notifications", "memory"],
    ],
    ["keys and quotas", ["kms:DescribeKey", "rds:DescribeAccountAttributes"], ["keys", "quotas"]],
    ["snapshots", ["rds:DescribeDBSnapshots"], ["regions", "databases"]],
    [
      "all but to find the deployment",
      DOCTOR_CALLS.helpful ?? [],
      Object.keys(CHECKS).filter((check) => check !== "functions" && check !== "keys"),
    ],
  ])("%s", async (_, denied, checks) => {
    await started({ denied });
    const { code, out, err } = await doctor("--json");
    const [{ findings: all }] = JSON.parse(out).deployments;
    const found: readonly Said[] = all.filter(({ result }: Said) => result !== "ok");
    // Where nothing at all is known AWS does not answer.
    expect({ code, err }).toEqual({ code: found.length === all.length ? 3 : 1, err: "" });
    expect(found.every(({ result }) => result === "unknown")).toBe(true);
    expect([...new Set(found.map((one) => one.check))]).toEqual(expect.arrayContaining([...checks]));
    const said = found.map(({ cause, remedy }) => `${cause} ${remedy}`).join();
    const toldBy = (action: string) => said.includes(action);
    // One list that fails stands for all, and a queue whose address is not known has no attributes.
    const silent = /^(rds:.*|sqs:GetQueueAttributes)$/;
    expect(denied.filter((action) => !toldBy(action) && !(denied.length > 2 && silent.test(action)))).toEqual([]);
  });
});

test("names a target region that is not enabled", async () => {
  const { aws } = await started();
  aws.region(TARGET).enabled = false;
  const found = (await findings()).filter(({ check }) => check === "regions");
  expect(found).toMatchObject([{ result: "mend", subject: TARGET, remedy: expect.stringContaining("enable") }]);
});

test("prints for programs what it has found of each deployment", async () => {
  await started({
    deployments: [
      { name: "one", props: TOLD, databases: 1, copies: 1 },
      { name: "two", databases: 0, copies: 1 },
    ],
  });
  const { code, out } = await doctor("--json");
  expect(code).toBe(1);
  const { schema, region, deployments } = JSON.parse(out);
  expect({ schema, region }).toEqual({ schema: 1, region: SOURCE });
  expect(deployments.map(({ findings: _, ...one }: { findings: unknown }) => one)).toEqual(
    ["one", "two"].map((name) => ({
      name,
      account: "111122223333",
      source_region: SOURCE,
      target_regions: [TARGET],
    })),
  );
  expect(deployments[1].findings).toContainEqual({
    check: "notifications",
    result: "mend",
    subject: "two-notifications",
    cause: "nobody has subscribed to two-notifications: no message and no alarm reaches anybody",
    remedy: "set notification_emails, or subscribe something else to the topic",
    commands: [],
    runbook: null,
  });
  const one = await doctor("--deployment", "one");
  expect(linesOf(one.out)[0]).toBe(`one: ${SOURCE} to ${TARGET}, account 111122223333`);
});

describe("ends with 3 and a sentence where", () => {
  test("nothing is deployed", async () => {
    await started({ deployments: [] });
    expect(await doctor()).toMatchObject({ code: 3, out: "", err: expect.stringContaining("No deployment was found") });
  });
  test("deployments may not be found", async () => {
    await started({ denied: ["lambda:ListFunctions"] });
    expect(await doctor()).toMatchObject({
      code: 3,
      err: expect.stringContaining("lambda:ListFunctions is not allowed"),
    });
  });
});

test("says what is not known where the connection breaks on the way", async () => {
  await started({ breaksAt: 12 });
  const { code, out, err } = await doctor();
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^\?\? {4}\S+: .*/m);
  expect(out).not.toContain("fault of this program");
});

test("shows progress to a person only", async () => {
  await started();
  const { err } = await cli(["doctor", "--region", SOURCE], { isWatched: true });
  expect(err).toContain(`Looking at ${NAME} in ${SOURCE}`);
  expect(err.endsWith("\r\u001b[K")).toBe(true);
});
