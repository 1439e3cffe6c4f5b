import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { METRICS } from "../../handlers/run/telemetry";
import { ASSUMED, costTable, fixed, hoursOfCopies, runs, storage, transfer, waiting } from "../../scripts/costs";
import { synth } from "../modules/synth";

const GIB = 100;

describe("the costs", () => {
  test("count the alarms and the key that the module makes for one target region", () => {
    const template = synth({ targets: { "eu-central-1": {} } });
    const of = (type: string) => template.addresses().filter((address) => address.startsWith(`${type}.`));
    // An alarm costs as much for each metric that it reads (docs/aws-facts.md#alarms).
    const read = of("aws_cloudwatch_metric_alarm").map((address) => {
      const queries: readonly object[] = Object(template.resource(address)).metric_query ?? [{ metric: {} }];
      return queries.filter((query) => "metric" in query).length;
    });
    const series = Object.keys(METRICS).length + 1; // the quota of two kinds
    const alarms = read.reduce((sum, metrics) => sum + metrics, 0);
    expect(fixed()).toBeCloseTo(of("aws_kms_key").length + alarms * 0.1 + series * 0.3);
  });

  test("take every kept copy of a cluster as a whole one, and of an instance what has changed", () => {
    const kept = { title: "", gaps: [1, 1, 1, 30] };
    expect(storage(1, "cluster", kept, ASSUMED)).toBeCloseTo(4 * GIB * 0.021);
    expect(storage(1, "instance", kept, ASSUMED)).toBeCloseTo((1 + 0.02 + 0.02 + 0.6) * GIB * 0.095);
  });

  test("hold no more of a change than the whole database", () => {
    expect(storage(1, "instance", { title: "", gaps: [1, 365] }, ASSUMED)).toBeCloseTo(2 * GIB * 0.095);
  });

  test("pay for the transfer of what changes, each day", () => {
    expect(transfer(10, ASSUMED)).toBeCloseTo(10 * GIB * 0.02 * 30 * 0.02);
  });

  test("wait while copies are made, at most all day", () => {
    expect(hoursOfCopies(200, "instance", ASSUMED)).toBeCloseTo(10 / 6);
    expect(hoursOfCopies(960, "instance", { ...ASSUMED, copyMinutes: 30 })).toBe(24);
    expect(hoursOfCopies(240, "cluster", { ...ASSUMED, copyMinutes: 30 })).toBe(24);
    expect(waiting(100_000, "cluster", ASSUMED)).toBe(waiting(1_000, "cluster", ASSUMED));
  });

  test("are printed for databases of another size", () => {
    const script = join(__dirname, "../../scripts/costs.ts");
    const printed = execFileSync(process.execPath, [require.resolve("tsx/cli"), script, "500"], { encoding: "utf8" });
    expect(printed.trim()).toBe(costTable({ ...ASSUMED, gib: 500 }));
  });

  test("grow with the pages that the sweeps read", () => {
    expect(runs(2_000, 3)).toBeGreaterThan(5 * runs(200, 3));
    expect(runs(10, 3)).toBeLessThan(0.1);
  });
});
