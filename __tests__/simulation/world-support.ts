import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { afterEach } from "@jest/globals";
import type { Context } from "aws-lambda";
import type { FactoryOptions } from "../../simulation/lambda/lambda-instance";
import { World, type WorldOptions } from "../../simulation/world";
import { START } from "./support";
import { stackFixture } from "./terraform/stack-fixture";

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

export function newWorld(options: Partial<WorldOptions> = {}): World {
  world?.close();
  world = new World({ start: START, ...options });
  return world;
}

/** What a handler under test may use. */
export interface Work extends FactoryOptions {
  readonly event: unknown;
  readonly context: Context;
  readonly rds: RDSClient;
  list(): Promise<unknown>;
}

/** A world in which the fixture's function does `work`, and a list of the events that it got. */
export async function worldWith(
  work: (work: Work) => Promise<unknown>,
  options: Partial<WorldOptions> = {},
  stack = stackFixture(),
) {
  const events: unknown[] = [];
  const simulated = newWorld(options);
  await simulated.deploy(stack, {
    "sweep.handler": (made) => {
      const rds = new RDSClient({ region: "eu-west-1", requestHandler: made.requestHandler });
      const list = () => rds.send(new DescribeDBInstancesCommand({}));
      return (event, context) => {
        events.push(event);
        return work({ ...made, event, context, rds, list });
      };
    },
  });
  return { world: simulated, events };
}

/** The first message of a subscription. */
export const isGreeting = (event: unknown): boolean => JSON.stringify(event).includes("This is a message to notify");

/** Events that came by schedule. */
export const isScheduled = (event: unknown): boolean =>
  typeof event === "object" && event !== null && "detail-type" in event;
