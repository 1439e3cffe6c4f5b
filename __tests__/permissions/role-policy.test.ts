import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { holdOf } from "../../handlers/core/hold";
import type { RdsCrossRegionBackupProps } from "../../modules";
import { policyCharacters, policyFits, TOO_MANY } from "../../modules/policy-size";
import type { AccessRequest } from "../../simulation/iam/access";
import { CopyRequests, KINDS } from "./copies";
import { DEPLOYMENTS, Deployment, keyArn, type Policy, SECOND_TARGET, SOURCE, TARGET } from "./deployments";
import { forbidden } from "./forbidden";
import { isAllowed } from "./iam";
import { isNoticed, mutations } from "./mutations";
import { DOCUMENTED_KMS_ACTIONS, documentedLists, lambdaItself, messages } from "./needed";
import { type SimulatedRun, simulatedRun } from "./simulated-run";

/** What daily runs look at, as restore_checks says. */
const LOOKS = /^Describe(Key|DBEngineVersions|OrderableDBInstanceOptions|\w+Groups)$/;

describe.each(DEPLOYMENTS.map((deployment) => [deployment.title, deployment] as const))("%s", (_title, deployment) => {
  const policy = deployment.rolePolicy;
  const others = forbidden(deployment);
  const changes = mutations(policy);
  const isLook = (call: string, granted: readonly string[]) =>
    // Copying needs to describe keys too; without any key there is none to look at.
    call === "DescribeKey"
      ? deployment.props.restoreChecks !== "off" && granted.includes("kms:DescribeKey")
      : granted.includes(`rds:${call}`);
  let run: SimulatedRun;
  let needed: readonly AccessRequest[] = [];

  beforeAll(async () => {
    run = await simulatedRun(deployment);
    needed = [...run.requests, ...documentedLists(deployment), ...lambdaItself(deployment), ...messages(deployment)];
  });

  test("the simulated run makes every call that the handlers can make, and is denied none", () => {
    const granted = policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    const possible = apiCalls().filter((call) => !LOOKS.test(call) || isLook(call, granted));
    expect([...run.calls.keys()].sort()).toEqual(possible);
    expect([...run.outcomes]).not.toContain("AccessDenied");
    expect([...run.outcomes]).not.toContain("KMSKeyNotAccessibleFault");
    expect([...new Set(needed.map(({ action }) => action))].sort()).toEqual([...new Set(granted)].sort());
  });

  test("allows every call of the simulated run, and what AWS documents beyond it", async () => {
    expect(needed.length).toBeGreaterThan(40);
    expect(await those(needed, { allowed: false, by: policy })).toEqual([]);
  });

  test(`denies ${others.length} others`, async () => {
    expect(await those(others, { allowed: true, by: policy })).toEqual([]);
  });

  test(`holds nothing to spare: each of ${changes.length} changes denies what is needed, or allows what is forbidden`, async () => {
    const unnoticed: string[] = [];
    for (const change of changes) {
      const noticed = await isNoticed(change, { needed, others }, (request, identity) =>
        isAllowed(request, { identity }),
      );
      if (!noticed) unnoticed.push(change.what);
    }
    expect(unnoticed).toEqual([]);
  });
});

test("the handlers call no other services than RDS, and for messages and keys SNS, SSM and KMS", () => {
  const clients = [...handlersSource().matchAll(/"(@aws-sdk\/client-[^"]+)"/g)].map(([, name]) => name);
  expect([...new Set(clients)].sort()).toEqual(["kms", "rds", "sns", "ssm"].map((name) => `@aws-sdk/client-${name}`));
});

test("no action is granted by a pattern, so that none is granted which AWS adds", () => {
  for (const { rolePolicy } of DEPLOYMENTS) {
    for (const { Action, ...rest } of rolePolicy.Statement) {
      for (const action of Action) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/);
      expect(Object.keys(rest)).not.toContain("NotAction");
      expect(Object.keys(rest)).not.toContain("NotResource");
    }
  }
});

test("on keys, exactly what AWS documents for copies is granted", () => {
  const kms = deploymentOf("two target regions")
    .rolePolicy.Statement.flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith("kms:"));
  expect(kms.sort()).toEqual([...DOCUMENTED_KMS_ACTIONS]);
});

/**
 * What IAM cannot tell from what is needed: it sees the id and the tags of a snapshot, and of a copy only one end at a time. The
 * functions look closer (handlers/core/ownership.ts): here their rules are the only ones.
 */
