import { describe, expect, test } from "@jest/globals";
import { accept, apply, applyLater } from "../../../simulation/provider/apply";
import { callsFor } from "../../../simulation/provider/calls";
import { simulation, TARGET } from "../support";

const RESOURCES = [
  {
    address: "member",
    type: "aws_rds_cluster_instance",
    values: {
      identifier: "shop-1",
      cluster_identifier: "shop",
      engine: "aurora-postgresql",
      instance_class: "db.serverless",
    },
  },
  {
    address: "cluster",
    type: "aws_rds_cluster",
    values: {
      cluster_identifier: "shop",
      snapshot_identifier: "shop-copy",
      engine: "aurora-postgresql",
      enable_http_endpoint: true,
      serverlessv2_scaling_configuration: [{ min_capacity: 0.5, max_capacity: 8 }],
    },
  },
  {
    address: "instance",
    type: "aws_db_instance",
    values: {
      identifier: "orders",
      snapshot_identifier: "gone",
      instance_class: "db.r6g.large",
    },
  },
];

function setUp() {
  const simulated = simulation();
  simulated.target.addSnapshot("cluster", { id: "shop-copy", engine: "aurora-postgresql" });
  const { client, clock, target } = simulated;
  return { clock, target, client: client(TARGET), calls: callsFor(RESOURCES) };
}

describe("what a plan makes in the simulated RDS", () => {
  test("is made in the order in which it can be, modified once it is available; what RDS refuses stops nothing else", async () => {
    const { clock, target, client, calls } = setUp();
    const applied = await clock.run(apply(calls, client));
    expect(applied.map(({ address, refused }) => [address, refused?.split(":")[0]])).toEqual([
      ["cluster", undefined],
      ["instance", "DBSnapshotNotFoundFault"],
      ["member", undefined],
    ]);
    expect(target.database("cluster", "shop").shape).toMatchObject({ serverlessMax: 8 });
    expect(target.database("instance", "shop-1").status).toBe("available");
  });

  test("gets with the next apply what the provider sends with no restore", async () => {
    const { clock, target, client, calls } = setUp();
    await clock.run(apply(calls, client));
    expect(target.database("cluster", "shop").shape).not.toMatchObject({ httpEndpoint: true });
    await clock.run(applyLater(calls, client));
    expect(target.database("cluster", "shop").shape).toMatchObject({ httpEndpoint: true });
  });

  test("is taken or refused without waiting for it", async () => {
    const { clock, client, calls } = setUp();
    const began = clock.now();
    const accepted = await clock.run(accept(calls, client));
    expect(clock.now() - began).toBeLessThan(1000);
    expect(accepted.flatMap(({ address, refused }) => (refused ? address : []))).toEqual(["instance", "member"]);
  });
});
