import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RDSClient } from "@aws-sdk/client-rds";
import { runCommand } from "../../command-line";
import { type FolderWanted, readFolder } from "../../provider/read-folder";
import type { Region } from "../../rds/region";
import type { GroupKind } from "../../rds/stock";
import { DAY, HOUR } from "../../time/clock";
import { SimulatedHttpHandler } from "../../wire/http-handler";
import type { World } from "../../world";
import type { Check } from "../checks";
import { holdings } from "../copies";
import { deployed } from "../deployed";
import { heading, Progress, print, printChecks, printWrapped } from "../print";
import { SOURCE_REGION, START, TARGET_REGIONS } from "../scenario";
import { byAttribute, unexplained } from "./compare";
import { fatesOf } from "./fates";
import { planFolder, terraformChecks } from "./on-terraform";
import { Outage } from "./outage";
import { type Fate, printAttributes, printFates } from "./print";
import { describeAll } from "./profile";
import { REASONS } from "./reasons";
import { restore } from "./restored";

const [REGION] = TARGET_REGIONS;
/** The tenth day, at noon. */
const LOST_AT = START.getTime() + 9 * DAY + 12 * HOUR;

const DEPLOYMENT = "rds-cross-region-backup";

/** What somebody has made in the target region long before: the network. */
const SUBNETS = "disaster-recovery";
const SECURITY_GROUP = "sg-0f0e0d0c0b0a00001";

/** Ten days of the demo, the source region lost, and every database that has a copy restored from the target region alone. */
export async function loseRegion(seed: string): Promise<boolean> {
  print(`${SOURCE_REGION} is lost on day 10: its databases are restored in ${REGION}`);
  const { world, scenario } = await deployed(seed);
  try {
    const region = world.aws.region(REGION);
    region.stock.addGroup("subnets", SUBNETS);
    region.stock.addGroup("parameters", "reporting-tuned", "postgres16");
    heading(`Ten days from ${START.toISOString().slice(0, 10)}, seed ${seed}`);
    await pass(world);
    const lost = await world.run(describeAll(clientOf(world, SOURCE_REGION)));
    const held = holdings(world).filter(({ targetRegion }) => targetRegion === REGION);
    const outage = new Outage(world, SOURCE_REGION);

    heading(`The restore in ${REGION}`);
    const client = clientOf(world, REGION);
    const folder = await world.run(readFolder(client, wantedIn(region)));
    const { problems, terraform } = await writtenFolder(world);
    const refused = await restore(world, client, folder, terraform?.first);
    const fates = fatesOf(lost, await world.run(describeAll(client)), held, folder, scenario);
    const compared = fates.filter(({ note }) => note === "").flatMap((fate) => fate.compared);
    printFates(fates);
    printAttributes(byAttribute(compared, REASONS));
    const results: Check[] = [
      { text: "The command finds everything from the target region alone", problems },
      ...(terraform ? terraformChecks(terraform, folder) : []),
      {
        text: "Every database that has a copy in the target region is restored",
        problems: [...refused, ...fates.flatMap(notRestored)],
      },
      {
        text: "Every attribute is as it was, or differs for a reason that is known",
        problems: unexplained(compared, REASONS).map(
          ({ attribute, before, after = "nothing" }) => `${attribute}: ${before} is ${after}`,
        ),
      },
      {
        text: `${SOURCE_REGION} was asked for nothing once it was lost`,
        problems: outage.calls > 0 ? [`${outage.calls} calls`] : [],
      },
    ];
    printChecks(results);
    return results.every((result) => result.problems.length === 0);
  } finally {
    world.close();
  }
}

const notRestored = ({ kind, id, dataFrom, note }: Fate): string[] =>
  dataFrom !== undefined && note !== "" ? [`${kind} ${id}: ${note}`] : [];

/** The folder that the command writes, on Terraform where there is one. */
async function writtenFolder(world: World) {
  const place = await mkdtemp(join(tmpdir(), "rds-cross-region-backup-restore-"));
  try {
    const folder = join(place, "restored");
    const problems = await restoreCommand(world, folder);
    const { instance, cluster } = world.aws.region(REGION).snapshots;
    const terraform = await planFolder(folder, join(place, "fixtures.json"), [
      ...instance.values(),
      ...cluster.values(),
    ]);
    return { problems, terraform };
  } finally {
    await rm(place, { recursive: true });
  }
}

function wantedIn({ name: region, stock, rds }: Region): FolderWanted {
  const names = (kind: GroupKind) => new Set(stock.groups(kind).map(({ name }) => name));
  return {
    region,
    deployment: DEPLOYMENT,
    subnetGroup: SUBNETS,
    securityGroup: SECURITY_GROUP,
    groups: {
      parameterGroups: names("parameters"),
      clusterParameterGroups: names("cluster parameters"),
      subnetGroups: names("subnets"),
    },
    now: new Date(rds.clock.now()),
  };
}

async function pass(world: World): Promise<void> {
  const progress = new Progress(LOST_AT);
  for (let time = START.getTime() + 2 * HOUR; time <= LOST_AT; time += 2 * HOUR) {
    await world.runUntil(time);
    progress.show(world);
  }
}

function clientOf({ aws }: World, region: string): RDSClient {
  return new RDSClient({ region, requestHandler: new SimulatedHttpHandler({ aws }) });
}

/** Lists what there is, and writes the folder. @returns what went wrong */
async function restoreCommand({ aws }: World, folder: string): Promise<string[]> {
  const list = ["restore", "--region", REGION, "--list"];
  const write = ["restore", "--region", REGION, "--all", "--deployment", DEPLOYMENT, "--out", folder];
  const chosen = ["--subnet-group", SUBNETS, "--security-group", SECURITY_GROUP];
  const problems: string[] = [];
  for (const args of [list, [...write, ...chosen]]) {
    const { code, out, err } = await runCommand(aws, args);
    print();
    printWrapped("$ ", 2, `npx rds-cross-region-backup ${args.join(" ").replace(folder, "restored")}`);
    print(out.trimEnd().replaceAll(folder, "restored"));
    if (code !== 0) problems.push(`${args.join(" ")} ended with ${code}: ${err}`);
  }
  print();
  return problems;
}