describe.each(KINDS)("beyond IAM's reach for a %s", (kind) => {
  const deployment = deploymentOf("two target regions");
  const requests = new CopyRequests(kind, deployment, TARGET);
  const restored = requests.snapshot(TARGET, `orders-${SOURCE}-restored`);

  test.each<[string, AccessRequest]>([
    ["tag a snapshot made by hand whose id names the source region", requests.tag(restored)],
    ["delete a snapshot made by hand that has such an id and our tags too", requests.remove(restored)],
    ["make a copy without tags: whether RDS shows tags at that check is not documented", requests.copy(restored)],
    ["copy a copy on to another target region", requests.copy(requests.snapshot(SECOND_TARGET, `orders-${SOURCE}-x`))],
  ])("%s", async (_what, request) => {
    expect(await isAllowed(request, { identity: deployment.rolePolicy })).toBe(true);
  });
});

/** IAM knows no calendar: what is shaped like a date the plan keeps or not (handlers/core/hold.ts). */
describe.each(KINDS)("a %s copy with a hold", (kind) => {
  const deployment = deploymentOf("two target regions");
  const requests = new CopyRequests(kind, deployment, TARGET);
  const remove = (hold: Record<string, string>) =>
    isAllowed(requests.remove(undefined, { ...requests.tags(), ...hold }), { identity: deployment.rolePolicy });

  test.each(["2027-01-31", "2026-02-28", "2099-12-31"])("until %s may be deleted by the role", async (until) => {
    expect(await remove({ "CrossRegionBackup/Hold": until, "CrossRegionBackup/HoldReason": "audit" })).toBe(true);
  });

  test.each(["forever", "Forever", "FOREVER", "INC-7", "restore-in-progress", "2027-1-31", "2127-01-31", "31-01-2027"])(
    "of %s may not",
    async (hold) => {
      expect(await remove({ "CrossRegionBackup/Hold": hold })).toBe(false);
      expect(holdOf({ "CrossRegionBackup/Hold": hold }, new Date("2199-01-01"))).toMatchObject({ state: "held" });
    },
  );

  test("that was never set, or was taken off again, may be deleted", async () => {
    expect(await remove({})).toBe(true);
  });

  test("of an empty value is perhaps none to IAM: the plan alone is sure to keep it", async () => {
    expect(await remove({ "CrossRegionBackup/Hold": "" })).toBe(true);
    expect(holdOf({ "CrossRegionBackup/Hold": "" }, new Date("2199-01-01"))).toMatchObject({ state: "held" });
  });
});

describe("a permissions boundary", () => {
  const deployment = deploymentOf("a given key, another name, a boundary, an encrypted queue");
  const identity = deployment.rolePolicy;
  const actions = [...new Set(identity.Statement.flatMap(({ Action }) => Action))];
  const boundaryOf = (Action: readonly string[]): Policy => ({
    Version: "2012-10-17",
    Statement: [{ Sid: "Boundary", Effect: "Allow", Action, Resource: ["*"] }],
  });
  let needed: readonly AccessRequest[] = [];

  beforeAll(async () => {
    const { requests } = await simulatedRun(deployment);
    needed = actions.map((action) => {
      const found = [...requests, ...lambdaItself(deployment), ...messages(deployment)].find(
        (request) => request.action === action,
      );
      if (!found) throw new Error(`${action} is not needed`);
      return found;
    });
  });

  test("that has the role's actions leaves them all, and adds none", async () => {
    for (const request of needed) {
      expect(await isAllowed(request, { identity, boundary: boundaryOf(actions) })).toBe(true);
    }
    for (const request of forbidden(deployment).filter((_, index) => index % 10 === 0)) {
      expect(await isAllowed(request, { identity, boundary: boundaryOf(["*"]) })).toBe(false);
    }
  });

  test("that lacks an action takes it away", async () => {
    for (const request of needed) {
      const boundary = boundaryOf(actions.filter((action) => action !== request.action));
      expect([request.action, await isAllowed(request, { identity, boundary })]).toEqual([request.action, false]);
    }
  });
});

