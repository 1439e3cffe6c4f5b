import { afterEach } from "@jest/globals";
import FakeTimers from "@sinonjs/fake-timers";
import type { SimulatedAws } from "../../simulation/aws";
import { type DeploymentOptions, deployWithDatabases } from "../../simulation/estate/deployment-with-databases";
import type { Caller } from "../../simulation/iam/access";
import { Permissions } from "../../simulation/iam/permissions";
import { RunningAws } from "../../simulation/running-aws";
import { RunningClock } from "../../simulation/time/clock";
import { startServer } from "../../simulation/wire/server";
import { NOW } from "./terminal";

export interface EstateOptions {
  /** Default: one, which has nothing to do. `[]`: an empty account. */
  readonly deployments?: readonly DeploymentOptions[];
  /** Milliseconds of each call. Default 0. */
  readonly latency?: number;
  /** IAM actions that the person may not take. */
  readonly denied?: readonly string[];
  /** All that the person may do, as an IAM policy, such as `--print-policy` prints. Default: everything. */
  readonly policy?: object;
  /** The connection breaks at this request, the first being 1, and does not come back. */
  readonly breaksAt?: number;
}

const PERSON = "arn:aws:iam::111122223333:user/person";

/**
 * An account with deployments, over HTTP, for tests of the command line: `cli([...])` asks it. It is `NOW` there, and in this process.
 *
 * To break it: `world.change(name, change)` for what Terraform has made (rules, functions, topics, event subscriptions, queues, who may
 * invoke), `world.permissions.get("<name>-<region>")?.replace([])` for the role, `world.lambda.throttle(function, true)` for its
 * concurrency, `aws.topics.leaveUnconfirmed(topicArn, address)`, `aws.kms.setState(arn, "Disabled")`,
 * `aws.region(name).enabled = false`, `aws.region(name).changeDatabase(…)`, `aws.faults` for what goes wrong with calls.
 */
export class DeployedEstate {
  /** IAM actions that were asked for, allowed or not. */
  readonly asked = new Set<string>();
  readonly world: RunningAws;
  readonly #clock = new RunningClock();
  #close: () => Promise<void> = async () => undefined;

  private constructor() {
    this.world = new RunningAws({ clock: this.#clock, latency: 0 });
  }

  static async start(options: EstateOptions = {}): Promise<DeployedEstate> {
    const { deployments = [{}], latency = 0, breaksAt = Number.POSITIVE_INFINITY } = options;
    const time = FakeTimers.install({ now: NOW, toFake: ["Date"], shouldAdvanceTime: true });
    Object.assign(process.env, CREDENTIALS);
    const estate = new DeployedEstate();
    try {
      for (const deployment of deployments) await deployWithDatabases(estate.world, deployment);
      let requests = 0;
      estate.aws.faults = { beforeCall: () => (++requests >= breaksAt ? "reset" : undefined) };
      const server = await startServer({ aws: estate.aws, latency, caller: estate.#person(options) });
      process.env.AWS_ENDPOINT_URL = server.url;
      estate.#close = async () => {
        await server.close();
        time.uninstall();
      };
      return estate;
    } catch (error) {
      time.uninstall();
      throw error;
    }
  }

  get aws(): SimulatedAws {
    return this.world.aws;
  }

  /** So far, those of the functions included. */
  get calls(): number {
    return this.aws.audit.totalCalls;
  }

  async stop(): Promise<void> {
    delete process.env.AWS_ENDPOINT_URL;
    this.#clock.stop();
    await this.#close();
  }

  #person({ denied = [], policy }: EstateOptions): Caller {
    const allowed = policy && new Permissions(this.aws.account, PERSON, [JSON.stringify(policy)]);
    return {
      name: "person",
      arn: PERSON,
      allows: async (request) => {
        this.asked.add(request.action);
        return !denied.includes(request.action) && (allowed?.allows(request) ?? true);
      },
    };
  }
}

/** Called once in a file of tests. @returns starts an estate, which is stopped after the test */
export function estateOfTests(): (options?: EstateOptions) => Promise<DeployedEstate> {
  let estate: DeployedEstate | undefined;
  afterEach(async () => {
    await estate?.stop();
    estate = undefined;
  });
  return async (options) => {
    estate = await DeployedEstate.start(options);
    return estate;
  };
}

/** Of the functions, which have none of their own here, and of the command. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_EC2_METADATA_DISABLED: "true",
};
