import { describe, expect, test } from "@jest/globals";
import { SECOND } from "../../../simulation/time/clock";
import { type DeployedEstate, estateOfTests } from "../deployed-estate";
import { cli } from "../terminal";

const start = estateOfTests();

const REGION = ["--region", "eu-west-1"];
const NAME = "rds-cross-region-backup";
const SWEEP = `${NAME}-sweep`;
const LOG = `aws logs tail /aws/lambda/${SWEEP} --region eu-west-1 --since 20m`;

/** So that a run has something to do. */
function loseNewestCopy(aws: DeployedEstate["aws"]): void {
  const region = aws.region("eu-central-1");
  const copies = [...region.snapshots.instance.values()].filter(({ databaseId }) => databaseId === "db-00000");
  const newest = copies.sort((a, b) => b.id.localeCompare(a.id))[0];
  if (newest) region.remove(newest);
}

describe("a run that is started by hand", () => {
  test("is a follow-up, of which the numbers are shown, and ends with 0 where nothing is wrong", async () => {
    const { aws } = await start();
    loseNewestCopy(aws);
    const { code, out, err } = await cli(["run", ...REGION], { columns: 120 });
    expect(err).toBe("");
    expect(out).toMatch(
      /^Follow-up of rds-cross-region-backup in eu-west-1: 1 copy started, 0 deleted, 0 failures\n\nDatabases {5}3 listed, 3 selected\n/,
    );
    expect(out).toContain("\nNothing that this run could see is in trouble.\n");
    expect(code).toBe(0);
  });

  test("is a daily one where that is asked for, of the deployment that is named", async () => {
    await start({ deployments: [{ name: "shop" }, { name: "bank", databases: 0 }] });
    const { out } = await cli(["run", ...REGION, "--daily", "--deployment", "bank"]);
    expect(out).toMatch(/^Daily run of bank in eu-west-1: /);
  });

  test("is not begun where it is not clear of which deployment", async () => {
    const { asked } = await start({ deployments: [{ name: "shop" }, { name: "bank", databases: 0 }] });
    const { code, err } = await cli(["run", ...REGION]);
    expect(err).toContain("eu-west-1 has several deployments: ");
    expect(err).toContain("--deployment");
    expect(code).toBe(2);
    expect([...asked]).not.toContain("lambda:InvokeFunction");
  });

  test("ends with 1 where something is in trouble, and tells cause, remedy and runbook", async () => {
    const { aws } = await start();
    loseNewestCopy(aws);
    for (const { arn } of aws.deployed.stacks.flatMap(({ keys }) => keys)) aws.kms.setState(arn, "Disabled");
    const { code, out } = await cli(["run", ...REGION]);
    expect(out).toMatch(/\n1\. Copying fails: db-00000 in eu-central-1\n/);
    expect(out).toContain("/docs/runbook.md#key-not-accessible\n");
    expect(code).toBe(1);
  });

  test("of a deployment with dry_run says that it only plans", async () => {
    const { aws } = await start({ deployments: [{ props: { dryRun: true } }] });
    loseNewestCopy(aws);
    const { code, out, err } = await cli(["run", ...REGION], { columns: 120 });
    expect(err).toBe(`${NAME} has dry_run = true: the run plans, and starts, deletes and tells nothing.\n`);
    expect(out).toMatch(/^Follow-up of .*, dry: 1 action planned; nothing was started, deleted or told\n/);
    expect(code).toBe(0);
  });

  test("prints for programs whose run it was, and what the function returned", async () => {
    await start();
    const { code, out, err } = await cli(["run", ...REGION, "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      schema: 1,
      deployment: NAME,
      account: "111122223333",
      source_region: "eu-west-1",
      function: SWEEP,
      summary: { run: "follow-up", dry_run: false, seen: 3, failed: [], troubles: [] },
    });
  });

  test("needs no more than its policy allows", async () => {
    const { out } = await cli(["run", "--print-policy"]);
    await start({ policy: JSON.parse(out) });
    const { code, err } = await cli(["run", ...REGION]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("shows a person how long it lasts", async () => {
    await start();
    const { err } = await cli(["run", ...REGION], { isWatched: true });
    expect(err).toContain("Follow-up of rds-cross-region-backup: 0:00 min …");
    expect(err.endsWith("\r\u001b[K")).toBe(true);
  });
});

describe("a run that does not come to its end", () => {
  test("as the function is throttled is not tried again, and says why", async () => {
    const { aws, world } = await start();
    world.lambda.throttle(SWEEP, true);
    const { code, err } = await cli(["run", ...REGION]);
    expect(err).toMatch(/^Lambda did not run .*-sweep in eu-west-1 \(TooManyRequestsException: Rate Exceeded/);
    expect(err).toContain("/docs/runbook.md#function-throttled.\n");
    expect(code).toBe(3);
    expect(aws.audit.calls.get("Invoke")).toBe(1);
  });

  test("as it is denied names action and region", async () => {
    await start({ denied: ["lambda:InvokeFunction"] });
    const { code, err } = await cli(["run", ...REGION]);
    expect(err).toMatch(/^lambda:InvokeFunction is not allowed in eu-west-1 \(AccessDenied/);
    expect(err).toContain("--print-policy");
    expect(code).toBe(3);
  });

  test("as there is no deployment says where it looked", async () => {
    await start({ deployments: [] });
    const { code, err } = await cli(["run", ...REGION]);
    expect(err).toMatch(/^No deployment was found in eu-west-1\.\n/);
    expect(code).toBe(3);
  });

  test("as the function could not do its work shows its error, and its section of the runbook", async () => {
    const { world } = await start();
    world.permissions.get(`${NAME}-eu-west-1`)?.replace([]);
    const { code, out, err } = await cli(["run", ...REGION]);
    expect(out).toBe("");
    expect(err).toMatch(/^The run of .*-sweep ended with an error\.\nThe sweep could not do its work: /);
    expect(err).toContain("/docs/runbook.md#could-not-do-its-work\n");
    expect(err).toContain(`With ${LOG} you see its log.`);
    expect(code).toBe(3);
  });

  test("as the connection breaks says that it goes on, and where its log is", async () => {
    await start({ breaksAt: 2 });
    const { code, err } = await cli(["run", ...REGION]);
    expect(err).toMatch(
      /^It is not known what became of the run of .*-sweep in eu-west-1, as Lambda's answer did not come/,
    );
    expect(err).toContain(`look with ${LOG} before you start another.\n`);
    expect(code).toBe(3);
  });

  test("as somebody interrupts it says that it goes on, and where its log is", async () => {
    await start({ latency: SECOND });
    const controller = new AbortController();
    const running = cli(["run", ...REGION], { interruption: controller.signal });
    setTimeout(() => controller.abort(), 1_500);
    const { code, err } = await running;
    expect(err).toBe(`Interrupted: the run of ${SWEEP} in eu-west-1 goes on in AWS.\n  With ${LOG} you see its log.\n`);
    expect(code).toBe(3);
  });
});
