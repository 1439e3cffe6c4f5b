import { expect, test } from "@jest/globals";
import { HANDLERS, plainStack, SOURCE, TARGET } from "../../../simulation/estate/plain-deployment";
import { DEFAULT_QUOTAS } from "../../../simulation/rds/quotas";
import { DAY, HOUR } from "../../../simulation/time/clock";
import type { DeliveryFault } from "../../../simulation/wire/faults";
import { World } from "../../../simulation/world";

const START = new Date("2026-03-02T00:00:00Z");

/** Hours since the newest copy's backup, by database, after some days in which the copy calls of three databases always fail. */
async function agesAfter(days: number, slots: number, delivery: DeliveryFault | undefined) {
  const world = new World({ start: START, seed: 7 });
  try {
    const source = world.aws.region(SOURCE);
    // The oldest of all, and the first by name.
    for (const id of ["a-broken", "b-broken", "c-broken", "healthy-1", "healthy-2", "healthy-3"]) {
      source.addInstance({ id, createdAt: START.getTime() - (id.includes("broken") ? 30 : 10) * DAY });
    }
    const copiesInProgress = { ...DEFAULT_QUOTAS.copiesInProgress, instance: slots };
    world.aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, copiesInProgress };
    world.aws.faults = {
      beforeCall: ({ action, parameters }) =>
        action === "CopyDBSnapshot" && parameters.TargetDBSnapshotIdentifier?.includes("broken")
          ? "internal-error"
          : undefined,
      delivery: () => delivery,
    };
    await world.run(world.deploy(plainStack({ maxCopiesInProgress: { instances: slots } }), HANDLERS));
    await world.runUntil(START.getTime() + days * DAY);
    const copies = [...world.aws.region(TARGET).snapshots.instance.values()];
    return ["healthy-1", "healthy-2", "healthy-3"].map((id) => {
      const times = copies.filter((copy) => copy.databaseId === id).map((copy) => copy.originalCreateTime ?? 0);
      return (world.clock.now() - Math.max(0, ...times)) / HOUR;
    });
  } finally {
    world.close();
  }
}

test.each([
  ["two slots and every event delivered", 2, undefined],
  ["every event lost", 20, "lost"],
] as const)(
  "three databases whose copy call always fails keep no other from its copy: %s",
  async (_, slots, delivery) => {
    for (const age of await agesAfter(3, slots, delivery)) expect(age).toBeLessThan(36);
  },
);
