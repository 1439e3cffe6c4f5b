import { expect, test } from "@jest/globals";
import { TROUBLE_KINDS } from "../../../../handlers/core/coverage/model";
import { commandFor } from "../../../../handlers/core/told/command";
import { rdsCall } from "../../../../suites/moto/aws-cli";
import { trouble } from "./coverages";

const ORIGIN = { name: "prod", account: "123456789012", sourceRegion: "eu-west-1", logGroup: "/aws/lambda/prod-sweep" };

const ABOUT = [
  { reason: "no-backup", about: "orders" },
  { reason: "version-retired", about: "postgres 11.4" },
  { reason: "key-disabled", about: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd" },
];

const COMMANDS = TROUBLE_KINDS.flatMap((kind) =>
  (["instance", "cluster"] as const).flatMap((of) =>
    ["orders", "*"].flatMap((database) =>
      ABOUT.map((about) => commandFor(trouble({ trouble: kind, kind: of, database, ...about }), ORIGIN).join(" ")),
    ),
  ),
);

test("what a message gives to see more is a command that RDS knows, and names its region", () => {
  const ofRds = new Set(COMMANDS.filter((command) => command.startsWith("aws rds ")));
  expect(ofRds.size).toBeGreaterThan(5);
  for (const command of ofRds) expect(rdsCall(command).action).not.toBe("");
  expect(COMMANDS.filter((command) => !/ --region eu-(west|central)-1\b/.test(command))).toEqual([]);
});

test("what it gives of a cluster asks for clusters", () => {
  const asked = COMMANDS.filter((command) => /^aws rds .*-identifier /.test(command));
  const kinds = asked.map((command) =>
    [...new Set(command.match(/db-(?:instance|cluster)(?=-identifier)|describe-db-cluster/g))].join(" "),
  );
  expect(new Set(kinds)).toEqual(new Set(["db-instance", "describe-db-cluster db-cluster"]));
});
