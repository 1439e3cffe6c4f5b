import { type AwsOptions, SimulatedAws } from "./aws";
import { Alarm, type AlarmAssumptions, type AlarmChange, DEFAULT_ALARM_ASSUMPTIONS } from "./cloudwatch/alarms";
import { MetricStore } from "./cloudwatch/metrics";
import { Rules, requireWayOfRules } from "./eventbridge/rules";
import { administratorMay, Permissions } from "./iam/permissions";
import { Lambda } from "./lambda/lambda";
import type { HandlerFactory } from "./lambda/lambda-instance";
import { Queues } from "./lambda/queues";
import { Notifications } from "./sns/notifications";
import { type Told, toldOf } from "./sns/told";
import { type Deployment, type FunctionDefinition, readDeployment } from "./terraform/deployment";
import { TerraformState } from "./terraform/state";
import { MINUTE, SECOND } from "./time/clock";
import { Random } from "./time/random";

export interface RunningOptions extends AwsOptions {
  /** Milliseconds of each HTTP call of the functions. Default 80. */
  readonly latency?: number;
  readonly alarms?: Partial<AlarmAssumptions>;
}

/** By handler as Lambda knows it: `sweep.handler`. */
export type HandlerFactories = Readonly<Record<string, HandlerFactory>>;

/** An AWS account in which stacks are deployed and run, on any clock. */
export class RunningAws {
  readonly aws: SimulatedAws;
  readonly lambda: Lambda;
  readonly metrics: MetricStore;
  readonly queues: Queues;
  readonly notifications: Notifications;
  readonly alarms = new Map<string, Alarm>();
  /** What people get of alarms: each change with an action. */
  readonly alarmMails: AlarmChange[] = [];
  /** By role name. */
  readonly permissions = new Map<string, Permissions>();
  readonly #random: Random;
  readonly #alarmAssumptions: AlarmAssumptions;
  /** Minutes in which alarms will be evaluated. */
  readonly #evaluations = new Set<number>();
  readonly #alarmListeners: ((change: AlarmChange) => void)[] = [];
  readonly #rules = new Map<string, Rules>();
  readonly #states = new Map<string, TerraformState>();
  /** What functions have published, as people get it. */
  readonly told: Told[] = [];

  constructor(options: RunningOptions) {
    const { clock } = options;
    this.#random = new Random(options.seed ?? 1).fork("world");
    this.aws = new SimulatedAws(options);
    const delays = this.#random.fork("metrics");
    this.metrics = new MetricStore(() => {
      const arrivesAt = clock.now() + delays.between(5, 90) * SECOND;
      this.#evaluateFrom(arrivesAt);
      return arrivesAt;
    });
    this.#alarmAssumptions = { ...DEFAULT_ALARM_ASSUMPTIONS, ...options.alarms };
    this.queues = new Queues(clock, this.metrics);
    this.aws.topics.onPublish((published) => this.told.push(toldOf(published)));
    this.lambda = new Lambda({
      aws: this.aws,
      metrics: this.metrics,
      queues: this.queues,
      random: this.#random.fork("lambda"),
      latency: options.latency,
    });
    this.notifications = new Notifications(this.aws, this.lambda, this.#random.fork("notifications"));
    const { lambda, queues, alarms, permissions } = this;
    this.aws.deployed.running = { lambda, queues, alarms, permissions };
    this.#watchQueues();
  }

  /**
   * Deploys a synthesised stack in place of an earlier one of the same name. A key that is no longer in the stack is scheduled for
   * deletion, unless its policy denies that: then it stays, and the apply fails there.
   * @throws Error if the stack is not understood, or would not work in AWS
   */
  async deploy(json: string, factories: HandlerFactories, name = "stack"): Promise<Deployment> {
    const state = this.#states.get(name) ?? new TerraformState();
    this.#states.set(name, state);
    state.begin(this.aws.clock.now());
    const deployment = readDeployment(json, this.aws.account, state);
    state.end();
    const earlier = this.aws.deployed.get(name);
    this.#makeKeys(deployment);
    await this.#removeKeys(deployment, earlier);
    for (const { arn } of deployment.queues) this.queues.add(arn);
    for (const definition of deployment.functions) await this.#makeFunction(definition, deployment, factories);
    await this.notifications.deploy(deployment, earlier);
    requireWayOfRules(deployment);
    this.#putParameters(deployment, earlier);
    this.#put(name, deployment, earlier);
    return deployment;
  }

  #put(name: string, deployment: Deployment, earlier: Deployment | undefined): void {
    this.aws.deployed.put(name, deployment);
    this.#putTopics(deployment, earlier);
    this.#rules.get(name)?.stop();
    this.#rules.set(name, new Rules(this.aws, this.lambda, deployment, this.#random.fork(`rules ${name}`)));
    this.#putAlarms(deployment, earlier);
  }

