import type { World } from "../../world";

/** From now on a region answers nothing, and nothing runs in it any more: no rule, no function, no event. */
export class Outage {
  /** Calls that were made to it in spite of that. */
  calls = 0;

  constructor(world: Pick<World, "aws">, region: string) {
    world.aws.consistencyDelay = () => 0;
    world.aws.faults = {
      beforeCall: (call) => {
        if (call.region !== region) return undefined;
        this.calls++;
        return "unavailable";
      },
      schedule: () => "lost",
      delivery: () => "lost",
    };
  }
}
