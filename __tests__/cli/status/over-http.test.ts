import { LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { NOTHING_TOLD, printTold } from "../../../handlers/core/told/told";
import { troubleId } from "../../../handlers/core/told/trouble-id";
import { estateOfTests } from "../deployed-estate";
import { cli, type TerminalOptions } from "../terminal";

// The command itself, over HTTP, against the simulated AWS with a deployment in it.

const started = estateOfTests();

const NAME = "rds-cross-region-backup";
const SOURCE = "eu-west-1";
const TARGET = "eu-central-1";
const status = (...args: string[]) => cli(["status", "--region", SOURCE, ...args]);
const json = async (...args: string[]) => {
  const { code, out } = await status("--json", ...args);
  return { code, ...JSON.parse(out) };
};
const policy = async () => JSON.parse((await cli(["status", "--print-policy"])).out);

test("an estate that is well is, and its policy is enough to see that, and all that is asked for", async () => {
  const { asked } = await started({ policy: await policy() });
  const { code, out, err } = await status();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n")[0]).toBe(`All 3 databases of ${NAME} have fresh copies in ${TARGET}.`);
  expect(out).toMatch(/^fresh +db-00002 +6 +2026-02-01 06:00 +3/m);
  const allowed = (await policy()).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  expect([...asked].filter((action) => !allowed.includes(action))).toEqual([]);
  expect(asked.size).toBeGreaterThan(5);
});

test("shows programs each database with its copies, key and troubles", async () => {
  await started({ deployments: [{ databases: 1, orphans: 1 }] });
  expect(await json()).toMatchObject({
    code: 1,
    schema: 1,
    looked_at: expect.stringMatching(/^2026-02-01T12:00/),
    not_found: [],
    deployments: [
      {
        name: NAME,
        source_region: SOURCE,
        target_regions: [TARGET],
        is_well: false,
        databases_by_state: { orphaned: 1, fresh: 1 },
        databases: [
          { database: "gone-00000", state: "orphaned", exists: false, kept: 1 },
          { database: "db-00000", state: "fresh", age_seconds: expect.closeTo(21_600, -2), kept: 3, unknown: [] },
        ],
        troubles: [{ database: "gone-00000", trouble: "orphaned", reason: "gone" }],
        could_not_be_read: [],
      },
    ],
  });
});

test("copies under a key that is disabled cannot be restored", async () => {
  const { aws } = await started();
  const [copy] = aws.region(TARGET).snapshots.instance.values();
  aws.kms.setState(copy?.kmsKeyArn ?? "", "Disabled");
  const { code, out } = await status();
  expect(out).toContain("9 copies: db-00000-eu-west-1-2026-02-01-06-00");
  expect(out).toContain(`aws kms describe-key --region ${TARGET}`);
  expect(code).toBe(1);
});

test("what people were told of, and a look cannot try, stands until a run knows better", async () => {
  const { aws } = await started();
  const source = aws.region(SOURCE);
  const database = source.database("instance", "db-00000");
  source.backups.addPast(database, aws.clock.now() - 600_000);
  expect(await json()).toMatchObject({ code: 0 });
  const failing = troubleId({ kind: "instance", targetRegion: TARGET }, database.resourceId, "failing");
  aws.parameters.put(SOURCE, `/${NAME}/told`, printTold({ ...NOTHING_TOLD, ids: new Set([failing]) }));
  expect(await json()).toMatchObject({
    code: 1,
    deployments: [
      { troubles: [{ database: database.id, trouble: "failing", cause: expect.stringContaining("told it") }] },
    ],
  });
});

test("filters by name, and says which name is of none", async () => {
  await started();
  expect(
    (await json("--database", "*-00001", "--database", "instance/db-00002")).deployments[0].databases,
  ).toMatchObject([{ database: "db-00001" }, { database: "db-00002" }]);
  const { code, out } = await cli(["status", "--region", SOURCE, "--database", "db-0001"], { columns: 120 });
  expect(out).toMatch(
    /^NOT FOUND\n- db-0001: no database that is selected or has copies is called so\. Did you mean db-00001/,
  );
  expect(code).toBe(1);
});

test("all deployments of a region are shown, or the one that is named", async () => {
  await started({
    deployments: [{ name: "one" }, { name: "two", databases: 0, orphans: 1, props: { targets: { "eu-north-1": {} } } }],
  });
  const { code, out } = await status();
  expect(code).toBe(1);
  expect(out.split("\n")[0]).toBe("1 of 2 deployments needs attention: two.");
  const { out: one, code: well } = await status("--deployment", "one");
  expect({ well, first: one.split("\n")[0] }).toEqual({
    well: 0,
    first: `All 3 databases of one have fresh copies in ${TARGET}.`,
  });
});

test("an estate without databases protects nothing, which is no good news", async () => {
  await started({ deployments: [{ databases: 0 }] });
  const { code, out } = await status();
  expect(code).toBe(1);
  expect(out).toContain(`${SOURCE} has no databases that ${NAME} could protect.`);
});

test("a dry run says that it copies nothing", async () => {
  await started({ deployments: [{ props: { dryRun: true } }] });
  expect((await status()).out).toMatch(/^rds-cross-region-backup is a dry run: it copies nothing/);
});

describe("from the target region alone", () => {
  const there = (...args: string[]) => cli(["status", "--region", TARGET, ...args], { columns: 120 });

  test("copies are found where there is no deployment, and not judged without an age", async () => {
    await started();
    const { code, out } = await there();
    expect(out.split("\n")[0]).toBe(
      `${TARGET} has no deployment of its own, but copies of 3 databases by ${NAME} from ${SOURCE}.`,
    );
    expect(out).toContain("--max-age HOURS");
    expect(code).toBe(1);
  });

  test("they are judged by an age, with nothing but the rights to read them", async () => {
    const { asked } = await started({ denied: ["lambda:ListFunctions", "ssm:GetParameter"] });
    const { code, out } = await there("--max-age", "36");
    expect(out).toContain(`All 3 databases with copies of ${NAME} have fresh copies in ${TARGET}.`);
    expect(code).toBe(0);
    expect([...asked].filter((action) => !/^(rds:DescribeDB|kms:DescribeKey)/.test(action))).toEqual([]);
    const late = await there("--max-age", "5", "--deployment", NAME);
    expect(late.out).toContain("3 have no fresh copy");
    expect(late.out).toContain(`status --region ${SOURCE}`);
    expect(late.code).toBe(1);
  });

  test("nothing there is said with what to do", async () => {
    await started();
    const none = await cli(["status", "--region", "eu-north-1"]);
    expect(none).toMatchObject({ code: 3, out: "" });
    expect(none.err).toContain("eu-north-1 has no deployment, and no copies");
    const other = await there("--deployment", "other");
    expect(other.err).toContain(`${TARGET} has no deployment other, and no copies of other`);
    expect((await there("--deployment", "other", "--max-age", "36")).err).toContain("has no copies of other");
  });

  test("does not take copies that could not be read for none", async () => {
    await started({ denied: ["rds:DescribeDBSnapshots"] });
    const { code, err } = await there("--max-age", "36");
    expect(code).toBe(3);
    expect(err).toContain("all instances: rds:DescribeDBSnapshots is not allowed in eu-central-1");
  });
});

describe("what cannot be read is named, and nothing is called well for it", () => {
  test.each([
    ["lambda:ListFunctions", 3, "lambda:ListFunctions is not allowed in eu-west-1"],
    ["rds:DescribeDBInstances", 1, "rds:DescribeDBInstances is not allowed in eu-west-1"],
    ["rds:DescribeDBClusters", 1, "3 of the 3 databases of rds-cross-region-backup that could be read have"],
    ["rds:DescribeDBSnapshots", 1, "It is not known of 3 of 3 databases"],
    ["kms:DescribeKey", 1, "unrestorable?"],
  ])("%s", async (action, code, said) => {
    await started({ denied: [action] });
    const ran = await cli(["status", "--region", SOURCE], { columns: 200 });
    expect(ran.out + ran.err).toContain(said);
    expect(ran.out + ran.err).toContain(action);
    expect(ran.code).toBe(code);
  });

  test("a permission that only a copy that is due needs is not missed before", async () => {
    await started({ denied: ["ssm:GetParameter"] });
    expect(await status()).toMatchObject({ code: 0, err: "" });
  });

  test("a target region that takes no credentials", async () => {
    const { aws } = await started();
    aws.region(TARGET).enabled = false;
    const { code, out } = await status();
    expect(out).toMatch(/^unknown +db-00000 +\? +\?/m);
    expect(out).toContain(`${TARGET} does not take these credentials`);
    expect(code).toBe(1);
  });

  test.each([
    [1, 3],
    [2, 3],
    [4, 1],
  ])(
    "a connection that breaks at request %i",
    async (breaksAt, ends) => {
      await started({ breaksAt });
      const { code, out, err } = await status();
      expect(out + err).toContain("socket hang up");
      expect(out).not.toContain("All 3 databases");
      expect(code).toBe(ends);
    },
    60_000,
  );

  test("a region that is lost, with the way to its copies", async () => {
    const lost = Object.assign(new Error("connect ETIMEDOUT 10.0.0.1:443"), { code: "ETIMEDOUT" });
    const lambda = mockClient(LambdaClient).rejects(lost);
    try {
      const { code, err } = await status();
      expect(err).toContain("AWS cannot be reached in eu-west-1");
      expect(err).toContain(
        "if eu-west-1 is lost, look at copies alone: status --max-age 36, with the --region of the",
      );
      expect(code).toBe(3);
    } finally {
      lambda.restore();
    }
  });
});

test("watching shows the screen again, and ends with the code of the last look", async () => {
  await started({ deployments: [{ databases: 1 }] });
  const person = new AbortController();
  const options: TerminalOptions = { isScreen: true, interruption: person.signal, onOut: () => person.abort() };
  const { code, out } = await cli(["status", "--region", SOURCE, "--watch", "10"], options);
  expect(out).toContain(`The 1 database of ${NAME} has a fresh copy`);
  expect(out).toContain("Looks again each 10 s. Ctrl-C ends it.");
  expect(code).toBe(0);
});
