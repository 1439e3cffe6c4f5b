import { expect, test } from "@jest/globals";
import { HANDLERS, plainStack, SOURCE, TARGET } from "../../../simulation/estate/plain-deployment";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { World } from "../../../simulation/world";

const START = new Date("2026-03-02T00:00:00Z");

/** Ids of the databases with a copy that is not older than the alarm allows, after some days, and what the last run says of the others. */
async function freshAfter(days: number, databases: number, byHand: number) {
  const world = new World({ start: START, seed: 11 });
  try {
    const [source, target] = [world.aws.region(SOURCE), world.aws.region(TARGET)];
    for (let index = 0; index < databases; index++) {
      source.addInstance({ id: `db-${String(index).padStart(2, "0")}`, createdAt: START.getTime() - 10 * DAY });
    }
    for (let index = 0; index < byHand; index++) target.addSnapshot("instance", { id: `by-hand-${index}` });
    let result: unknown;
    world.lambda.onInvocation((one) => {
      if (one.functionName.endsWith("sweep")) result = one.result;
    });
    await world.run(world.deploy(plainStack(), HANDLERS));
    await world.runUntil(START.getTime() + days * DAY);
    const copies = [...target.snapshots.instance.values()].filter((one) => one.status === "available");
    const recent = copies.filter((copy) => world.clock.now() - (copy.originalCreateTime ?? 0) < 36 * HOUR);
    const fresh = recent.map((copy) => copy.databaseId).filter((id) => id.startsWith("db-"));
    return { fresh: [...new Set(fresh)].sort(), held: copies.length, result };
  } finally {
    world.close();
  }
}

test("of 40 instances with all defaults 31 stay fresh, and the others are named", async () => {
  const { fresh, held, result } = await freshAfter(5, 40, 0);
  expect(fresh).toHaveLength(31);
  expect(held).toBeLessThanOrEqual(100);
  expect(result).toMatchObject({ failed: Array(9).fill(expect.objectContaining({ reason: "waiting-for-quota" })) });
});

test("the first copies beside 90 snapshots of others leave five places free", async () => {
  const { held, fresh } = await freshAfter(2, 40, 90);
  expect(held).toBeLessThanOrEqual(95);
  expect(fresh).toHaveLength(1);
});
