import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCommandLine } from "../../../scripts/bundle";
import { type Ended, runProgram } from "../../../simulation/command-line";
import { Installation } from "../installation";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { succeeded } from "../readings";
import type { Scenario, World } from "../world";

const EMAIL = "dba@example.com";
const RECENT = new Date(Date.now() - 3_600_000).toISOString().slice(0, 16);

/** The program as it is published. */
class Program {
  readonly #folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-cli-"));
  readonly #file = join(this.#folder, "rds-cross-region-backup.js");

  constructor(
    readonly endpoint: string,
    bundle: Uint8Array,
  ) {
    writeFileSync(this.#file, bundle);
  }

  /** In the source region. */
  run(...args: string[]): Promise<Ended> {
    return runProgram([this.#file, ...args, "--region", SOURCE_REGION], this.endpoint);
  }

  async json(...args: string[]) {
    const { out, err } = await this.run(...args, "--json");
    ok(out.startsWith("{"), err);
    return JSON.parse(out);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

export const commandLine: Scenario = {
  title: "The command line of people on call",
  run: async (world, check) => {
    const program = new Program(world.account.endpoint, await bundleCommandLine());
    try {
      await check("of an account without deployments says so, and what to do", async () => {
        const { code, err } = await program.run("status");
        equal(code, 3, err);
        match(err, /eu-west-1 has no deployment/);
      });
      const installation = await installed(world);
      await seesTheEstate(program, check);
      await examines(program, installation, check);
      await keepsAndDeletesCopies(program, world, check);
    } finally {
      program.remove();
    }
  },
};

/** Two databases with copies, and one that cannot be copied; and what Terraform makes for the command line to find. */
async function installed(world: World): Promise<Installation> {
  const { account } = world;
  const key = world.key(SOURCE_REGION);
  await account.createDatabase({ kind: "instance", id: "orders", key, backups: [RECENT] });
  await account.createDatabase({ kind: "cluster", id: "shop", key, backups: [RECENT] });
  await account.createDatabase({ kind: "instance", id: "archive", backupRetention: 0, backups: [] });
  const keys = Object.fromEntries(TARGET_REGIONS.map((region) => [region, world.key(region)]));
  const installation = new Installation(account.endpoint, keys, [EMAIL]);
  const deployment = world.deploy();
  succeeded(await deployment.sweep());
  await installation.create();
  return installation;
}

type CheckThat = Parameters<Scenario["run"]>[1];

async function seesTheEstate(program: Program, check: CheckThat): Promise<void> {
  await check(
    "status finds the deployment, and the database that cannot be copied, in each target region",
    async () => {
      const { deployments } = await program.json("status");
      const [{ name, databases, troubles }] = deployments;
      equal(name, "rds-cross-region-backup");
      deepEqual(
        databases.map((one: Row) => `${one.database} ${one.target_region} ${one.state} ${one.kept}`).sort(),
        TARGET_REGIONS.flatMap((region) => [
          `archive ${region} uncovered 0`,
          `orders ${region} fresh 1`,
          `shop ${region} fresh 1`,
        ]).sort(),
      );
      deepEqual(
        troubles.map((one: Row) => `${one.database} ${one.target_region} ${one.reason}`).sort(),
        TARGET_REGIONS.map((region) => `archive ${region} backups-disabled`),
      );
    },
  );
  await check("status shows people the same, and ends with 1", async () => {
    const { code, out, err } = await program.run("status");
    equal(code, 1, err);
    match(out, /^1 of 3 databases of rds-cross-region-backup is in trouble/);
    match(out, /^uncovered +archive .*^fresh +orders .*^fresh +shop \(cluster\) /ms);
  });
  await check("plan has nothing to copy", async () => {
    const { code, out, err } = await program.run("plan");
    equal(code, 1, err);
    match(out, /0 actions planned/);
    match(out, /archive: automated backups are disabled|backups-disabled/);
    // Moto has no DescribeAccountAttributes.
    match(out, /quota/);
  });
}

interface Row {
  readonly [field: string]: string;
}

interface Finding {
  readonly check: string;
  readonly result: string;
  readonly subject: string;
  readonly cause: string;
}

async function examines(program: Program, { events, deployment }: Installation, check: CheckThat): Promise<void> {
  const examined = async (): Promise<readonly Finding[]> => (await program.json("doctor")).deployments[0].findings;
  await check("doctor finds what is wrong, and what moto cannot tell, and all else in order", async () => {
    const found = await examined();
    const notOk = found.filter(({ result }) => result !== "ok");
    deepEqual([...new Set(notOk.map((one) => `${one.check}: ${one.result}`))].sort(), [
      // archive has no backups.
      "databases: mend",
      // Moto has no SimulatePrincipalPolicy.
      "permissions: unknown",
      // Nor DescribeAccountAttributes.
      "quotas: unknown",
      // Moto's backup windows are in the afternoon, the daily run in the morning.
      "schedule: mend",
    ]);
    for (const name of ["regions", "keys", "functions", "rules", "events", "dead-letters", "alarms", "notifications"]) {
      ok(
        found.some(({ check, result }) => check === name && result === "ok"),
        name,
      );
    }
  });
  await check("doctor finds a rule that somebody has disabled", async () => {
    const [rule] = deployment.rules;
    await events.disableRule({ Name: rule?.name });
    const found = (await examined()).filter(
      ({ result, subject }) => result !== "ok" && subject.includes(rule?.name ?? "?"),
    );
    equal(found.length, 1, JSON.stringify(found));
  });
}

async function keepsAndDeletesCopies(program: Program, { account }: World, check: CheckThat): Promise<void> {
  const copiesOf = async (database: string): Promise<readonly Row[]> =>
    (await program.json("copies", "list", "--database", database)).copies;
  const [held] = await copiesOf("orders");
  const id = held?.id ?? "?";
  await check("copies lists what moto has, holds a copy and says so", async () => {
    equal((await copiesOf("orders")).length, TARGET_REGIONS.length);
    const { code, err } = await program.run("copies", "hold", id, "--until", "2099-12-31", "--why", "audit");
    equal(code, 0, err);
    const { copies } = await program.json("copies", "list", "--held");
    deepEqual([...new Set(copies.map((one: Row) => one.id))], [id]);
    deepEqual(copies[0].hold, { until: "2099-12-31", why: "audit", state: "held" });
  });
  await check("copies delete takes none of a database that exists", async () => {
    const { copies } = await program.json("copies", "delete", "--orphaned", "--yes");
    deepEqual(
      copies.filter(({ goes }: { goes: boolean }) => goes),
      [],
    );
    equal((await copiesOf("*")).length, 2 * TARGET_REGIONS.length);
  });
  await check("copies delete takes those of a database that is gone, when they are not held any more", async () => {
    await account.deleteDatabase("instance", "orders");
    await program.run("copies", "delete", "--orphaned", "--yes");
    deepEqual([...new Set((await copiesOf("orders")).map((one) => one.id))], [id]);
    const released = await program.run("copies", "release", id);
    equal(released.code, 0, released.err);
    const { code, err } = await program.run("copies", "delete", "--orphaned", "--yes");
    equal(code, 0, err);
    deepEqual(await copiesOf("orders"), []);
    equal((await copiesOf("shop")).length, TARGET_REGIONS.length);
  });
}