/** More is refused by IAM, in the middle of an apply (docs/aws-facts.md#policy-size). */
describe("the size of the policy", () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `0d9f3c1a-0d9f-0d9f-0d9f-0d9f0d9f3c${10 + index}`);
  const sized = (regions: number, keysInEach: number, props: Partial<RdsCrossRegionBackupProps> = {}) => {
    const targets = Array.from({ length: regions }, (_, index) => {
      const region = `ap-southeast-${index + 1}`;
      const keys = ids(keysInEach).map((id, key) => [`database-${key}`, keyArn(region, id)]);
      return [region, { databaseKmsKeyArns: Object.fromEntries(keys) }];
    });
    return { name: "orders", region: SOURCE, ...props, targets: Object.fromEntries(targets) };
  };
  const sourceKeys = (count: number) => ({
    sourceKmsKeyArns: ids(count).map((id) => keyArn(SOURCE, id, "999988887777")),
  });
  const oneKey = (targets: RdsCrossRegionBackupProps["targets"]) =>
    Object.fromEntries(
      Object.entries(targets).map(([region, { databaseKmsKeyArns = {} }]) => [
        region,
        {
          databaseKmsKeyArns: Object.fromEntries(
            Object.keys(databaseKmsKeyArns).map((id) => [id, keyArn(region, "shared")]),
          ),
        },
      ]),
    );
  const size = (props: RdsCrossRegionBackupProps) => JSON.stringify(new Deployment("", props).rolePolicy).length;

  test.each<[string, RdsCrossRegionBackupProps, number]>([
    ["one target region", sized(1, 0), 19],
    ["another name", sized(1, 0, { name: "n".repeat(40) }), 19],
    ["another source region", sized(2, 0, { region: "ap-northeast-1" }), 19],
    ["six target regions", sized(6, 0), 19],
    ["keys of databases", sized(2, 3), 19 + 6 * 2 * 5],
    ["source keys", sized(1, 0, sourceKeys(12)), 19],
    ["no look at what restores need", sized(3, 0, { restoreChecks: "off" }), 3 * 35],
    ["a look at all of it", sized(3, 0, { restoreChecks: "all" }), 0],
    ["no option groups", sized(3, 0, { copyOptionGroups: "never" }), 3 * 19],
    ["an encryption key", sized(1, 0, { encryptionKeyArn: keyArn(SOURCE, ids(1)[0] ?? "") }), 330],
  ])("is counted before there is one, and never as more than it is: %s", (_what, props, most) => {
    const uncounted = size(props) - policyCharacters(props);
    expect(uncounted).toBeGreaterThanOrEqual(0);
    expect(uncounted).toBeLessThanOrEqual(most);
  });

  test.each<[string, RdsCrossRegionBackupProps]>([
    ["seven target regions", sized(7, 0)],
    ["four with one key for six databases in each", { ...sized(4, 6), targets: oneKey(sized(4, 6).targets) }],
    ["six, and all looks", sized(6, 0, { restoreChecks: "all" })],
    ["four with twelve keys of databases", sized(4, 3, { restoreChecks: "all" })],
    ["one, and twenty source keys", sized(1, 0, { restoreChecks: "all", ...sourceKeys(20) })],
  ])("has room for %s, under any name", (_what, props) => {
    const longest = { ...props, name: "n".repeat(40), encryptionKeyArn: keyArn(SOURCE, ids(1)[0] ?? "") };
    expect(size(longest)).toBeLessThanOrEqual(10_240);
    expect(policyFits(longest)).toEqual([]);
  });

  test.each<[string, RdsCrossRegionBackupProps]>([
    ["nine target regions", sized(9, 0)],
    ["five with twenty keys of databases", sized(5, 4, { name: "n".repeat(40) })],
    ["one, and twenty-six source keys", sized(1, 0, sourceKeys(26))],
  ])("has no room for %s, which a plan refuses", (_what, props) => {
    expect(policyFits(props)).toEqual([TOO_MANY]);
  });
});

function deploymentOf(title: string): Deployment {
  const found = DEPLOYMENTS.find((deployment) => deployment.title === title);
  if (!found) throw new Error(`there is no deployment "${title}"`);
  return found;
}

/** Names of all AWS calls in the source of the handlers: what the bundles can call, against the simulation, moto or AWS. */
function apiCalls(): string[] {
  const names = handlersSource().matchAll(/\bnew ([A-Z]\w+)Command\(|\bpaginate([A-Z]\w+)\(/g);
  return [...new Set([...names].map(([, command, list]) => command ?? list ?? ""))].sort();
}

function handlersSource(): string {
  const folder = join(__dirname, "../../handlers");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

async function those<T extends AccessRequest>(
  requests: readonly T[],
  { allowed, by }: { allowed: boolean; by: Policy },
): Promise<T[]> {
  const found: T[] = [];
  for (const request of requests) if ((await isAllowed(request, { identity: by })) === allowed) found.push(request);
  return found;
}
