import { devNull } from "node:os";
import { RunningAws, type RunningOptions } from "./running-aws";
import { SimulatedClock } from "./time/clock";
import { Random } from "./time/random";

export type { HandlerFactories } from "./running-aws";

export interface WorldOptions extends Omit<RunningOptions, "clock"> {
  readonly start: Date;
}

/**
 * An AWS account in which stacks are deployed and run, on a simulated clock. It takes over the time and the AWS environment variables
 * of the process: a new world ends the one before, and `close()` restores them.
 */
export class World extends RunningAws {
  readonly clock: SimulatedClock;

  constructor(options: WorldOptions) {
    const random = new Random(options.seed ?? 1).fork("world").fork("Math.random");
    const clock = new SimulatedClock(options.start, random);
    super({ ...options, clock });
    this.clock = clock;
    clock.onEnd(setEnvironment());
  }

  /** Lets simulated time pass. @throws AggregateError of what could not be simulated */
  async runUntil(time: number | Date): Promise<void> {
    await this.clock.runUntil(Number(time));
    const failures = this.lambda.failures.splice(0);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("\n"));
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.clock.run(work);
  }

  close(): void {
    this.clock.uninstall();
  }
}

const AWS_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_KMS",
  "AWS_ENDPOINT_URL_RDS",
  "AWS_ENDPOINT_URL_SNS",
  "AWS_ENDPOINT_URL_SSM",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
];

/**
 * Credentials as Lambda gives them; nothing of the machine's own AWS configuration is seen.
 * @returns what gives the machine's own back
 */
function setEnvironment(): () => void {
  const own = AWS_VARIABLES.map((name) => [name, process.env[name]] as const);
  for (const name of AWS_VARIABLES) delete process.env[name];
  process.env.AWS_ACCESS_KEY_ID = "ASIASIMULATED";
  process.env.AWS_SECRET_ACCESS_KEY = "secret";
  process.env.AWS_SESSION_TOKEN = "token";
  process.env.AWS_CONFIG_FILE = devNull;
  process.env.AWS_SHARED_CREDENTIALS_FILE = devNull;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  return () => {
    for (const [name, value] of own) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
