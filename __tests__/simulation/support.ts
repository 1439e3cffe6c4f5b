import { RDSClient } from "@aws-sdk/client-rds";
import { afterEach } from "@jest/globals";
import { type AwsOptions, SimulatedAws } from "../../simulation/aws";
import type { Caller } from "../../simulation/iam/access";
import { SimulatedClock } from "../../simulation/time/clock";
import { Random } from "../../simulation/time/random";
import { SimulatedHttpHandler } from "../../simulation/wire/http-handler";

export const START = new Date("2026-01-31T12:00:00Z");
export const SOURCE = "eu-west-1";
export const TARGET = "eu-central-1";

let installed: SimulatedClock | undefined;

afterEach(() => {
  installed?.uninstall();
  installed = undefined;
});

/** Takes the place of one that is installed. */
export function simulatedClock(start: Date = START): SimulatedClock {
  installed?.uninstall();
  installed = new SimulatedClock(start, new Random("test"));
  return installed;
}

/** A simulated AWS, and a real SDK client for each region of it. */
export function simulation(options: Partial<AwsOptions> & { clock?: SimulatedClock; caller?: Caller } = {}) {
  const clock = options.clock ?? simulatedClock();
  const aws = new SimulatedAws({ ...options, clock });
  const requestHandler = new SimulatedHttpHandler({ aws, ...(options.caller && { caller: options.caller }) });
  const clients = new Map<string, RDSClient>();
  const client = (region: string) => {
    const known = clients.get(region) ?? sdkClient(region, requestHandler);
    clients.set(region, known);
    return known;
  };
  /** Sends what `call` sends, and lets simulated time pass until it is answered. */
  const run = <T>(call: (client: RDSClient) => Promise<T>, region = TARGET) => clock.run(call(client(region)));
  return { aws, clock, client, run, source: aws.region(SOURCE), target: aws.region(TARGET) };
}

export function sdkClient(region: string, requestHandler: SimulatedHttpHandler): RDSClient {
  return new RDSClient({
    region,
    credentials: { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" },
    requestHandler,
  });
}
