import { describe, expect, test } from "@jest/globals";
import { drawFault, FAULTS, type Weather } from "../../../../scripts/moto/fire/faults";
import { Random } from "../../../../simulation/time/random";

const REQUESTS = 20_000;

/** Fault → share of requests. */
function shares(weather: Weather, changes = true): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < REQUESTS; i++) {
    const fault = drawFault(new Random(`request ${i}`), weather, changes);
    const name = fault ? `${fault.kind} ${fault.point}` : "none";
    counts.set(name, (counts.get(name) ?? 0) + 1 / REQUESTS);
  }
  return counts;
}

describe("what is drawn for a request", () => {
  test("in fair weather has each fault as often as its rate says", () => {
    const drawn = shares("fair");
    for (const { kind, point, rate } of FAULTS) expect(drawn.get(`${kind} ${point}`)).toBeCloseTo(rate, 2);
  });

  test("in a storm has each of them more often", () => {
    const [fair, storm] = [shares("fair"), shares("storm")];
    for (const [name, share] of fair) {
      if (name !== "none") expect(storm.get(name)).toBeGreaterThan(1.5 * share);
    }
    expect(storm.get("none")).toBeGreaterThan(0.5);
  });

  test("in an outage is nearly always a fault, and rarely one that is waited for", () => {
    const drawn = shares("outage");
    expect(drawn.get("none")).toBeLessThan(0.1);
    for (const waiting of ["no-answer before", "no-answer after", "stalled after"]) {
      expect(drawn.get(waiting) ?? 0).toBeLessThan(0.005);
    }
  });

  test("where only lists are answered is an outage of everything else", () => {
    expect(shares("read-only", true)).toEqual(shares("outage"));
    expect(shares("read-only", false)).toEqual(shares("fair"));
  });

  test("is the same for the same stream", () => {
    const draws = () => Array.from({ length: 100 }, (_, i) => drawFault(new Random(`request ${i}`), "storm", true));
    expect(draws()).toEqual(draws());
  });
});
