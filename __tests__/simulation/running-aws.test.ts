import { describe, expect, test } from "@jest/globals";
import { OPERATOR } from "../../simulation/iam/access";
import type { Deployment } from "../../simulation/terraform/deployment";
import { DAY, HOUR, MINUTE, RunningClock } from "../../simulation/time/clock";
import { RestParameters } from "../../simulation/wire/rest-protocol";
import type { World } from "../../simulation/world";
import { SOURCE, START } from "./support";
import { isScheduled, type Work, worldWith } from "./world-support";

/** An hour after it was deployed, when the first messages of its subscriptions have come. */
async function deployed(work: (work: Work) => Promise<unknown> = async () => undefined) {
  const { world, events } = await worldWith(work);
  await world.runUntil(START.getTime() + HOUR);
  events.splice(0);
  return { world, events };
}

const changed = (world: World, change: (deployment: Deployment) => Partial<Deployment>) =>
  world.change("stack", (deployment) => ({ ...deployment, ...change(deployment) }));

describe("by hand, past Terraform,", () => {
  test("a rule is disabled: it starts nothing any more, until it is enabled again", async () => {
    const { world, events } = await deployed();
    const enable = (enabled: boolean) =>
      changed(world, ({ rules }) => ({ rules: rules.map((rule) => ({ ...rule, enabled })) }));
    enable(false);
    await world.runUntil(START.getTime() + 2 * DAY);
    expect(events.filter(isScheduled)).toHaveLength(0);
    enable(true);
    await world.runUntil(START.getTime() + 4 * DAY);
    expect(events.filter(isScheduled).length).toBeGreaterThan(0);
  });

  test("the permission to invoke a function is taken away: neither rules nor events reach it", async () => {
    const { world, events } = await deployed();
    changed(world, () => ({ invokePermissions: [] }));
    world.aws.region(SOURCE).addInstance({ id: "orders" });
    await world.runUntil(START.getTime() + 2 * DAY);
    expect(events).toEqual([]);
  });

  test("a function is deleted: nothing is invoked", async () => {
    const { world, events } = await deployed();
    changed(world, () => ({ functions: [] }));
    await world.runUntil(START.getTime() + 2 * DAY);
    expect(events).toEqual([]);
  });

  test("only of what is deployed", async () => {
    const { world } = await deployed();
    expect(() => world.change("other", (deployment) => deployment)).toThrow("Nothing is deployed as other.");
  });
});

describe("a function that is invoked through the API", () => {
  test("runs where time stands still otherwise, and lets it pass only until its end", async () => {
    const { world } = await deployed(({ list }) => list());
    const parameters = new RestParameters({
      method: "POST",
      path: "/2015-03-31/functions/sweep/invocations",
      authorization: undefined,
      host: undefined,
      headers: {},
      body: "{}",
    });
    const invoke = () => world.aws.answer({ service: "lambda", region: SOURCE, caller: OPERATOR, parameters });
    const began = world.clock.now();
    const answers = await Promise.all([invoke(), invoke()]);
    expect(answers.map(({ status, headers }) => [status, headers?.["x-amz-function-error"]])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(world.clock.now() - began).toBeGreaterThan(0);
    expect(world.clock.now() - began).toBeLessThan(MINUTE);
  });
});

describe("work that needs time to pass", () => {
  test("is finished in turn, where several wait for it", async () => {
    const { world } = await deployed();
    const { clock } = world;
    const began = clock.now();
    const wait = (milliseconds: number) =>
      clock.finish(new Promise<number>((done) => clock.after(milliseconds, () => done(clock.now()))));
    const times = await Promise.all([wait(HOUR), wait(1000), wait(2 * HOUR), wait(DAY)]);
    expect(times.map((time) => time - began)).toEqual([HOUR, 1000, 2 * HOUR, DAY]);
  });

  test("fails as it does", async () => {
    const { world } = await deployed();
    await expect(world.clock.finish(Promise.reject(new Error("it went wrong")))).rejects.toThrow("it went wrong");
  });
});

test("a running clock that is stopped does nothing more", async () => {
  const clock = new RunningClock();
  const done: string[] = [];
  clock.after(1, () => done.push("before"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  clock.after(1, () => done.push("after"));
  clock.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done).toEqual(["before"]);
});
