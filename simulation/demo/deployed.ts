import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import type { Deployment } from "../terraform/deployment";
import { Random } from "../time/random";
import { World } from "../world";
import { play, type Scenario, START } from "./scenario";
import { buildStack } from "./stack";
import { Timeline } from "./timeline";

export interface Deployed {
  readonly world: World;
  readonly timeline: Timeline;
  readonly deployment: Deployment;
  readonly scenario: Scenario;
  /** How many the stack has. */
  readonly resources: number;
}

/** A stack as a user of the construct would make it, deployed in a simulated account with the scenario's estate. To be closed by the caller. */
export async function deployed(seed: string): Promise<Deployed> {
  const { json, resources } = await buildStack();
  const world = new World({ start: START, seed, assumptions: { sseRdsWithKey: "refused" } });
  try {
    const timeline = new Timeline(world);
    const deployment = await world.deploy(json, {
      "sweep.handler": (options) => createSweep(options),
      "backup-finished.handler": (options) => createBackupFinished(options),
    });
    const announce = (text: string) => timeline.add("world", text);
    const scenario = play(world, new Random(seed).fork("scenario"), announce);
    return { world, timeline, deployment, scenario, resources };
  } catch (error) {
    world.close();
    throw error;
  }
}
