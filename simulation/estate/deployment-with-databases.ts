import type { RdsCrossRegionBackupProps } from "../../modules";
import type { RunningAws } from "../running-aws";
import { addDatabases } from "./large-estate";
import { HANDLERS, NAME, plainStack, SOURCE, TARGET } from "./plain-deployment";

export interface DeploymentOptions {
  /** Default: `rds-cross-region-backup`. Two deployments need two names. */
  readonly name?: string;
  /** Default: eu-west-1. */
  readonly sourceRegion?: string;
  /** Further props of the construct. Default: one target region, eu-central-1. */
  readonly props?: Partial<RdsCrossRegionBackupProps>;
  /** Instances, backed up and copied each day. Default 3: `db-00000` … */
  readonly databases?: number;
  /** Of each database: as many automated snapshots, and copies in each target region. Default 3. */
  readonly copies?: number;
  /** Databases that are gone, each with one copy in each target region: `gone-00000` … Default 0. */
  readonly orphans?: number;
}

/** Deploys the module over databases that it has copied for days: nothing is left to do. */
export async function deployWithDatabases(world: RunningAws, options: DeploymentOptions = {}): Promise<void> {
  const { name = NAME, sourceRegion = SOURCE, databases = 3, copies = 3, orphans = 0, props = {} } = options;
  const targets = Object.keys(props.targets ?? { [TARGET]: {} });
  const stack = stackOf({ retention: { keepLast: Math.max(1, copies) }, ...props, name, region: sourceRegion });
  const { keys } = await world.deploy(stack, HANDLERS, name);
  const keyIn = (target: string) => keys.find(({ region }) => region === target)?.arn;
  const by = { deployment: name, sourceRegion, targets: new Map(targets.map((region) => [region, keyIn(region)])) };
  const gone = addDatabases(world.aws, { databases: orphans, snapshots: 1, copies: 1, prefix: "gone" }, by);
  for (const id of gone) world.aws.region(sourceRegion).deleteDatabase("instance", id);
  addDatabases(world.aws, { databases, snapshots: copies, copies }, by);
  for (const target of targets) leaveRoom(world, target, 2 * (databases * (copies + 1) + orphans));
}

/** Raises the quota of manual snapshots of instances, where it is lower. */
function leaveRoom({ aws }: RunningAws, target: string, instance: number): void {
  const region = aws.region(target);
  const { manualSnapshots } = region.quotas;
  const raised = { ...manualSnapshots, instance: Math.max(manualSnapshots.instance, instance) };
  region.quotas = { ...region.quotas, manualSnapshots: raised };
}

const stacks = new Map<string, string>();

/** Synthesis takes longer than most tests. */
function stackOf(props: Partial<RdsCrossRegionBackupProps>): string {
  const key = JSON.stringify(props);
  const stack = stacks.get(key) ?? plainStack(props);
  stacks.set(key, stack);
  return stack;
}