  /**
   * Changes by hand what a stack has made, past Terraform: a rule is disabled, a topic deleted, a function no longer permitted to be
   * invoked. Nothing says that it works then.
   * @throws Error if nothing is deployed by this name
   */
  change(name: string, change: (deployment: Deployment) => Deployment): void {
    const before = this.aws.deployed.get(name);
    if (!before) throw new Error(`Nothing is deployed as ${name}.`);
    const after = change(before);
    for (const { name } of before.functions)
      this.lambda.change(
        name,
        after.functions.find((one) => one.name === name),
      );
    for (const { roleName, policies } of after.functions) this.permissions.get(roleName)?.replace(policies);
    this.notifications.put(after, before);
    this.#put(name, after, before);
  }

  /** An alarm that is changed keeps its state (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
  #putAlarms({ alarms }: Deployment, earlier: Deployment | undefined): void {
    const names = new Set(alarms.map(({ name }) => name));
    for (const { name } of earlier?.alarms ?? []) if (!names.has(name)) this.alarms.delete(name);
    for (const definition of alarms) {
      const alarm = new Alarm(definition, this.alarms.get(definition.name), this.#alarmAssumptions);
      this.alarms.set(definition.name, alarm);
    }
    this.#evaluateFrom(this.aws.clock.now() + 1);
  }

  onAlarm(listener: (change: AlarmChange) => void): void {
    this.#alarmListeners.push(listener);
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

  #putTopics({ topics }: Deployment, earlier: Deployment | undefined): void {
    for (const { arn } of earlier?.topics ?? []) this.aws.topics.remove(arn);
    for (const topic of topics) this.aws.topics.put(topic);
  }

  /** One that is there keeps its value, as the functions write it; one that was lost is made again. */
  #putParameters({ parameters }: Deployment, earlier: Deployment | undefined): void {
    const store = this.aws.parameters;
    for (const { region, name } of earlier?.parameters ?? []) {
      if (!parameters.some((one) => one.region === region && one.name === name)) store.remove(region, name);
    }
    for (const { region, name, value, type } of parameters) {
      if (!store.get(region, name)) store.put(region, name, value, type);
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

  /** Queue depths, every five minutes. */
  #watchQueues(): void {
    this.aws.clock.after(5 * MINUTE - (this.aws.clock.now() % (5 * MINUTE)), () => {
      this.queues.publish();
      this.#watchQueues();
    });
  }

  /** Alarms are evaluated each minute: here, in those minutes in which one may change. */
  #evaluateFrom(time: number): void {
    const minute = Math.ceil(time / MINUTE) * MINUTE;
    if (!Number.isFinite(minute) || this.#evaluations.has(minute)) return;
    this.#evaluations.add(minute);
    this.aws.clock.at(minute, () => {
      this.#evaluations.delete(minute);
      const alarms = [...this.alarms.values()];
      for (const alarm of alarms) this.#tell(alarm.evaluate(minute, this.metrics));
      this.#evaluateFrom(Math.min(...alarms.map(({ quietUntil }) => quietUntil)) + 1);
    });
  }

  #tell(change: AlarmChange | undefined): void {
    if (!change) return;
    if (change.actions.length > 0) this.alarmMails.push(change);
    for (const listener of this.#alarmListeners) listener(change);
  }
}
