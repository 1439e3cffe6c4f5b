import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type DBInstance, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { afterEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsOf } from "../../../cli/aws";
import { factsOf } from "../../../cli/copies/facts";
import type { CopyFound } from "../../../cli/copies/find";
import { Progress } from "../../../cli/progress";
import { recoveryPoints } from "../../../cli/restore/recovery-points";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { copy } from "../copies";
import { NOW, terminal } from "../terminal";

const [rds, lambda] = [mockClient(RDSClient), mockClient(LambdaClient)];
const deadline = deadlineIn(60_000);
afterEach(() => deadline.clear());

const MAKER = { name: "prod", partition: "aws", account: "111122223333", sourceRegion: "eu-west-1" };

/** Of a copy of `orders`, where RDS lists these. */
function factsWith(listed: readonly DBInstance[]) {
  rds.reset();
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [...listed] });
  lambda.on(GetFunctionConfigurationCommand).rejects({ name: "ResourceNotFoundException" });
  const quiet = terminal();
  const copies = recoveryPoints([copy()], NOW).copies.map((one) => ({ ...one, maker: MAKER }) as CopyFound);
  const session = {
    terminal: quiet,
    progress: new Progress(quiet),
    timeLeft: () => 1,
    aws: awsOf("eu-west-1", deadline),
  };
  return factsOf(copies, session);
}

const ORDERS = {
  DBInstanceIdentifier: "orders",
  DbiResourceId: "db-ORDERS",
  Engine: "postgres",
  DBInstanceStatus: "available",
};

test("databases are known by what RDS lists", async () => {
  const { databases, warnings } = await factsWith([ORDERS]);
  expect([...(databases.get("instance eu-west-1")?.keys() ?? [])]).toEqual(["db-ORDERS"]);
  expect(warnings).toEqual([]);
});

test("one that RDS describes incompletely may be any: none is taken for gone", async () => {
  const { DbiResourceId: _, ...incomplete } = ORDERS;
  const { databases, warnings } = await factsWith([incomplete]);
  expect(databases.size).toBe(0);
  expect(warnings).toEqual([
    expect.stringMatching(/^Not all instances of eu-west-1 can be read, so all instances are taken to exist/),
  ]);
});
