import { expect, test } from "@jest/globals";
import { awsClients } from "../../../handlers/aws/clients";
import { createTell } from "../../../handlers/run/create-tell";
import type { Run } from "../../../handlers/run/run";
import { createTelemetry } from "../../../handlers/run/telemetry";
import { type AwsAnswer, FakeAws } from "../aws/fake-aws";
import { coverage, row } from "../core/told/coverages";
import { DEPLOYMENT, NOW, SETTINGS } from "./estate";
import { context } from "./function-setup";
import { Output } from "./output";

const WIRING = {
  notificationTopicArn: "arn:aws:sns:us-east-1:123456789012:prod-notifications",
  toldParameter: "/prod/told",
};
const TELLING = {
  sweep: "follow-up",
  coverage: coverage([row("orders", ["failing"])]),
  facts: {},
} as const;

const output = new Output();
const telemetry = createTelemetry({ settings: SETTINGS, sourceRegion: "us-east-1", logLevel: "INFO" }, output.console);
const run = (timeLeft: number): Run => ({
  settings: SETTINGS,
  deployment: DEPLOYMENT,
  services: { instance: unused(), cluster: unused() },
  readQuotas: () => Promise.reject(new Error("unused")),
  now: NOW,
  clock: () => NOW,
  timeLeft: () => timeLeft,
  sleep: () => Promise.resolve(),
  briefAbove: 500,
  random: () => 0,
});
const unused = (): never => new Proxy({} as never, {});

test("a run's messages go to the topic, and are remembered in the parameter, of the source region", async () => {
  const answers: Record<string, AwsAnswer> = {
    GetParameter: { Parameter: { Value: "-", Version: 1 } },
    PutParameter: { Version: 2 },
    Publish: { MessageId: "1" },
  };
  const aws = new FakeAws(({ action }) => answers[action] ?? {});
  await createTell(WIRING, telemetry, awsClients(aws.requestHandler))(TELLING, run(600_000), context());
  expect(aws.calls.map(({ action, region }) => `${action} ${region}`)).toEqual([
    "GetParameter us-east-1",
    "Publish us-east-1",
    "PutParameter us-east-1",
  ]);
  expect(String(aws.calls[1]?.input.Message)).toContain("prod in account 123456789012");
});

test.each(["notificationTopicArn", "toldParameter"])("nobody is told without %s", async (missing) => {
  const aws = new FakeAws(() => ({}));
  await createTell({ ...WIRING, [missing]: undefined }, telemetry, awsClients(aws.requestHandler))(
    TELLING,
    run(600_000),
    context(),
  );
  expect(aws.calls).toEqual([]);
});

test("a run that has no time left is not held up", async () => {
  const aws = new FakeAws(() => new Promise<AwsAnswer>(() => undefined));
  const begun = performance.now();
  await createTell(WIRING, telemetry, awsClients(aws.requestHandler))(TELLING, run(5_010), context());
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(output.said("message failed")).toMatchObject([{ reason: "transient" }]);
});
