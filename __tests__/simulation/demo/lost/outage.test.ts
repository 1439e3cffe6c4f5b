import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { Outage } from "../../../../simulation/demo/lost/outage";
import { SOURCE, simulation, TARGET } from "../../support";

describe("a region that is lost", () => {
  test("answers nothing, and every call to it is counted; other regions answer", async () => {
    const { aws, run } = simulation();
    const outage = new Outage({ aws }, SOURCE);
    const list = new DescribeDBInstancesCommand({});
    await run((client) => client.send(list), TARGET);
    expect(outage.calls).toBe(0);
    await expect(run((client) => client.send(list), SOURCE)).rejects.toMatchObject({ name: "ServiceUnavailable" });
    expect(outage.calls).toBeGreaterThan(0);
  });

  test("runs no rule and delivers no event", () => {
    const { aws } = simulation();
    new Outage({ aws }, SOURCE);
    expect(aws.faults.schedule?.("daily", 0)).toBe("lost");
  });
});
