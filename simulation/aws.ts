import { answerCloudWatch } from "./cloudwatch/answer";
import { Deployed } from "./deployed";
import { answerEvents } from "./eventbridge/answer";
import type { Caller } from "./iam/access";
import { answerIam, answerSts } from "./iam/answer";
import type { Account } from "./iam/arns";
import { AuditLog } from "./iam/audit";
import { answerKms } from "./kms/describe-key";
import { Kms } from "./kms/kms";
import { answerLambda } from "./lambda/answer";
import { answerSqs } from "./lambda/answer-queues";
import { describeAccountAttributes } from "./rds/account-attributes";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./rds/assumptions";
import { copySnapshot } from "./rds/copy";
import { deleteSnapshot } from "./rds/delete";
import { describeDatabases, describeSnapshots } from "./rds/describe";
import { describeEngineVersions } from "./rds/describe-engine-versions";
import { describeEventSubscriptions, describeSourceRegions } from "./rds/describe-event-subscriptions";
import { describeEvents } from "./rds/describe-events";
import { describeGroups, describeOrderableOptions } from "./rds/describe-stock";
import { DEFAULT_DURATIONS, type Durations } from "./rds/durations";
import type { RaisedEvent } from "./rds/events";
import type { SnapshotRecord } from "./rds/model";
import { enableHttpEndpoint, modifyCluster, modifyInstance } from "./rds/modify";
import type { Operation } from "./rds/operation";
import type { Rds } from "./rds/rds";
import { Region } from "./rds/region";
import { createMember, restoreCluster, restoreInstance } from "./rds/restore";
import { addTags, listTags, removeTags } from "./rds/tags";
import { Topics } from "./sns/topics";
import { ParameterStore } from "./ssm/parameters";
import { Arrivals } from "./time/arrivals";
import type { Clock } from "./time/clock";
import { Random } from "./time/random";
import { AwsError } from "./wire/errors";
import type { Faults } from "./wire/faults";
import { JsonParameters } from "./wire/json-protocol";
import { QueryParameters, type WireResponse } from "./wire/query-protocol";
import { type RateLimit, TokenBucket } from "./wire/rate-limit";
import { failureOf, type Message, successOf } from "./wire/service";

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeDBInstances: describeDatabases("instance"),
  DescribeDBClusters: describeDatabases("cluster"),
  DescribeDBSnapshots: describeSnapshots("instance"),
  DescribeDBClusterSnapshots: describeSnapshots("cluster"),
  DescribeDBEngineVersions: describeEngineVersions,
  DescribeOrderableDBInstanceOptions: describeOrderableOptions,
  DescribeDBParameterGroups: describeGroups("parameters"),
  DescribeDBClusterParameterGroups: describeGroups("cluster parameters"),
  DescribeDBSubnetGroups: describeGroups("subnets"),
  DescribeOptionGroups: describeGroups("options"),
  DescribeEvents: describeEvents,
  DescribeEventSubscriptions: describeEventSubscriptions,
  DescribeSourceRegions: describeSourceRegions,
  CopyDBSnapshot: copySnapshot("instance"),
  CopyDBClusterSnapshot: copySnapshot("cluster"),
  DeleteDBSnapshot: deleteSnapshot("instance"),
  DeleteDBClusterSnapshot: deleteSnapshot("cluster"),
  RestoreDBInstanceFromDBSnapshot: restoreInstance,
  RestoreDBClusterFromSnapshot: restoreCluster,
  CreateDBInstance: createMember,
  ModifyDBInstance: modifyInstance,
  ModifyDBCluster: modifyCluster,
  EnableHttpEndpoint: enableHttpEndpoint,
  AddTagsToResource: addTags,
  RemoveTagsFromResource: removeTags,
  ListTagsForResource: listTags,
};

export interface AwsOptions {
  readonly clock: Clock;
  /** The same seed gives the same run. Default 1. */
  readonly seed?: string | number;
  readonly account?: Account;
  readonly assumptions?: Partial<Assumptions>;
  readonly durations?: Partial<Durations>;
  readonly faults?: Faults;
  /** Of each region. Default: none. */
  readonly rateLimit?: RateLimit;
  /** Whether lists show every field that RDS sends, not only those that matter to backups. Default false, as it takes time. */
  readonly fullAnswers?: boolean;
}

/** A simulated AWS account: RDS, KMS, SNS topics and SSM parameters in all regions, what stacks have made there, and an audit log. */
export class SimulatedAws implements Rds {
  readonly account: Account;
  readonly clock: Clock;
  readonly random: Random;
  readonly kms: Kms;
  readonly deployed = new Deployed();
  readonly topics: Topics;
  readonly parameters: ParameterStore;
  readonly assumptions: Assumptions;
  readonly durations: Durations;
  readonly audit = new AuditLog();
  readonly arrivals: Arrivals;
  readonly fullAnswers: boolean;
  faults: Faults;
  consistencyDelay: () => number = () => 0;
  readonly #regions = new Map<string, Region>();
  readonly #listeners: ((event: RaisedEvent) => void)[] = [];
  readonly #rateLimit: RateLimit | undefined;
  readonly #buckets = new Map<string, TokenBucket>();
  #requests = 0;

