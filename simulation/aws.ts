import type { Caller } from "./iam/access";
import type { Account } from "./iam/arns";
import { AuditLog } from "./iam/audit";
import { Kms } from "./kms/kms";
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./rds/assumptions";
import { copySnapshot } from "./rds/copy";
import { deleteSnapshot } from "./rds/delete";
import { describeDatabases, describeSnapshots } from "./rds/describe";
import { DEFAULT_DURATIONS, type Durations } from "./rds/durations";
import type { RaisedEvent } from "./rds/events";
import type { SnapshotRecord } from "./rds/model";
import type { Operation } from "./rds/operation";
import type { Rds } from "./rds/rds";
import { Region } from "./rds/region";
import { addTags, listTags } from "./rds/tags";
import { Arrivals } from "./time/arrivals";
import type { Clock } from "./time/clock";
import { Random } from "./time/random";
import { AwsError } from "./wire/errors";
import type { Faults } from "./wire/faults";
import { failure, type QueryParameters, type QueryResponse, success } from "./wire/query-protocol";
import { type RateLimit, TokenBucket } from "./wire/rate-limit";

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeDBInstances: describeDatabases("instance"),
  DescribeDBClusters: describeDatabases("cluster"),
  DescribeDBSnapshots: describeSnapshots("instance"),
  DescribeDBClusterSnapshots: describeSnapshots("cluster"),
  CopyDBSnapshot: copySnapshot("instance"),
  CopyDBClusterSnapshot: copySnapshot("cluster"),
  DeleteDBSnapshot: deleteSnapshot("instance"),
  DeleteDBClusterSnapshot: deleteSnapshot("cluster"),
  AddTagsToResource: addTags,
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

/** A simulated AWS account: RDS in all regions, KMS, and an audit log. */
export class SimulatedAws implements Rds {
  readonly account: Account;
  readonly clock: Clock;
  readonly random: Random;
  readonly kms: Kms;
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
    this.kms = new Kms(this.account, this.random.fork("kms"));
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

  /** Answers one request of the Query protocol. AWS's errors are responses too: nothing is thrown for them. */
  async request(regionName: string, caller: Caller, parameters: QueryParameters): Promise<QueryResponse> {
    const requestId = `00000000-0000-4000-8000-${String(++this.#requests).padStart(12, "0")}`;
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
      return success(action, result.body, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#record(region, caller, parameters, error.code, undefined);
      return failure(error, requestId);
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
