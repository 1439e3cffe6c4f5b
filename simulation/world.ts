import { devNull } from "node:os";
import { type AwsOptions, SimulatedAws } from "./aws";
import { Alarm, type AlarmChange } from "./cloudwatch/alarms";
import { MetricStore } from "./cloudwatch/metrics";
import { Rules } from "./eventbridge/rules";
import { administratorMay, Permissions } from "./iam/permissions";
import { Lambda } from "./lambda/lambda";
import type { HandlerFactory } from "./lambda/lambda-instance";
import { Queues } from "./lambda/queues";
import { Notifications } from "./sns/notifications";
import { type Deployment, type FunctionDefinition, readDeployment } from "./terraform/deployment";
import { MINUTE, SECOND, SimulatedClock } from "./time/clock";
import { Random } from "./time/random";

export interface WorldOptions extends Omit<AwsOptions, "clock" | "random"> {
  readonly start: Date;
  /** Milliseconds of each HTTP call of the functions. Default 80. */
  readonly latency?: number;
}

/** By handler as Lambda knows it: `sweep.handler`. */
export type HandlerFactories = Readonly<Record<string, HandlerFactory>>;

/**
 * An AWS account in which stacks are deployed and run, on a simulated clock. It takes over the time and the AWS environment variables
 * of the process: a new world ends the one before, and `close()` restores them.
 */
export class World {
  readonly clock: SimulatedClock;
  readonly aws: SimulatedAws;
  readonly lambda: Lambda;
  readonly metrics = new MetricStore();
  readonly queues: Queues;
  readonly notifications: Notifications;
  readonly alarms = new Map<string, Alarm>();
  /** By role name. */
  readonly permissions = new Map<string, Permissions>();
  readonly #random: Random;
  readonly #alarmListeners: ((change: AlarmChange) => void)[] = [];
  readonly #deployed = new Map<string, { deployment: Deployment; rules: Rules }>();

  constructor(options: WorldOptions) {
    this.#random = new Random(options.seed ?? 1).fork("world");
    this.clock = new SimulatedClock(options.start, this.#random.fork("Math.random"));
    this.aws = new SimulatedAws({ ...options, clock: this.clock });
    this.queues = new Queues(this.clock, this.metrics);
    this.lambda = new Lambda({
      aws: this.aws,
      metrics: this.metrics,
      queues: this.queues,
      random: this.#random.fork("lambda"),
      latency: options.latency,
    });
    this.notifications = new Notifications(this.aws, this.lambda, this.#random.fork("notifications"));
    this.clock.onEnd(setEnvironment());
    this.#watch();
  }

  /**
   * Deploys a synthesised stack in place of an earlier one of the same name. A key that is no longer in the stack is scheduled for
   * deletion, unless its policy denies that: then it stays, and the apply fails there.
   * @throws Error if the stack is not understood, or would not work in AWS
   */
  async deploy(json: string, factories: HandlerFactories, name = "stack"): Promise<Deployment> {
    const deployment = readDeployment(json, this.aws.account);
    const earlier = this.#deployed.get(name);
    this.#makeKeys(deployment);
    await this.#removeKeys(deployment, earlier?.deployment);
    for (const { arn } of deployment.queues) this.queues.add(arn);
    for (const definition of deployment.functions) await this.#makeFunction(definition, deployment, factories);
    await this.notifications.deploy(deployment, earlier?.deployment);
    earlier?.rules.stop();
    const rules = new Rules(this.aws, this.lambda, deployment, this.#random.fork(`rules ${name}`));
    this.#deployed.set(name, { deployment, rules });
    for (const definition of deployment.alarms) this.alarms.set(definition.name, new Alarm(definition));
    return deployment;
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

  onAlarm(listener: (change: AlarmChange) => void): void {
    this.#alarmListeners.push(listener);
  }

  close(): void {
    this.clock.uninstall();
  }

  #makeKeys({ keys }: Deployment): void {
    const { kms } = this.aws;
    for (const { arn, region, policy, alias } of keys) {
      const id = arn.split("/").at(-1);
      const exists = kms.get(arn);
      // A key scheduled for deletion is not used again: another is made, here under the same ARN.
      if (exists && exists.state !== "PendingDeletion") kms.setPolicy(arn, policy);
      else kms.addKey(region, { ...(id && { id }), ...(alias && { alias }), policy });
    }
  }

  async #removeKeys({ keys }: Deployment, earlier: Deployment | undefined): Promise<void> {
    const { account, kms } = this.aws;
    for (const { arn } of earlier?.keys ?? []) {
      if (keys.some((key) => key.arn === arn)) continue;
      const request = { action: "kms:ScheduleKeyDeletion", resource: arn, resourcePolicy: kms.get(arn)?.policy };
      if (await administratorMay(account, request)) kms.setState(arn, "PendingDeletion");
    }
  }

  async #makeFunction(
    definition: FunctionDefinition,
    deployment: Deployment,
    factories: HandlerFactories,
  ): Promise<void> {
    const { account } = this.aws;
    const { name, roleName, policies } = definition;
    const factory = factories[definition.handler];
    if (!factory) throw new Error(`Nothing is given to run for the handler ${definition.handler}.`);
    const principal = `arn:${account.partition}:sts::${account.id}:assumed-role/${roleName}/${name}`;
    const permissions = this.permissions.get(roleName) ?? new Permissions(account, principal, policies);
    permissions.replace(policies);
    this.permissions.set(roleName, permissions);
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      const resource = `arn:${account.partition}:logs:${deployment.region}:${account.id}:log-group:${definition.logGroup}:log-stream:0`;
      if (!(await permissions.allows({ action, resource }))) throw new Error(`${name} may not write its logs.`);
    }
    this.lambda.register(definition, deployment.region, factory, permissions.caller(name));
  }

  /** Queue depths every five minutes; alarms at the end of each of their periods. */
  #watch(): void {
    const periods = [...this.alarms.values()].map(({ definition }) => definition.period * SECOND);
    const step = Math.min(5 * MINUTE, ...periods);
    const next = Math.ceil((this.clock.now() + 1) / step) * step;
    this.clock.at(next, () => {
      for (const alarm of this.alarms.values()) {
        if (next % (alarm.definition.period * SECOND) !== 0) continue;
        const change = alarm.evaluate(next, this.metrics);
        if (change) for (const listener of this.#alarmListeners) listener(change);
      }
      if (next % (5 * MINUTE) === 0) this.queues.publish();
      this.#watch();
    });
  }
}

const AWS_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_RDS",
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