  constructor(options: AwsOptions) {
    this.account = options.account ?? { partition: "aws", id: "111122223333" };
    this.clock = options.clock;
    this.arrivals = new Arrivals(options.clock);
    this.random = new Random(options.seed ?? 1);
    this.kms = new Kms(this.account, this.random.fork("kms"), options.clock);
    this.topics = new Topics(options.clock, this.random.fork("topics"), this.kms);
    this.parameters = new ParameterStore(this.account, options.clock);
    this.assumptions = { ...DEFAULT_ASSUMPTIONS, ...options.assumptions };
    this.durations = { ...DEFAULT_DURATIONS, ...options.durations };
    this.faults = options.faults ?? {};
    this.#rateLimit = options.rateLimit;
    this.fullAnswers = options.fullAnswers ?? false;
  }

  region(name: string): Region {
    const known = this.#regions.get(name);
    if (known) return known;
    const region = new Region(name, this);
    this.#regions.set(name, region);
    return region;
  }

  get regions(): Iterable<Region> {
    return this.#regions.values();
  }

  raise(event: RaisedEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  onEvent(listener: (event: RaisedEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Answers one request. AWS's errors are responses too: nothing is thrown for them. */
  async answer(message: Message & { readonly caller: Caller }): Promise<WireResponse> {
    const { service, region, caller, parameters } = message;
    if (service === "rds" && parameters instanceof QueryParameters) return this.request(region, caller, parameters);
    const requestId = this.#requestId();
    this.audit.count(parameters.action);
    try {
      const result = await this.#resultOf(message);
      return successOf(service, parameters.action, result, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return failureOf(service, error, requestId);
    }
  }

  #resultOf({ service, region, caller, parameters }: Message & { readonly caller: Caller }): unknown {
    const by = { region, caller };
    if (parameters instanceof QueryParameters) {
      const call = { ...by, parameters };
      if (service === "iam") return answerIam(this, call);
      return service === "sts" ? answerSts(this, call) : this.topics.answer(call);
    }
    if (!(parameters instanceof JsonParameters)) return answerLambda(this, { ...by, parameters });
    const call = { ...by, parameters };
    switch (service) {
      case "kms":
        return answerKms(this.kms, call);
      case "ssm":
        return this.parameters.answer(call);
      case "events":
        return answerEvents(this, call);
      case "sqs":
        return answerSqs(this, call);
      case "monitoring":
        return answerCloudWatch(this, call);
      default:
        throw new Error(`${service} does not speak JSON.`);
    }
  }

  #requestId(): string {
    return `00000000-0000-4000-8000-${String(++this.#requests).padStart(12, "0")}`;
  }

  /** Answers one request to RDS. */
  async request(regionName: string, caller: Caller, parameters: QueryParameters): Promise<WireResponse> {
    const requestId = this.#requestId();
    const { action } = parameters;
    this.audit.count(action);
    const region = this.region(regionName);
    try {
      this.#checkRate(regionName);
      const operation = OPERATIONS[action];
      if (!operation) throw new AwsError("InvalidAction", `Could not find operation ${action} for version 2014-10-31`);
      if (!region.enabled) {
        throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
      }
      const result = await operation({ region, parameters, caller });
      this.#record(region, caller, parameters, "ok", result.snapshot);
      return successOf("rds", action, result.body, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#record(region, caller, parameters, error.code, undefined);
      return failureOf("rds", error, requestId);
    }
  }

  #checkRate(region: string): void {
    if (this.#rateLimit === undefined) return;
    const now = this.clock.now();
    const bucket = this.#buckets.get(region) ?? new TokenBucket(this.#rateLimit, now);
    this.#buckets.set(region, bucket);
    if (bucket.take(now)) return;
    this.audit.fault("rate exceeded");
    throw new AwsError("Throttling", "Rate exceeded", 400);
  }

  #record(
    region: Region,
    caller: Caller,
    parameters: QueryParameters,
    outcome: string,
    snapshot: SnapshotRecord | undefined,
  ): void {
    const { action } = parameters;
    if (/^(Describe|List)/.test(action)) return;
    this.audit.record({
      time: this.clock.now(),
      region: region.name,
      action,
      caller: caller.name,
      run: caller.run,
      parameters: parameters.recorded,
      outcome,
      snapshot,
    });
  }
}
